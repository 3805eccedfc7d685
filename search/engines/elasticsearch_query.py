"""From a SearchQuery to Elasticsearch's query language. No text of a visitor is ever parsed there."""

import math
from collections.abc import Sequence

from core.records import Place
from search.engines.base import BOOSTS, LARGEST_SUM, TIE, order_range
from search.engines.documents import TEXTS, facet_field, place_field
from search.engines.elasticsearch_client import Q, Search
from search.engines.elasticsearch_index import EMPTY
from search.engines.ladder import EXACT_SHARE, IDF_SHARE, Ladder, Weighed
from search.engines.map_places import MOST_PLACES, ON_MAP
from search.engines.queries import DATE, NEARNESS, SOONEST, SearchQuery
from search.engines.resembling import steps, telling
from search.text.parsing import Clause
from search.text.synonyms import Phrase
from territories import comparison

WHOLE = "whole"  # the aggregation that counts the hits with all the words
MAX_BUCKETS = 1_000  # values of one facet that are counted
# The most that relevance may add, as a part of the smallest step between two sums of the ladder.
RELEVANCE_SHARE = 0.5
# A term's share of BM25 stays under its idf, idf under ln(1 + 2 × documents): 15 for a million.
LARGEST_TERM_SCORE = 15 * LARGEST_SUM
FIELDS = [f"{name}^{boost:g}" for name, boost in BOOSTS.items()]


# Above any sum of a record's score: those with all the words come first. A power of two keeps the digits of what is added.
RUNG_OF_ALL = 2.0**14


def matching(query: SearchQuery, rungs: Ladder, *filters) -> Q:
    """What the words, the kind and the days of a query find, scored by how many and which of the words, then by
    the words themselves; `all_of` is not counted in."""
    found = list(filters)
    if query.kind:
        found.append(Q("term", kind=query.kind))
    if days := order_range(query):
        found.append(Q("range", order={"gte": days[0], "lte": days[1]}))
    if query.only:
        found.append(Q("ids", values=list(query.only)))
    must = [_clause(clause) for clause in rungs.strict]
    should: list[Q] = []
    if not rungs.is_soft:
        must += [_clause(one.clause) for one in rungs.words]
        should += [exact for one in rungs.words for exact in _exact(one)]
    else:
        must.append(_enough(rungs))
        should += _bonus(rungs)
    return Q(
        "bool",
        must=must,
        should=should,
        minimum_should_match=0,
        must_not=[
            *(_clause(clause) for clause in rungs.parsed.excluded),
            *([Q("ids", values=list(query.besides))] if query.besides else []),
        ],
        filter=found,
    )


def words_of(clauses: Sequence[Clause], kind: str) -> Search:
    """How many records of a kind there are, and how many hold each of the clauses."""
    found = Q("term", kind=kind) if kind else Q("match_all")
    asked = Search().query("bool", filter=[found]).extra(size=0, track_total_hits=True)
    named = {str(number): _clause(clause).to_dict() for number, clause in enumerate(clauses)}
    asked.aggs.bucket("words", "filters", filters=named)
    return asked


def all_of(rungs: Ladder) -> Q:
    """Records that hold all the words."""
    if not rungs.can_be_whole:
        return Q("match_none")
    return Q("bool", filter=[_clause(one.clause) for one in rungs.words])


def _enough(rungs: Ladder) -> Q:
    if not rungs.counted:
        return Q("match_none")
    return Q(
        "bool",
        should=[_clause(one.clause) for one in rungs.counted],
        minimum_should_match=rungs.needed,
    )


def _bonus(rungs: Ladder) -> list[Q]:
    counted = {one.clause.wordings for one in rungs.counted}
    found = []
    for number, one in enumerate((*rungs.words, *rungs.more)):
        if not one.records:
            continue
        clause = _clause(one.clause)
        if one.clause.wordings not in counted:
            found.append(clause)
        found.append(
            Q("constant_score", filter=clause, boost=IDF_SHARE * one.idf, _name=str(number))
        )
        found += _exact(one)
    return found


def _exact(one: Weighed) -> list[Q]:
    """The word as typed, in a record of that very form."""
    if not one.clause.is_word or not one.records or one.clause.field:
        return []
    word = Q("term", words=one.clause.typed.lower())
    return [Q("constant_score", filter=word, boost=EXACT_SHARE * one.idf)]


def filters(query: SearchQuery, *, ignoring: str = "") -> list[Q]:
    """The selections of the facets; `ignoring`: the facet whose selection does not count."""
    return [
        Q("terms", **{facet_field(name): list(values)})
        for name, values in query.filters.items()
        if name != ignoring
    ]


def own(place: Place) -> Q:
    """Records of that very territory."""
    return Q("term", **{place_field("code"): place.code})


def search(query: SearchQuery, rungs: Ladder, facets: list[str]) -> Search:
    """Hits and counts in one request: the selections are applied after the counts are made."""
    asked = _listed(query, rungs, matching(query, rungs), query.offset, query.size)
    parts: dict = {"filter": filters(query)}
    if query.near and query.own_apart:
        parts["must_not"] = [own(query.near)]
    if any(parts.values()):
        asked = asked.post_filter("bool", **parts)
    if rungs.is_soft:
        asked.aggs.bucket(
            WHOLE, "filter", filter=Q("bool", filter=[*filters(query), all_of(rungs)])
        )
    together = [name for name in facets if name not in query.filters]
    _count(asked, "together", together, filters(query))
    for name in facets:
        if name in query.filters:
            _count(asked, f"but_{name}", [name], filters(query, ignoring=name))
    return asked


