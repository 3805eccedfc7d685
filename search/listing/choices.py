"""Words for the values of the facets, read once per process and generation of the words.

A renamed theme, tool or area changes it (see `search.index.listening`), so a warm page asks the
database for nothing here.
"""

from core.generations import PerGeneration
from core.kinds import Choice
from search import facets
from territories.names import fold


def _every() -> dict[str, list[Choice]]:
    """Facet name -> choices."""
    return {facet.name: _of(facet) for facet in facets.every() if facet.choices}


def _of(facet: facets.Facet) -> list[Choice]:
    found = facet.choices()
    # In the order of a French list: a database puts « Île-de-France » behind Z.
    return sorted(found, key=lambda choice: fold(choice.label)) if facet.by_name else found


cache = PerGeneration(_every)
