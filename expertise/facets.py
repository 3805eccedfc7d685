"""The filter that only offers and needs of expertise have."""

from core.kinds import Choice, Facet

from .models import Direction


def directions() -> list[Choice]:
    return [Choice(value, label) for value, label in Direction.choices]


DIRECTION = Facet("sens", "Offre ou besoin", directions, open=True)
