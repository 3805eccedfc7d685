"""Offers and needs of expertise are found and listed."""

from django.db.models import QuerySet

from core import kinds
from core.facets import YEAR
from core.kinds import Kind, Listing
from taxonomy.facets import THEME

from .facets import DIRECTION
from .records import KIND, record_of

EXPERTISES = Listing(
    kind=KIND,
    url_name="expertises",
    title="Expertises",
    label="Rechercher une expertise",
    placeholder="Archivage, 5G, marchés publics",
    noun="expertise",
    none="Aucune expertise",
    nearest="les expertises",
    nearest_button="Voir les expertises",
    nearest_skip="Voir les expertises sans choisir de territoire",
    suggests=((THEME, "Thème"),),
)


def all_of_them(rows: QuerySet) -> QuerySet:
    """The floor: public as soon as it is saved."""
    return rows


kinds.register(
    Kind(
        key=KIND,
        model="expertise.Expertise",
        label="Expertises",
        order=380,
        record=record_of,
        facets=(THEME, DIRECTION, YEAR),
        listing=EXPERTISES,
        component="components/told_row.html",
        text_fields=("subject",),
        floor=all_of_them,
        shows={
            "taxonomy.Theme": ("themes", "themes__parent"),
            "network.Organisation": ("organisation", "shared_with"),
            "territories.Authority": ("authority",),
        },
        select_related=("organisation", "authority"),
        prefetch_related=("themes__parent", "shared_with"),
    )
)
