"""Filters that only publications have."""

from core.kinds import Choice, Facet

from .choices import Kind, State


def types() -> list[Choice]:
    return [Choice(value, label) for value, label in Kind.choices]


def states() -> list[Choice]:
    return [Choice(value, label) for value, label in State.choices]


TYPE = Facet("publication", "Type de publication", types, open=True)
STATE = Facet("etat", "État", states)
