"""Words for the values of the facets, read once per process and generation of the words.

A renamed theme, tool or area changes it (see `search.index.listening`), so a warm page asks the
database for nothing here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.generations import PerGeneration
from territories.names import fold


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    parent: str = ""  # value of the choice above it


def sections() -> list[Choice]:
    from search.index.sources import SOURCES

    return [Choice(source.kind, source.label) for source in SOURCES]


def themes() -> list[Choice]:
    from taxonomy.models import Theme

    rows = Theme.objects.in_order().values_list("slug", "name", "parent__slug")
    return [Choice(slug, name, parent or "") for slug, name, parent in rows]


def tools() -> list[Choice]:
    from taxonomy.models import Tool

    return _by_name(Choice(*row) for row in Tool.objects.values_list("slug", "name"))


def regions() -> list[Choice]:
    from territories.models import Region

    return _by_name(Choice(*row) for row in Region.objects.values_list("code", "name"))


def departements() -> list[Choice]:
    from territories.models import Departement

    rows = Departement.objects.order_by("code").values_list("code", "name")
    return [Choice(code, f"{name} ({code})") for code, name in rows]


def population_classes() -> list[Choice]:
    from territories.population import CLASSES

    return [Choice(str(one.key), one.label) for one in CLASSES]


def authority_types() -> list[Choice]:
    from territories.types import AuthorityType

    return [Choice(value, label) for value, label in AuthorityType.choices]


def _by_name(choices: Iterable[Choice]) -> list[Choice]:
    """In the order of a French list: a database puts « Île-de-France » behind Z."""
    return sorted(choices, key=lambda choice: fold(choice.label))


def kinds() -> list[Choice]:
    """Of sheets, then of events; a local debate is both."""
    from catalogue.choices import Kind
    from events.choices import Kind as EventKind

    known = dict(EventKind.choices) | dict(Kind.choices)
    values = dict.fromkeys([*Kind.values, *EventKind.values])
    return [Choice(value, known[value]) for value in values]


def formats() -> list[Choice]:
    from events.choices import Format

    return [Choice(value, label) for value, label in Format.choices]


def networks() -> list[Choice]:
    from network.models import Organisation

    rows = Organisation.objects.values_list("slug", "acronym", "name")
    return _by_name(Choice(slug, acronym or name) for slug, acronym, name in rows)


def statuses() -> list[Choice]:
    from catalogue.choices import Status

    return [Choice(value, label) for value, label in Status.choices]


def cost_classes() -> list[Choice]:
    from catalogue.costs import CLASSES

    return [Choice(key, label) for key, _, label in CLASSES]


def _every() -> dict[str, list[Choice]]:
    """Facet name -> choices."""
    from search.listing.facets import FACETS

    return {facet.name: facet.choices() for facet in FACETS if facet.choices}


cache = PerGeneration(_every)
