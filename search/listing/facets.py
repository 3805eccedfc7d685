"""The facets of the search, each declared once: address, filter, counts, form and page follow.

The name is the URL parameter, the key of `Record.facets` and the field of the index.
"""

from collections.abc import Callable
from dataclasses import dataclass

from search.listing import labels
from search.listing.labels import Choice


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    # Every possible value in the order of the page; None when a value is its own label.
    choices: Callable[[], list[Choice]] | None
    open: bool = False  # shown unfolded
    multiple: bool = False  # one record may have several values
    by_count: bool = False  # most frequent value first, rather than the order of the choices
    kinds: tuple[str, ...] = ("projet",)  # kinds of record whose list offers it
    everywhere: bool = False  # offered by the search over all kinds


_ALL = ("projet", "evenement")

FACETS = (
    Facet("rubrique", "Rubrique", labels.sections, open=True, kinds=(), everywhere=True),
    Facet("theme", "Thème", labels.themes, open=True, multiple=True, kinds=_ALL, everywhere=True),
    Facet("taille", "Population", labels.population_classes, open=True),
    Facet("type", "Type de collectivité", labels.authority_types),
    Facet("region", "Région", labels.regions, kinds=_ALL, everywhere=True),
    Facet("departement", "Département", labels.departements, multiple=True),
    Facet("nature", "Nature", labels.kinds, kinds=_ALL),
    Facet("format", "Format", labels.formats, kinds=("evenement",)),
    Facet("reseau", "Réseau", labels.networks, multiple=True, by_count=True, kinds=("evenement",)),
    Facet("avancement", "Avancement", labels.statuses),
    Facet("cout", "Coût", labels.cost_classes),
    Facet("annee", "Année", None, kinds=_ALL, everywhere=True),
    Facet("outil", "Outil", labels.tools, multiple=True, by_count=True),
)

BY_NAME = {facet.name: facet for facet in FACETS}
FACET_NAMES = tuple(BY_NAME)
# Those of a list whose kind is fixed.
LIST_NAMES = tuple(name for name in FACET_NAMES if name != "rubrique")


def names_for(kind: str) -> tuple[str, ...]:
    """Facets that the list of one kind of record offers; "" is the search over all kinds."""
    return tuple(
        facet.name for facet in FACETS if (kind in facet.kinds if kind else facet.everywhere)
    )
