"""What the catalogue shows who asks for nothing: sheets of all themes and sizes, others each day.

One order for a day, as long as the content stays the same: every family of themes speaks in turn, and each time one
of the sizes that was heard least.
"""

import datetime
import hashlib
from collections import Counter

from django.utils import timezone

from core.generations import PerGeneration
from search import engines
from search.engines.base import Hit
from search.engines.queries import DATE, MAX_PAGE, MAX_SIZE, PAGE_SIZE, Part, SearchQuery
from taxonomy.facets import THEME

from .records import KIND

_INHABITANTS = (2_000, 10_000, 50_000)  # upper bounds of a village, a small town and a town


def of_the_day(generation: int) -> list[Hit]:
    """The sheets of today's first page, made once. Raises EngineUnavailable. generation: of the index."""
    return cache.get((id(engines.get_engine()), generation, timezone.localdate()))


def _made() -> list[Hit]:
    engine = engines.get_engine()
    today = timezone.localdate()
    (counted,) = engine.search_many([Part(SearchQuery(kind=KIND, size=0), (THEME.name,))])
    families = [choice.value for choice in THEME.choices() if not choice.parent]
    counts = counted.facets[THEME.name]
    families = sorted(
        (family for family in families if counts.get(family)), key=lambda one: _turn(today, one)
    )
    pages = engine.search_many(
        [Part(_some(today, counts[family], {THEME.name: (family,)})) for family in families]
        + [Part(_some(today, counted.total, {}))]
    )
    *by_family, any_of = [
        sorted(page.hits, key=lambda hit: _turn(today, hit.key)) for page in pages
    ]
    return _in_turn([*by_family, any_of])


def _some(today: datetime.date, count: int, filters: dict) -> SearchQuery:
    """As many as one answer holds, others each day where there are more."""
    page = 1 + today.toordinal() % min(max(1, count // MAX_SIZE), MAX_PAGE)
    return SearchQuery(kind=KIND, filters=filters, sort=DATE, size=MAX_SIZE, page=page)


def _in_turn(groups: list[list[Hit]]) -> list[Hit]:
    """The last group speaks when the others have said all."""
    chosen: dict[str, Hit] = {}
    sizes: Counter[int] = Counter()
    *families, rest = groups
    while len(chosen) < PAGE_SIZE:
        before = len(chosen)
        for group in families if any(_left(group, chosen) for group in families) else [rest]:
            left = _left(group, chosen)
            if left and len(chosen) < PAGE_SIZE:
                hit = min(left, key=lambda one: sizes[_size(one)])
                chosen[hit.key] = hit
                sizes[_size(hit)] += 1
        if len(chosen) == before:
            break
    return list(chosen.values())


def _left(group: list[Hit], chosen: dict[str, Hit]) -> list[Hit]:
    return [hit for hit in group if hit.key not in chosen]


def _size(hit: Hit) -> int:
    """A village, a small town, a town, a city, or what is no commune."""
    if hit.place is None or hit.place.family != "commune":
        return -1
    return sum((hit.place.population or 0) > bound for bound in _INHABITANTS)


def _turn(today: datetime.date, name: str) -> bytes:
    return hashlib.blake2b(f"{today} {name}".encode(), digest_size=8).digest()


cache: PerGeneration[list[Hit]] = PerGeneration(_made)
