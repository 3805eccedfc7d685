"""How well the search answers queries whose answers are known: what `manage.py search_judge` prints.

Measured as a visitor meets it: the first page, with what fills it.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.records import Place
from search.engines.base import SearchEngine
from search.engines.queries import SearchQuery
from search.listing.alike import alike
from search.text.synonyms import SynonymTable

DEPTH = 10
FIRST = 3
PAGE = 12


@dataclass(frozen=True)
class Judged:
    query: str
    recall: float  # of the relevant sheets, among the first DEPTH; 1.0 when DEPTH of them are there
    in_first: bool
    # What is not among the first DEPTH: (key, rank or 0, words of the query that it does not hold)
    short: tuple[tuple[str, int, tuple[str, ...]], ...]


def judge(
    engine: SearchEngine, rows: Iterable[dict], synonyms: SynonymTable, kind: str, key_of: Callable
) -> list[Judged]:
    """rows: {"q": words, "relevant": names of records}; key_of: a name as the key of its record, or ""."""
    return [_judged(engine, row, synonyms, kind, key_of) for row in rows]


def _judged(engine, row: dict, synonyms: SynonymTable, kind: str, key_of: Callable) -> Judged:
    names = {key: name for name in row["relevant"] if (key := key_of(name))}
    query = SearchQuery(row["q"], kind=kind, synonyms=synonyms, size=PAGE)
    answer = engine.search(query)
    listed = [*answer.hits, *alike(engine, query, answer)]
    best = [hit.key for hit in listed[:DEPTH]]
    found = [key for key in best if key in names]
    possible = min(len(names), DEPTH)
    short = ()
    if len(found) < possible:
        every = engine.search(SearchQuery(row["q"], kind=kind, synonyms=synonyms, size=100)).hits
        ranks = {hit.key: (rank, hit.missing) for rank, hit in enumerate(every, start=1)}
        short = tuple(
            (name, *ranks.get(key, (0, ()))) for key, name in names.items() if key not in found
        )
    return Judged(
        row["q"],
        len(found) / possible if possible else 1.0,
        any(key in names for key in best[:FIRST]),
        short,
    )


def ndcg(engine: SearchEngine, place: Place, grades: dict[str, int], kind: str) -> float:
    """nDCG@10 of the order for a territory. grades: key of a record -> 0 to 3."""
    hits = engine.search(SearchQuery(kind=kind, near=place, size=DEPTH)).hits
    gained = _dcg([grades.get(hit.key, 0) for hit in hits])
    return gained / (_dcg(sorted(grades.values(), reverse=True)[:DEPTH]) or 1.0)


def _dcg(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
