"""What is asked of a search engine, whatever the engine: plain, validated and frozen."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.records import Place
from search.text.parsing import MAX_LENGTH, ParsedText, parse
from search.text.synonyms import NO_SYNONYMS, SynonymTable

RELEVANCE = "pertinence"
DATE = "date"
NEARNESS = "proximite"
SORTS = (RELEVANCE, DATE, NEARNESS)
# What comes first, first: asked for by the agenda, never by an address.
SOONEST = "chronologie"

PAGE_SIZE = 12
MAX_SIZE = 100
MAX_PAGE = 500
MAX_VALUES = 50  # of one facet


@dataclass(frozen=True)
class SearchQuery:
    """OR between the values of a facet, AND between facets and words.

    With `near`, records of comparable territories come first (unless another sort is asked for), and
    with `own_apart` those of that very territory are given separately.
    Raises ValueError where a caller should have cut or checked; a visitor's input goes through
    `search.listing.form`, which degrades it instead.
    """

    text: str = ""
    or_last: tuple[str, ...] = ()  # its last word, unfinished, and what it may become
    within: str = ""  # the text of a record that holds the words; "" is any
    kind: str = ""  # "" is any
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    besides: tuple[
        str, ...
    ] = ()  # keys of records that are not to be found: they are shown already
    only: tuple[str, ...] = ()  # keys: nothing else is found; () is any
    sort: str = ""  # "" chooses: see `order`
    page: int = 1
    size: int = PAGE_SIZE
    # Days of `Record.date`, both included; a record without date is older than any.
    since: datetime.date | None = None
    until: datetime.date | None = None
    near: Place | None = None
    own_apart: bool = False
    synonyms: SynonymTable = field(default=NO_SYNONYMS, repr=False, compare=False)
    parsed: ParsedText = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        if len(self.text) > MAX_LENGTH:
            raise ValueError(f"text of {len(self.text)} characters, at most {MAX_LENGTH}")
        if self.sort not in ("", SOONEST, *SORTS):
            raise ValueError(f"unknown sort {self.sort!r}")
        if not 1 <= self.page <= MAX_PAGE:
            raise ValueError(f"page {self.page}, from 1 to {MAX_PAGE}")
        if not 0 <= self.size <= MAX_SIZE:
            raise ValueError(f"size {self.size}, at most {MAX_SIZE}")
        filters = {name: tuple(values) for name, values in self.filters.items() if values}
        if any(len(values) > MAX_VALUES for values in filters.values()):
            raise ValueError(f"more than {MAX_VALUES} values of one facet")
        object.__setattr__(self, "filters", MappingProxyType(filters))
        object.__setattr__(self, "parsed", self.read(self.text, self.or_last))

    def read(self, text: str, or_last: tuple[str, ...] = ()) -> ParsedText:
        """Another text, as this query would understand it."""
        return parse(text, self.synonyms).or_last(or_last).within(self.within)

    @property
    def order(self) -> str:
        """The sort that is applied: comparable territories, else relevance, else the newest."""
        if self.sort in (DATE, SOONEST) or (self.sort == NEARNESS and self.near):
            return self.sort
        if self.near and not self.sort:
            return NEARNESS
        return RELEVANCE if self.parsed.required else DATE

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size


@dataclass(frozen=True, slots=True)
class Part:
    """One of several queries that a page asks in one call, and the facets whose values it wants counted."""

    query: SearchQuery
    facets: tuple[str, ...] = ()
