"""What a search engine does. Everything else (words, spelling, highlighting, labels) is shared."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from core.records import Place, Record
from search.engines.queries import Part, SearchQuery
from search.text.parsing import NOTHING, ParsedText

# Weight of a word by the field it stands in, and the part that the other fields add.
BOOSTS = {"title": 4.0, "summary": 2.0, "difficulties": 1.5, "body": 1.0, "territory": 0.5}
TIE = 0.3
# The most that the boosts can make of the score of one word.
LARGEST_SUM = max(BOOSTS.values()) * (1 - TIE) + TIE * sum(BOOSTS.values())


class EngineUnavailable(Exception):
    """The engine cannot answer now: the page says so and goes on without it."""


class RebuildInProgress(Exception):
    """Somebody else is rebuilding the index."""


@dataclass(frozen=True, slots=True)
class Hit:
    """All that a card shows, and what highlighting needs: no query is needed to show it."""

    key: str
    kind: str
    title: str
    summary: str
    difficulties: str
    body: str
    place: Place | None
    card: dict
    territory: str = ""
    missing: tuple[str, ...] = ()  # words of the query, as typed, that it does not hold

    @property
    def lines(self) -> str:
        """What an extract may show beside title and summary."""
        return f"{self.difficulties}\n{self.body}"


@dataclass(frozen=True, slots=True)
class Page:
    """Answer to a query. `total` counts the hits of all pages, own ones included."""

    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)  # facet -> value -> count > 0
    own_hits: list[Hit] = field(default_factory=list)
    own_total: int = 0
    whole: int = 0  # how many of `total` hold all the words: they come first
    parsed: ParsedText = NOTHING  # the query as it was understood, for highlighting
    corrections: tuple[tuple[str, str], ...] = ()  # (word as typed, as read)


@dataclass(frozen=True, slots=True)
class Health:
    engine: str
    ok: bool
    records: int
    message: str = ""


class SearchEngine(Protocol):
    """Methods that read raise EngineUnavailable when the engine cannot answer."""

    name: str

    def search(self, query: SearchQuery, *, facets: Iterable[str] = ()) -> Page: ...

    def search_many(self, parts: Sequence[Part]) -> list[Page]:
        """The answers to several queries, in their order, in one call: one state of the index, one request."""
        ...

    def count(self, query: SearchQuery) -> int:
        """Number of records that a query finds."""
        ...

    def terms(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        """Words (lowercase, as typed) that open with a prefix, and in how many records: most first. Where none does,
        those that do without their accents."""
        ...

    def near_terms(self, word: str) -> list[tuple[str, int]]:
        """Words of the index spelt almost like this one, the most likely first."""
        ...

    def similar(
        self, key: str, limit: int = 3, *, first: Sequence[tuple[str, str]] = ()
    ) -> list[Hit]:
        """Records of the same kind that resemble this one; none when it is not indexed.

        first: (facet, value) of those that come before the others, in their order.
        """
        ...

    def write(self, upserts: Iterable[Record], deletes: Iterable[str]) -> None:
        """All of it becomes visible at once, or nothing does."""
        ...

    def rebuild(self, records: Iterable[Record], catch_up=None) -> int:
        """Replace the whole index without a gap in service; number of records.

        catch_up: called once all is built, just before the swap, with a function like `write` that
        writes to the new index: for what changed meanwhile. Raises RebuildInProgress.
        """
        ...

    def exclusive(self) -> AbstractContextManager:
        """Held by one process at a time, so that the last to write has read the newest state."""
        ...

    def stamps(self) -> Iterator[tuple[str, str]]:
        """Key and `documents.stamp` of every indexed record."""
        ...

    def generation(self) -> str:
        """Changes whenever the content of the index does."""
        ...

    def needs_rebuild(self) -> bool:
        """No index of this version is in service: never built, upgraded, or set aside as broken."""
        ...

    def health(self) -> Health: ...


def order_of(record: Record) -> int:
    """Sorts records, largest first: the newest, then the last created. Unique, below 2**63."""
    day = (record.date or datetime.date.min).toordinal()
    number = record.key.rpartition(":")[2]
    if number.isdecimal() and number.isascii() and len(number) < 10:
        tie = int(number)
    else:
        tie = int.from_bytes(hashlib.blake2b(record.key.encode(), digest_size=4).digest())
    kind = hashlib.blake2b(record.kind.encode(), digest_size=1).digest()[0]
    return day << 40 | tie << 8 | kind


def order_range(query: SearchQuery) -> tuple[int, int] | None:
    """Lowest and highest `order_of` that the days of a query allow; None when it names none."""
    if query.since is None and query.until is None:
        return None
    low = query.since.toordinal() << 40 if query.since else 0
    high = ((query.until.toordinal() + 1) << 40) - 1 if query.until else 2**63 - 1
    return low, high
