"""Filters by where a record is, and by what its authority is."""

from core.kinds import Choice, Facet

from .models import Departement, Region
from .population import CLASSES
from .types import AuthorityType


def population_classes() -> list[Choice]:
    return [Choice(str(one.key), one.label) for one in CLASSES]


def authority_types() -> list[Choice]:
    return [Choice(value, label) for value, label in AuthorityType.choices]


def regions() -> list[Choice]:
    return [Choice(*row) for row in Region.objects.values_list("code", "name")]


def departements() -> list[Choice]:
    rows = Departement.objects.order_by("code").values_list("code", "name")
    return [Choice(code, f"{name} ({code})") for code, name in rows]


POPULATION = Facet("taille", "Population", population_classes, open=True)
TYPE = Facet("type", "Type de collectivité", authority_types)
REGION = Facet("region", "Région", regions, by_name=True, everywhere=True)
DEPARTEMENT = Facet("departement", "Département", departements, multiple=True)
