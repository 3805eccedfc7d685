"""Publications as something that is found: their list, its filters, and whose words they show."""

from core import kinds
from core.facets import YEAR
from core.kinds import Kind, Listing
from network.facets import NETWORK
from taxonomy.facets import THEME

from .consulting import with_state
from .facets import STATE, TYPE
from .records import KIND, record_of

PUBLICATIONS = Listing(
    kind=KIND,
    url_name="publications",
    title="Publications",
    label="Rechercher une publication",
    placeholder="Un sujet, un réseau, un ministre",
    noun="publication",
    none="Aucune publication",
    nearest="les publications",
    nearest_button="Voir les publications",
    nearest_skip="Voir les publications sans choisir de territoire",
    suggests=((THEME, "Thème"), (NETWORK, "Réseau")),
)

kinds.register(
    Kind(
        key=KIND,
        model="publications.PublicationPage",
        label="Publications",
        order=250,
        record=record_of,
        facets=(THEME, TYPE, NETWORK, STATE, YEAR),
        listing=PUBLICATIONS,
        component="components/publication_row.html",
        text_fields=("title", "summary"),
        completed=with_state,
        shows={
            "taxonomy.Theme": ("themes", "themes__parent"),
            "network.Organisation": (
                *("publishers__organisation", "signatories__organisation"),
                "recommendations__owner",
            ),
        },
        prefetch_related=(
            "themes__parent",
            "publishers__organisation",
            "signatories__organisation",
            "recommendations__owner",
            "figures",
        ),
    )
)
kinds.not_searched("publications.PublicationsPage")
