"""From a SearchQuery to tantivy's queries. tantivy's own parser never sees a visitor's text."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import tantivy
from tantivy import Occur, Query

from core.records import Place
from search.engines.base import BOOSTS, LARGEST_SUM, TIE, order_range
from search.engines.documents import facet_field, place_field
from search.engines.ladder import EXACT_SHARE, IDF_SHARE, Ladder, Weighed
from search.engines.queries import NEARNESS, SearchQuery
from search.engines.tantivy_schema import ANYWHERE, schema
from search.text.parsing import Clause
from search.text.synonyms import Phrase
from territories import comparison

PLACES = 200  # whose ladders are kept: each page of a visitor asks for his own again
MADE = 1_000  # clauses whose queries are kept: one answer asks each of its own several times
# The most that relevance may add, as a part of the smallest step between two sums of the ladder.
RELEVANCE_SHARE = 0.5
# A term's share of BM25 stays under idf × (k1 + 1) = idf × 2.2; with the boosts and the tie, under
# idf × 2.2 × `LARGEST_SUM`; idf stays under ln(1 + 2 × documents), 15 for a million.
LARGEST_TERM_SCORE = 15 * 2.2 * LARGEST_SUM


def filter_queries(query: SearchQuery, *, ignoring: str = "") -> list[tuple[Occur, Query]]:
    """Filters as sets of constant score 0; `ignoring`: the facet whose selection does not count."""
    parts: list[tuple[str, tuple[str, ...]]]
    parts = [("kind", (query.kind,))] if query.kind else []
    parts += [
        (facet_field(name), values) for name, values in query.filters.items() if name != ignoring
    ]
    found = [(Occur.Must, any_of(field, values)) for field, values in parts]
    if days := order_range(query):
        within = Query.range_query(schema(), "order", tantivy.FieldType.Unsigned, *days)
        found.append((Occur.Must, Query.const_score_query(within, 0.0)))
    return found


def whole(query: SearchQuery, rungs: Ladder, *, ignoring: str = "") -> Query:
    """Records that hold all the words, scored by them alone."""
    must = [(Occur.Must, _clause(one.clause)) for one in rungs.words]
    more = [found for one in rungs.words for found in _exact(one)]
    more += [found for one in rungs.more for found in _held(one)]
    should = [(Occur.Should, found) for found in more] if must else []
    return _with_the_rest(query, rungs, [*must, *should], ignoring, _clause)


def partly(query: SearchQuery, rungs: Ladder, *, ignoring: str = "") -> Query:
    """Records that hold enough of the words, scored by how many and which, then by the words themselves."""
    if not rungs.is_soft:
        return whole(query, rungs, ignoring=ignoring)
    words = [(Occur.Must, _enough(rungs, _clause)), *_bonus(rungs)]
    return _with_the_rest(query, rungs, words, ignoring, _clause)


def among(query: SearchQuery, rungs: Ladder, *, ignoring: str = "") -> Query:
    """The records of `partly`, to be counted: without a score, in a third of the time."""
    words = [(Occur.Must, _enough(rungs, _holding))] if rungs.words else []
    if not rungs.is_soft:
        words = [(Occur.Must, _holding(one.clause)) for one in rungs.words]
    return _with_the_rest(query, rungs, words, ignoring, _holding)


def beyond(query: SearchQuery, rungs: Ladder) -> Query:
    """Those of `partly` that are not among `whole`."""
    every = Query.boolean_query([(Occur.Must, _holding(one.clause)) for one in rungs.words])
    return Query.boolean_query([(Occur.Must, partly(query, rungs)), (Occur.MustNot, every)])


def clause_of(clause: Clause, kind: str = "") -> Query:
    """Records of a kind that hold one thing."""
    parts = [(Occur.Must, _holding(clause))]
    if kind:
        parts.append((Occur.Must, any_of("kind", (kind,))))
    return Query.boolean_query(parts)


def _enough(rungs: Ladder, query_of: Callable[[Clause], Query]) -> Query:
    if not rungs.counted:
        return Query.empty_query()
    return Query.boolean_query(
        [(Occur.Should, query_of(one.clause)) for one in rungs.counted],
        minimum_number_should_match=rungs.needed,
    )


def _bonus(rungs: Ladder) -> list[tuple[Occur, Query]]:
    counted = {one.clause.wordings for one in rungs.counted}
    found = []
    for one in (*rungs.words, *rungs.more):
        scored, *constant = _held(one) or (None,)
        found += (
            constant if one.clause.wordings in counted or scored is None else [scored, *constant]
        )
    return [(Occur.Should, one) for one in found]


def _held(one: Weighed) -> list[Query]:
    """What a word adds where it is held: the words' own score, its share of idf, its exact form."""
    if not one.records:
        return []
    share = Query.const_score_query(_holding(one.clause), IDF_SHARE * one.idf)
    return [_clause(one.clause), share, *_exact(one)]


