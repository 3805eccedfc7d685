"""Filters that only sheets have."""

from core.kinds import Choice, Facet

from .choices import Difficulty, Kind, Status
from .costs import CLASSES


def natures() -> list[Choice]:
    return [Choice(value, label) for value, label in Kind.choices]


def statuses() -> list[Choice]:
    return [Choice(value, label) for value, label in Status.choices]


def difficulties() -> list[Choice]:
    return [Choice(value, label) for value, label in Difficulty.choices]


def cost_classes() -> list[Choice]:
    return [Choice(key, label) for key, _, label in CLASSES]


NATURE = Facet("nature", "Nature", natures)
STATUS = Facet("avancement", "Avancement", statuses)
COST = Facet("cout", "Coût", cost_classes)
DIFFICULTY = Facet("difficulte", "Difficulté rencontrée", difficulties, multiple=True)
