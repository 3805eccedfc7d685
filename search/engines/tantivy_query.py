"""From a SearchQuery to tantivy's queries. tantivy's own parser never sees a visitor's text."""

import math

import tantivy
from tantivy import Occur, Query

from core.records import Place
from search.engines.base import BOOSTS, LARGEST_SUM, TIE, order_range
from search.engines.documents import facet_field, place_field
from search.engines.ladder import EXACT_SHARE, IDF_SHARE, Ladder, Weighed
from search.engines.queries import NEARNESS, SearchQuery
from search.engines.tantivy_schema import schema
from search.text.parsing import Clause
from search.text.synonyms import Phrase
from territories import comparison

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
    found = [(Occur.Must, _any_of(field, values)) for field, values in parts]
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
    return _with_the_rest(query, rungs, [*must, *should], ignoring)


def partly(query: SearchQuery, rungs: Ladder, *, ignoring: str = "") -> Query:
    """Records that hold enough of the words, scored by how many and which, then by the words themselves."""
    if not rungs.is_soft:
        return whole(query, rungs, ignoring=ignoring)
    return _with_the_rest(query, rungs, [(Occur.Must, _enough(rungs)), *_bonus(rungs)], ignoring)


def among(query: SearchQuery, rungs: Ladder, *, ignoring: str = "") -> Query:
    """The records of `partly`, to be counted: without a score, in a third of the time."""
    words = [(Occur.Must, _enough(rungs))] if rungs.words else []
    if not rungs.is_soft:
        words = [(Occur.Must, _clause(one.clause)) for one in rungs.words]
    return _with_the_rest(query, rungs, words, ignoring)


def beyond(query: SearchQuery, rungs: Ladder) -> Query:
    """Those of `partly` that are not among `whole`."""
    every = Query.boolean_query([(Occur.Must, _clause(one.clause)) for one in rungs.words])
    return Query.boolean_query([(Occur.Must, partly(query, rungs)), (Occur.MustNot, every)])


def clause_of(clause: Clause, kind: str = "") -> Query:
    """Records of a kind that hold one thing."""
    parts = [(Occur.Must, _clause(clause))]
    if kind:
        parts.append((Occur.Must, _any_of("kind", (kind,))))
    return Query.boolean_query(parts)


def _enough(rungs: Ladder) -> Query:
    if not rungs.counted:
        return Query.empty_query()
    return Query.boolean_query(
        [(Occur.Should, _clause(one.clause)) for one in rungs.counted],
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
    clause = _clause(one.clause)
    return [clause, Query.const_score_query(clause, IDF_SHARE * one.idf), *_exact(one)]


def _exact(one: Weighed) -> list[Query]:
    """The word as typed, in a record of that very form."""
    if not one.clause.is_word or not one.records or one.clause.field:
        return []
    word = Query.term_query(schema(), "words", one.clause.typed.lower(), index_option="basic")
    return [Query.const_score_query(word, EXACT_SHARE * one.idf)]


def _with_the_rest(query, rungs: Ladder, words: list, ignoring: str) -> Query:
    must = [(Occur.Must, _clause(clause)) for clause in rungs.strict]
    must += filter_queries(query, ignoring=ignoring)
    parts = [*words, *must]
    if not parts:
        parts = [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0))]
    parts += [(Occur.MustNot, _clause(clause)) for clause in rungs.parsed.excluded]
    if query.besides:
        parts.append((Occur.MustNot, _any_of("key", query.besides)))
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
    clauses = comparison.clauses(query.near)
    if not clauses:
        return found
    step = math.gcd(*(int(clause.weight) for clause in clauses))  # weights are whole numbers
    words = rungs.parsed.size
    largest = LARGEST_TERM_SCORE * words + rungs.largest_bonus
    scale = RELEVANCE_SHARE * step / largest if words else 1.0
    near = [(Occur.Should, Query.const_score_query(_rung(one), one.weight)) for one in clauses]
    return Query.boolean_query([(Occur.Must, Query.boost_query(found, scale)), *near])


def _clause(clause: Clause) -> Query:
    boosts = {clause.field: 1.0} if clause.field else BOOSTS
    wordings = [_wording(wording, boosts) for wording in clause.wordings]
    if len(wordings) == 1:
        return wordings[0]
    return Query.disjunction_max_query(wordings)


def _wording(wording: tuple[Phrase, ...], boosts: dict[str, float]) -> Query:
    parts = [_in_any_field(phrase, boosts) for phrase in wording]
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def _in_any_field(phrase: Phrase, boosts: dict[str, float]) -> Query:
    fields = []
    for name, boost in boosts.items():
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
