"""The list of everything that exists."""

from core import kinds
from core.kinds import Listing
from taxonomy.facets import THEME

EVERYTHING = Listing(
    url_name="site_search",
    title="Rechercher",
    label="Rechercher dans tout le site",
    placeholder="Un sujet, un événement, une commune",
    noun="résultat",
    none="Aucun résultat",
    nearest="les fiches des territoires les plus comparables au vôtre",
    nearest_button="Choisir ce territoire",
    nearest_skip="Voir les résultats sans choisir de territoire",
    suggests=((THEME, "Thème"),),
    has_map=True,
)

kinds.register_listing(EVERYTHING)
