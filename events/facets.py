"""Filters that only events have."""

from core.kinds import Choice, Facet

from .choices import Format, Kind


def natures() -> list[Choice]:
    return [Choice(value, label) for value, label in Kind.choices]


def formats() -> list[Choice]:
    return [Choice(value, label) for value, label in Format.choices]


# The name is that of the sheets' filter: a local debate is both.
NATURE = Facet("nature", "Nature", natures)
FORMAT = Facet("format", "Format", formats)
