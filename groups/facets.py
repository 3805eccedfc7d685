"""The filter that only groups have."""

from core.kinds import Choice, Facet

from .models import Group


def kinds() -> list[Choice]:
    return [Choice(value, label) for value, label in Group.Kind.choices]


KIND = Facet("groupe", "Nature du groupe", kinds)
