"""What any engine must answer, by brute force over a list of records: slow, short, without an index.

It shares the text analysis, the query parsing and the rule of the ladder with the engines, and nothing else.
"""

from collections import Counter
from functools import lru_cache

from core.records import Record
from search.engines.base import order_of
from search.engines.documents import SHORTEST_WORD, SPELT, TEXTS
from search.engines.ladder import Ladder, ladder
from search.engines.queries import DATE, NEARNESS, SOONEST, SearchQuery
from search.text import analysis
from search.text.parsing import Clause
from search.text.spelling import Vocabulary
from search.text.synonyms import Phrase
from territories import comparison


def found(records: list[Record], query: SearchQuery, *, ignoring: str = "") -> list[Record]:
    return [
        record
        for record in records
        if (not query.kind or record.kind == query.kind)
        and (not query.since or (record.date is not None and record.date >= query.since))
        and (not query.until or record.date is None or record.date <= query.until)
        and all(
            set(values) & set(record.facets.get(name, ()))
            for name, values in query.filters.items()
            if name != ignoring
        )
        and is_found(rungs_of(records, query), record)
    ]


def is_found(rungs: Ladder, record: Record) -> bool:
    held = sum(holds(one.clause, record) for one in rungs.counted)
    return (
        all(holds(clause, record) for clause in rungs.strict)
        and not any(holds(clause, record) for clause in rungs.parsed.excluded)
        and (not rungs.words or held >= rungs.needed)
    )


def missing(rungs: Ladder, record: Record) -> tuple[str, ...]:
    """Words as typed that a record does not hold."""
    return tuple(one.clause.typed for one in rungs.words if not holds(one.clause, record))


_ladders: dict = {}


def rungs_of(records: list[Record], query: SearchQuery) -> Ladder:
    """How much is needed, by the words counted one by one. The rule itself is that of the engines."""
    key = (id(records), query.parsed, query.kind, id(query.synonyms))
    if key in _ladders:
        return _ladders[key]
    of_kind = [record for record in records if not query.kind or record.kind == query.kind]
    words = Counter(
        word.lower()
        for record in records
        for word in {word for name in SPELT for word in analysis.words(getattr(record, name))}
        if len(word) >= SHORTEST_WORD and analysis.term(word)
    )

    def count(clauses):
        found = [sum(holds(clause, record) for record in of_kind) for clause in clauses]
        return len(of_kind), found

    _ladders[key] = ladder(query, count, Vocabulary(words.items()).near)
    return _ladders[key]


def holds(clause: Clause, record: Record) -> bool:
    fields = (clause.field,) if clause.field else TEXTS
    return any(
        all(any(contains(getattr(record, name), phrase) for name in fields) for phrase in wording)
        for wording in clause.wordings
    )


@lru_cache(maxsize=50_000)
def indexed(text: str) -> list[str]:
    return analysis.indexed(text).split()


def contains(text: str, phrase: Phrase) -> bool:
    terms = indexed(text)
    return any(
        all(
            start + offset < len(terms) and terms[start + offset] == term for offset, term in phrase
        )
        for start in range(len(terms))
    )


def counts(records: list[Record], query: SearchQuery, name: str) -> dict[str, int]:
    """Values of a facet among what is found when the facet's own selection does not count."""
    values = Counter()
    for record in found(records, query, ignoring=name):
        values.update(set(record.facets.get(name, ())))
    return dict(values)


def ordered(records: list[Record], query: SearchQuery) -> list[Record]:
    """The order of what is found, where words do not decide it: by date, or by territory alone."""
    assert query.order in (DATE, SOONEST) or (query.order == NEARNESS and not query.parsed.required)
    hits = sorted(found(records, query), key=order_of, reverse=query.order != SOONEST)
    if query.order == NEARNESS:
        hits.sort(key=lambda record: rungs(query, record), reverse=True)
    return hits


def rungs(query: SearchQuery, record: Record) -> float:
    return comparison.score(query.near, record.place) if record.place else 0.0
