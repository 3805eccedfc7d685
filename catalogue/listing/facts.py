"""What the list of sheets in the admin says of each: its columns, how it is sorted and filtered, and views of it.

The sheet's own stand in `own.py`. An app above declares its own in a `Listed`, named in `listed` of its AppConfig: the list
knows none of them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import django_filters
from django.db.models import Expression, F

from core.declarations import listed_with

from .choosing import One, Several

# In an address, whoever opens it.
MINE = "moi"


@dataclass(frozen=True, slots=True)
class Fact:
    """One column, on screen and in the file, and the GET parameter `name` that filters by it."""

    name: str
    label: str
    # Makes what it is sorted by, when the list is asked for: what time changes is never kept.
    value: Callable[[], Expression | F] | None = None
    # (sheet, its value) -> text; None for what is not on screen.
    cell: Callable | None = None
    # The same for a spreadsheet: a number, a date, a text; `cell` where it is None.
    exported: Callable | None = None
    filter: django_filters.Filter | None = None
    # Values of the filter that an address names -> those among them that were merged, with what they became.
    heirs: Callable[[Collection[str]], dict[str, str]] | None = None

    @property
    def column(self) -> str:
        """Of the statement that reads its value."""
        return f"listed_{self.name}"

    @property
    def is_exported(self) -> bool:
        return bool(self.cell or self.exported)

    def on_screen(self, sheet) -> str:
        return self.cell(sheet, getattr(sheet, self.column, None))

    def in_file(self, sheet):
        return (self.exported or self.cell)(sheet, getattr(sheet, self.column, None))


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at the list that has a name. query: GET parameter -> value or values."""

    slug: str
    label: str
    query: dict[str, str | tuple[str, ...]]

    @property
    def address(self) -> str:
        return urlencode(self.query, doseq=True)


@dataclass(frozen=True, slots=True)
class Listed:
    """What an app adds to the list."""

    facts: tuple[Fact, ...] = ()
    views: tuple[View, ...] = ()


def words_of(label: str, method: Callable) -> django_filters.Filter:
    """A filter by what somebody types."""
    return django_filters.CharFilter(label=label, method=method)


def one_of(label: str, choices, method: Callable) -> django_filters.Filter:
    """A filter of which one value holds. choices: pairs, or a function that makes them; method: (sheets, name, value) ->
    sheets."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, method=method, widget=One, empty_label="Toutes"
    )


def any_of(label: str, choices, method: Callable | str) -> django_filters.Filter:
    """A filter of which any of several values holds: `method` gets a list."""
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, method=method, widget=Several
    )


@cache
def _declared() -> tuple[Listed, ...]:
    """The sheet's own first."""
    return tuple(listed_with("ProjectPage"))


def all_facts() -> tuple[Fact, ...]:
    return tuple(fact for listed in _declared() for fact in listed.facts)


def all_views() -> tuple[View, ...]:
    return tuple(view for listed in _declared() for view in listed.views)
