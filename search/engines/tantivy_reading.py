"""What tantivy is asked for one answer: pages of hits in their order, totals, counts of facets."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import tantivy
from tantivy import Occur, Query

from search.engines.base import Hit
from search.engines.documents import facet_field
from search.engines.ladder import Ladder
from search.engines.map_places import MOST_PLACES, ON_MAP
from search.engines.queries import DATE, SOONEST, SearchQuery
from search.engines.tantivy_query import among, any_of, beyond, clause_of, ranked, whole
from search.engines.tantivy_service import Snapshot

MAX_BUCKETS = 1_000  # values of one facet that are counted
BITS = 24  # of the words that one search tells of
# Hits read beyond the page, for the case that it cuts a tie: more cost next to nothing, a second search as much again.
TIE_MARGIN = 100


class Listed(NamedTuple):
    hits: list[Hit]
    total: int
    whole: int


def listed(
    snapshot: Snapshot,
    query: SearchQuery,
    rungs: Ladder,
    kept: list[tuple[Occur, Query]],
    total: int,
    offset: int,
    size: int,
) -> Listed:
    """Those with all the words, then the others, each in the order of the query.

    kept: what else must hold, or must not. total: how many there are in all.
    """

    def kept_of(found: Query) -> Query:
        return Query.boolean_query([(Occur.Must, found), *kept]) if kept else found

    hits: list = []
    whole_total = 0
    if rungs.can_be_whole:
        hits, whole_total = _hits(
            snapshot, kept_of(whole(query, rungs)), query, rungs, offset, size
        )
    if not rungs.is_soft:
        return Listed([hit for hit, _ in hits], total, whole_total)
    wanted = min(size - len(hits), total - max(whole_total, offset))
    if wanted > 0:
        first = max(0, offset - whole_total)
        others, _ = _hits(snapshot, kept_of(beyond(query, rungs)), query, rungs, first, wanted)
        hits += _without_their_words(snapshot.searcher, rungs, others)
    return Listed([hit for hit, _ in hits], total, whole_total)


def _hits(
    snapshot: Snapshot,
    found: Query,
    query: SearchQuery,
    rungs: Ladder,
    offset: int,
    size: int,
) -> tuple[list[tuple[Hit, tantivy.DocAddress]], int]:
    searcher = snapshot.searcher
    if not size:
        return [], count(searcher, found)
    if query.order in (DATE, SOONEST):
        way = tantivy.Order.Asc if query.order == SOONEST else tantivy.Order.Desc
        result = searcher.search(
            found, limit=size, offset=offset, count=True, order_by_field="order", order=way
        )
        return [(snapshot.hit(where), where) for _, where in result.hits], result.count
    hits, total = best(searcher, ranked(query, rungs, found), offset + size)
    return [(snapshot.hit(where), where) for _, where in hits[offset:]], total


def counts(
    searcher: tantivy.Searcher, query: SearchQuery, rungs: Ladder, names: Sequence[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many are found, and the counts of each facet, its own selection put aside."""
    found = among(query, rungs)
    together = [name for name in names if name not in query.filters]
    total, values = _count_values(searcher, found, together) if together else (None, {})
    for name in names:
        if name in query.filters:
            values |= _count_values(searcher, among(query, rungs, ignoring=name), [name])[1]
    if total is None:
        total = count(searcher, found)
    return total, {name: values[name] for name in names}


def _without_their_words(searcher, rungs: Ladder, hits: list) -> list:
    """The hits, each with the words that it does not hold."""
    held = _held_words(searcher, rungs, [hit.key for hit, _ in hits])
    told = []
    for hit, where in hits:
        holds = held.get((where.segment_ord, where.doc), 0)
        missing = (one.clause.typed for bit, one in enumerate(rungs.words) if not holds >> bit & 1)
        told.append((replace(hit, missing=tuple(missing)), where))
    return told


def _held_words(searcher, rungs: Ladder, keys: list[str]) -> dict[tuple[int, int], int]:
    """(segment, document) -> the words of the query that it holds, one bit each.

    Asked as the score of one search: words add powers of two, which a float of 32 bits adds without loss up to 24.
    """
    held: dict[tuple[int, int], int] = {}
    listed = any_of("key", keys)
    for first in range(0, len(rungs.words), BITS):
        words = [
            (Occur.Should, Query.const_score_query(clause_of(one.clause), float(1 << bit)))
            for bit, one in enumerate(rungs.words[first : first + BITS])
            if one.records
        ]
        found = Query.boolean_query([(Occur.Must, listed), *words])
        for score, where in searcher.search(found, limit=len(keys), count=False).hits:
            place = (where.segment_ord, where.doc)
            held[place] = held.get(place, 0) | int(score) << first
    return held


def count(searcher: tantivy.Searcher, found: Query) -> int:
    return searcher.search(Query.const_score_query(found, 0.0), limit=1, count=True).count


def best(searcher: tantivy.Searcher, found: Query, wanted: int) -> tuple[list, int]:
    """The best `wanted` hits and the total: (score, address), equal scores put in order.

    tantivy leaves equal scores in the order of its files, which changes with every merge: where the page
    cuts a tie, the whole tie is read.
    """
    limit = wanted + TIE_MARGIN
    while True:
        result = searcher.search(found, limit=limit, count=True)
        hits = result.hits
        if len(hits) < limit or hits[wanted - 1][0] != hits[-1][0]:
            break
        limit = min(limit * 8, result.count + 1)
    if len(hits) > wanted:
        last = hits[wanted - 1][0]
        hits = list(itertools.takewhile(lambda hit: hit[0] >= last, hits))
    if len({score for score, _ in hits}) < len(hits):
        orders = searcher.fast_field_values("order", [where for _, where in hits])
        ranks = sorted(range(len(hits)), key=lambda rank: (-hits[rank][0], -orders[rank]))
        hits = [hits[rank] for rank in ranks]
    return hits[:wanted], result.count


def _count_values(
    searcher: tantivy.Searcher, found: Query, names: list[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    aggregations: dict = {
        name: {
            "terms": {
                "field": facet_field(name),
                "size": MOST_PLACES if name == ON_MAP else MAX_BUCKETS,
            }
        }
        for name in names
    }
    # Every record has an order: as many as are found.
    answer = searcher.aggregate(found, aggregations | {"": {"value_count": {"field": "order"}}})
    return int(answer[""]["value"]), {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
        for name in names
    }
