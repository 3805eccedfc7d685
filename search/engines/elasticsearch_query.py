"""From a SearchQuery to Elasticsearch's query language. No text of a visitor is ever parsed there."""

import math

from core.records import Place
from search.engines.base import BOOSTS, TIE, order_range
from search.engines.documents import TEXTS, facet_field, place_field
from search.engines.elasticsearch_client import Q, Search
from search.engines.elasticsearch_index import EMPTY
from search.engines.queries import DATE, NEARNESS, SOONEST, SearchQuery
from search.engines.resembling import telling
from search.text.parsing import Clause
from search.text.synonyms import Phrase
from territories import comparison

MAX_BUCKETS = 1_000  # values of one facet that are counted
# The most that relevance may add, as a part of the smallest step between two sums of the ladder.
RELEVANCE_SHARE = 0.5
# A term's share of BM25 stays under its idf, idf under ln(1 + 2 × documents): 15 for a million.
LARGEST_TERM_SCORE = 15 * (BOOSTS["title"] + TIE * (BOOSTS["summary"] + BOOSTS["body"]))
FIELDS = [f"{name}^{boost:g}" for name, boost in BOOSTS.items()]


def matching(query: SearchQuery, *filters) -> Q:
    """What the words, the kind and the days of a query find, scored by the words alone."""
    found = list(filters)
    if query.kind:
        found.append(Q("term", kind=query.kind))
    if days := order_range(query):
        found.append(Q("range", order={"gte": days[0], "lte": days[1]}))
    return Q(
        "bool",
        must=[_clause(clause) for clause in query.parsed.required],
        must_not=[_clause(clause) for clause in query.parsed.excluded],
        filter=found,
    )


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


def search(query: SearchQuery, facets: list[str]) -> Search:
    """Hits and counts in one request: the selections are applied after the counts are made."""
    found = ranked(query, matching(query))
    asked = _listed(query, found, query.offset, query.size)
    parts: dict = {"filter": filters(query)}
    if query.near and query.own_apart:
        parts["must_not"] = [own(query.near)]
    if any(parts.values()):
        asked = asked.post_filter("bool", **parts)
    together = [name for name in facets if name not in query.filters]
    _count(asked, "together", together, filters(query))
    for name in facets:
        if name in query.filters:
            _count(asked, f"but_{name}", [name], filters(query, ignoring=name))
    return asked


def own_search(query: SearchQuery, place: Place, limit: int) -> Search:
    """Hits of the very territory: by relevance or date, for they are all equally near."""
    return _listed(query, matching(query, *filters(query), own(place)), 0, limit)


def similar(key: str, vectors: dict) -> Search | None:
    """Records that share the most telling words of one. vectors: of the record, see the `_termvectors` call.

    None when it has no word that another record has.
    """
    texts = {name: vectors[name] for name in TEXTS if vectors.get(name)}
    # Each text holds a word, if need be `EMPTY`: so many records are there in all.
    records = max((text["field_statistics"]["doc_count"] for text in texts.values()), default=0)
    words = [
        Q("term", **{name: {"value": term, "boost": weight}})
        for weight, name, term in telling(
            (
                (name, term, told["term_freq"], told.get("doc_freq", 0))
                for name, text in texts.items()
                for term, told in text["terms"].items()
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
        should=words,
        minimum_should_match=1,
        filter=[Q("term", kind=kind)],
        must_not=[Q("ids", values=[key])],
    )
    asked = Search().query(found).source(False).extra(stored_fields=["payload"])
    return asked.sort({"_score": "desc"}, {"order": "desc"})


def counts(answer: dict) -> dict[str, dict[str, int]]:
    """facet -> value -> count, from the aggregations of `search`."""
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in group[name]["buckets"]}
        for group in answer.values()
        for name in group
        if name != "doc_count"
    }


def ranked(query: SearchQuery, found: Q) -> Q:
    """The same hits, comparable territories first when the query says so."""
    if query.order != NEARNESS or query.near is None:
        return found
    clauses = comparison.clauses(query.near)
    rungs = [
        Q("constant_score", filter=Q("bool", filter=_conditions(one)), boost=one.weight)
        for one in clauses
    ]
    words = sum(
        len(phrase)
        for clause in query.parsed.required
        for wording in clause.wordings
        for phrase in wording
    )
    if not words or not rungs:
        return Q("bool", filter=[found], should=rungs, minimum_should_match=0)
    step = math.gcd(*(int(clause.weight) for clause in clauses))  # weights are whole numbers
    scaled = Q("bool", must=[found], boost=RELEVANCE_SHARE * step / (LARGEST_TERM_SCORE * words))
    return Q("bool", must=[scaled], should=rungs, minimum_should_match=0)


def _listed(query: SearchQuery, found: Q, offset: int, size: int) -> Search:
    listed = Search().query(found).source(False)
    listed = listed.extra(stored_fields=["payload"], track_total_hits=True, from_=offset, size=size)
    match query.order:
        case order if order == SOONEST:
            return listed.sort({"order": "asc"})
        case order if order == DATE:
            return listed.sort({"order": "desc"})
    return listed.sort({"_score": "desc"}, {"order": "desc"})


def _count(asked: Search, group: str, names: list[str], selections: list[Q]) -> None:
    if not names:
        return
    bucket = asked.aggs.bucket(group, "filter", filter=Q("bool", filter=selections))
    for name in names:
        bucket.bucket(name, "terms", field=facet_field(name), size=MAX_BUCKETS)


def _clause(clause: Clause) -> Q:
    wordings = [_wording(wording) for wording in clause.wordings]
    if len(wordings) == 1:
        return wordings[0]
    return Q("dis_max", queries=wordings)


def _wording(wording: tuple[Phrase, ...]) -> Q:
    parts = [_in_any_field(phrase) for phrase in wording]
    return parts[0] if len(parts) == 1 else Q("bool", must=parts)


def _in_any_field(phrase: Phrase) -> Q:
    """The terms in their positions, "_" in between where the visitor had other words."""
    row = ["_"] * (phrase[-1][0] + 1)
    for position, term in phrase:
        row[position] = term
    return Q(
        "multi_match",
        query=" ".join(row),
        type="best_fields" if len(phrase) == 1 else "phrase",
        analyzer="terms",
        fields=FIELDS,
        tie_breaker=TIE,
    )


def _conditions(clause: comparison.Clause) -> list[Q]:
    return [
        Q("term", **{place_field(one.field): one.value})
        if isinstance(one, comparison.Term)
        else Q("range", **{place_field(one.field): {"gte": one.low, "lte": one.high}})
        for one in clause.conditions
    ]
