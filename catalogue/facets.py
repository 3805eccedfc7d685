"""Filters that only sheets have."""

from core.kinds import Choice, Facet

from .choices import Difficulty, Kind, Status
from .costs import CLASSES
from .evidence import BACKED, Strength


def natures() -> list[Choice]:
    return [Choice(value, label) for value, label in Kind.choices]


def statuses() -> list[Choice]:
    return [Choice(value, label) for value, label in Status.choices]


def difficulties() -> list[Choice]:
    return [Choice(value, label) for value, label in Difficulty.choices]


def strengths() -> list[Choice]:
    backed = [one for one in Strength if one.is_backed]
    return [
        Choice(BACKED, "Mesuré ou confirmé"),
        *(Choice(one.value, one.label, parent=BACKED) for one in backed),
        *(Choice(one.value, one.label) for one in Strength if one not in backed),
    ]


def evidence_values(strength: Strength) -> tuple[str, ...]:
    """Of a record: what is measured or confirmed is found by either name."""
    return (BACKED, strength.value) if strength.is_backed else (strength.value,)


def cost_classes() -> list[Choice]:
    return [Choice(key, label) for key, _, label in CLASSES]


NATURE = Facet("nature", "Nature", natures)
STATUS = Facet("avancement", "Avancement", statuses)
COST = Facet("cout", "Coût", cost_classes)
DIFFICULTY = Facet("difficulte", "Difficulté rencontrée", difficulties, multiple=True)
EVIDENCE = Facet("preuve", "Affichage ou réalité", strengths, multiple=True)