def own_search(query: SearchQuery, place: Place, rungs: Ladder, limit: int) -> Search:
    """Hits of the very territory: by relevance or date, for they are all equally near."""
    found = matching(query, rungs, *filters(query), own(place))
    return _listed(query, rungs, found, 0, limit)


def similar(key: str, vectors: dict, first: Sequence[tuple[str, str]] = ()) -> Search | None:
    """Records that share the most telling words of one, `first` as in `SearchEngine.similar`. vectors: of the record,
    see the `_termvectors` call.

    None when it has no word that another record has.
    """
    texts = {name: vectors[name] for name in TEXTS if vectors.get(name)}
    # Each text holds a word, if need be `EMPTY`: so many records are there in all.
    records = max((text["field_statistics"]["doc_count"] for text in texts.values()), default=0)
    words = [
        Q("term", **{name: {"value": term, "boost": weight}})
        for weight, name, term in telling(
            (
                (name, term, counts["term_freq"], counts.get("doc_freq", 0))
                for name, text in texts.items()
                for term, counts in text["terms"].items()
                if term != EMPTY
            ),
            records,
        )
    ]
    if not words:
        return None
    (kind,) = vectors["kind"]["terms"]
    found = Q(
        "bool",
        must=[Q("bool", should=words, minimum_should_match=1)],
        should=[
            Q("constant_score", filter=Q("term", **{facet_field(name): value}), boost=weight)
            for weight, name, value in steps(first)
        ],
        filter=[Q("term", kind=kind)],
        must_not=[Q("ids", values=[key])],
    )
    asked = Search().query(found).source(False).extra(stored_fields=["payload"])
    return asked.sort({"_score": "desc"}, {"order": "desc"})


def counts(answer: dict) -> dict[str, dict[str, int]]:
    """facet -> value -> count, from the aggregations of `search`."""
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in group[name]["buckets"]}
        for title, group in answer.items()
        if title != WHOLE
        for name in group
        if name != "doc_count"
    }


def ranked(query: SearchQuery, rungs: Ladder, found: Q) -> Q:
    """The same hits, comparable territories first when the query says so."""
    if query.order != NEARNESS or query.near is None:
        return found
    clauses = comparison.clauses(query.near)
    near = [
        Q("constant_score", filter=Q("bool", filter=_conditions(one)), boost=one.weight)
        for one in clauses
    ]
    words = rungs.parsed.size
    if not words or not near:
        return Q("bool", filter=[found], should=near, minimum_should_match=0)
    step = math.gcd(*(int(clause.weight) for clause in clauses))  # weights are whole numbers
    largest = LARGEST_TERM_SCORE * words + rungs.largest_bonus
    scaled = Q("bool", must=[found], boost=RELEVANCE_SHARE * step / largest)
    return Q("bool", must=[scaled], should=near, minimum_should_match=0)


def _listed(query: SearchQuery, rungs: Ladder, found: Q, offset: int, size: int) -> Search:
    order = {"order": "asc" if query.order == SOONEST else "desc"}
    by_day = query.order in (DATE, SOONEST)
    if not by_day:
        found = ranked(query, rungs, found)
    if rungs.is_soft:
        # By day, the words still say which of them a hit lacks, and count for nothing.
        scored = Q("bool", must=[found], boost=0) if by_day else found
        first = Q("constant_score", filter=all_of(rungs), boost=RUNG_OF_ALL)
        found = Q("bool", must=[scored], should=[first], minimum_should_match=0)
    listed = Search().query(found).source(False)
    listed = listed.extra(stored_fields=["payload"], track_total_hits=True, from_=offset, size=size)
    if by_day and not rungs.is_soft:
        return listed.sort(order)
    return listed.sort({"_score": "desc"}, order)


def _count(asked: Search, group: str, names: list[str], selections: list[Q]) -> None:
    if not names:
        return
    bucket = asked.aggs.bucket(group, "filter", filter=Q("bool", filter=selections))
    for name in names:
        size = MOST_PLACES if name == ON_MAP else MAX_BUCKETS
        bucket.bucket(name, "terms", field=facet_field(name), size=size)


def _clause(clause: Clause) -> Q:
    fields = [clause.field] if clause.field else FIELDS
    wordings = [_wording(wording, fields) for wording in clause.wordings]
    if len(wordings) == 1:
        return wordings[0]
    return Q("dis_max", queries=wordings)


def _wording(wording: tuple[Phrase, ...], fields: list[str]) -> Q:
    parts = [_in_any_field(phrase, fields) for phrase in wording]
    return parts[0] if len(parts) == 1 else Q("bool", must=parts)


def _in_any_field(phrase: Phrase, fields: list[str]) -> Q:
    """The terms in their positions, "_" in between where the visitor had other words."""
    row = ["_"] * (phrase[-1][0] + 1)
    for position, term in phrase:
        row[position] = term
    return Q(
        "multi_match",
        query=" ".join(row),
        type="best_fields" if len(phrase) == 1 else "phrase",
        analyzer="terms",
        fields=fields,
        tie_breaker=TIE,
    )


def _conditions(clause: comparison.Clause) -> list[Q]:
    return [
        Q("term", **{place_field(one.field): one.value})
        if isinstance(one, comparison.Term)
        else Q("range", **{place_field(one.field): {"gte": one.low, "lte": one.high}})
        for one in clause.conditions
    ]