def _exact(one: Weighed) -> list[Query]:
    """The word as typed, in a record of that very form."""
    if not one.clause.is_word or not one.records or one.clause.field:
        return []
    word = Query.term_query(schema(), "words", one.clause.typed.lower(), index_option="basic")
    return [Query.const_score_query(word, EXACT_SHARE * one.idf)]


def _with_the_rest(query, rungs: Ladder, words: list, ignoring: str, query_of) -> Query:
    must = [(Occur.Must, query_of(clause)) for clause in rungs.strict]
    must += filter_queries(query, ignoring=ignoring)
    parts = [*words, *must]
    if not parts:
        parts = [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0))]
    parts += [(Occur.MustNot, _holding(clause)) for clause in rungs.parsed.excluded]
    if query.besides:
        parts.append((Occur.MustNot, any_of("key", query.besides)))
    if query.only:
        parts.append((Occur.Must, _one_of(query.only)))
    return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)


def own(place: Place) -> Query:
    """Records of that very territory."""
    return Query.const_score_query(
        Query.term_query(schema(), place_field("code"), place.code, index_option="basic"), 0.0
    )


def ranked(query: SearchQuery, rungs: Ladder, found: Query) -> Query:
    """The same hits in the order of the query: comparable territories first when it says so."""
    if query.order != NEARNESS or query.near is None:
        return found
    step, near = _comparable(query.near)
    words = rungs.parsed.size
    largest = LARGEST_TERM_SCORE * words + rungs.largest_bonus
    scale = RELEVANCE_SHARE * step / largest if words else 1.0
    return Query.boolean_query([(Occur.Must, Query.boost_query(found, scale)), *near])


@lru_cache(PLACES)
def _comparable(place: Place) -> tuple[int, list[tuple[Occur, Query]]]:
    """The smallest step between two sums of the ladder as seen from a place, and its rungs."""
    clauses = comparison.clauses(place)
    rungs = [(Occur.Should, Query.const_score_query(_rung(one), one.weight)) for one in clauses]
    return math.gcd(*(int(one.weight) for one in clauses)), rungs  # weights are whole numbers


@lru_cache(MADE)
def _clause(clause: Clause) -> Query:
    """Records that hold a clause, scored by where and how often."""
    return _any_wording(clause, _scored)


@lru_cache(MADE)
def _holding(clause: Clause) -> Query:
    """The same records, whatever their score."""
    return _any_wording(clause, _anywhere)


def _any_wording(clause: Clause, query_of: Callable[[Phrase, str], Query]) -> Query:
    wordings = []
    for wording in clause.wordings:
        parts = [query_of(phrase, clause.field) for phrase in wording]
        all_of = Query.boolean_query([(Occur.Must, part) for part in parts])
        wordings.append(parts[0] if len(parts) == 1 else all_of)
    return wordings[0] if len(wordings) == 1 else Query.disjunction_max_query(wordings)


def _anywhere(phrase: Phrase, field: str) -> Query:
    if len(phrase) > 1:  # all of it in one text
        return _scored(phrase, field)
    return Query.term_query(schema(), field or ANYWHERE, phrase[0][1], index_option="basic")


def _scored(phrase: Phrase, field: str) -> Query:
    fields = []
    boosts = {field: 1.0} if field else BOOSTS
    for name, boost in boosts.items():
        if len(phrase) == 1:
            one = Query.term_query(schema(), name, phrase[0][1])
        else:
            one = Query.phrase_query(schema(), name, list(phrase))
        fields.append(one if boost == 1.0 else Query.boost_query(one, boost))
    return Query.disjunction_max_query(fields, TIE)


def any_of(field: str, values: Sequence[str]) -> Query:
    """Records with one of the values, all of score 0. tantivy's own set of terms takes ten times as long: it makes an
    automaton of them at each search."""
    terms = [Query.term_query(schema(), field, value, index_option="basic") for value in values]
    one = Query.boolean_query([(Occur.Should, term) for term in terms])
    return Query.const_score_query(terms[0] if len(terms) == 1 else one, 0.0)


@lru_cache(16)
def _one_of(keys: tuple[str, ...]) -> Query:
    """Asked of many queries in a row."""
    return any_of("key", keys)


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
