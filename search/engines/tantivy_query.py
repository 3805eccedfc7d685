"""From a SearchQuery to tantivy's queries. tantivy's own parser never sees a visitor's text."""

import math

import tantivy
from tantivy import Occur, Query

from core.records import Place
from search.engines.base import BOOSTS, TIE, order_range
from search.engines.documents import facet_field, place_field
from search.engines.queries import NEARNESS, SearchQuery
from search.engines.tantivy_schema import schema
from search.text.parsing import Clause
from search.text.synonyms import Phrase
from territories import comparison

# The most that relevance may add, as a part of the smallest step between two sums of the ladder.
RELEVANCE_SHARE = 0.5
# A term's share of BM25 stays under idf × (k1 + 1) = idf × 2.2; with the boosts and the tie, under
# idf × 2.2 × (4 + 0.3 × 3); idf stays under ln(1 + 2 × documents), 15 for a million.
LARGEST_TERM_SCORE = 15 * 2.2 * (BOOSTS["title"] + TIE * (BOOSTS["summary"] + BOOSTS["body"]))


def words_query(query: SearchQuery) -> tuple[list[tuple[Occur, Query]], list[tuple[Occur, Query]]]:
    """What must match with a score, and what must not."""
    must = [(Occur.Must, _clause(clause)) for clause in query.parsed.required]
    must_not = [(Occur.MustNot, _clause(clause)) for clause in query.parsed.excluded]
    return must, must_not


def filter_queries(query: SearchQuery, *, ignoring: str = "") -> list[tuple[Occur, Query]]:
    """Filters as sets of constant score 0; `ignoring`: the facet whose selection does not count."""
    parts: list[tuple[str, tuple[str, ...]]]
    parts = [("kind", (query.kind,))] if query.kind else []
    parts += [
        (facet_field(name), values) for name, values in query.filters.items() if name != ignoring
    ]
    found = [(Occur.Must, _any_of(field, values)) for field, values in parts]
    if days := order_range(query):
        within = Query.range_query(schema(), "order", tantivy.FieldType.Unsigned, *days)
        found.append((Occur.Must, Query.const_score_query(within, 0.0)))
    return found


def matching(query: SearchQuery, *, ignoring: str = "") -> Query:
    """What a query finds, scored by its words alone."""
    must, must_not = words_query(query)
    must += filter_queries(query, ignoring=ignoring)
    if not must:
        must = [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0))]
    if len(must) == 1 and not must_not:
        return must[0][1]
    return Query.boolean_query(must + must_not)


def own(place: Place) -> Query:
    """Records of that very territory."""
    return Query.const_score_query(
        Query.term_query(schema(), place_field("code"), place.code, index_option="basic"), 0.0
    )


def ranked(query: SearchQuery, found: Query) -> Query:
    """The same hits in the order of the query: comparable territories first when it says so."""
    if query.order != NEARNESS or query.near is None:
        return found
    clauses = comparison.clauses(query.near)
    if not clauses:
        return found
    step = math.gcd(*(int(clause.weight) for clause in clauses))  # weights are whole numbers
    words = sum(
        len(phrase)
        for clause in query.parsed.required
        for wording in clause.wordings
        for phrase in wording
    )
    scale = RELEVANCE_SHARE * step / (LARGEST_TERM_SCORE * words) if words else 1.0
    rungs = [(Occur.Should, Query.const_score_query(_rung(one), one.weight)) for one in clauses]
    return Query.boolean_query([(Occur.Must, Query.boost_query(found, scale)), *rungs])


def _clause(clause: Clause) -> Query:
    wordings = [_wording(wording) for wording in clause.wordings]
    if len(wordings) == 1:
        return wordings[0]
    return Query.disjunction_max_query(wordings)


def _wording(wording: tuple[Phrase, ...]) -> Query:
    parts = [_in_any_field(phrase) for phrase in wording]
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def _in_any_field(phrase: Phrase) -> Query:
    fields = []
    for name, boost in BOOSTS.items():
        if len(phrase) == 1:
            one = Query.term_query(schema(), name, phrase[0][1])
        else:
            one = Query.phrase_query(schema(), name, list(phrase))
        fields.append(one if boost == 1.0 else Query.boost_query(one, boost))
    return Query.disjunction_max_query(fields, TIE)


def _any_of(field: str, values: tuple[str, ...]) -> Query:
    if len(values) == 1:
        one = Query.term_query(schema(), field, values[0], index_option="basic")
    else:
        one = Query.term_set_query(schema(), field, list(values))
    return Query.const_score_query(one, 0.0)


def _rung(clause: comparison.Clause) -> Query:
    conditions = [_condition(condition) for condition in clause.conditions]
    if len(conditions) == 1:
        return conditions[0]
    return Query.boolean_query([(Occur.Must, condition) for condition in conditions])


def _condition(condition: comparison.Term | comparison.Range) -> Query:
    field = place_field(condition.field)
    if isinstance(condition, comparison.Term):
        return Query.term_query(schema(), field, condition.value, index_option="basic")
    return Query.range_query(
        schema(), field, tantivy.FieldType.Float, float(condition.low), float(condition.high)
    )
