"""What any engine must answer, by brute force over a list of records: slow, short, without an index.

It shares the text analysis and the query parsing with the engines, and nothing else.
"""

from collections import Counter

from core.records import Record
from search.engines.base import order_of
from search.engines.queries import DATE, NEARNESS, SOONEST, SearchQuery
from search.text import analysis
from search.text.parsing import Clause
from search.text.synonyms import Phrase
from territories import comparison

FIELDS = ("title", "summary", "body")


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
        and all(holds(clause, record) for clause in query.parsed.required)
        and not any(holds(clause, record) for clause in query.parsed.excluded)
    ]


def holds(clause: Clause, record: Record) -> bool:
    return any(
        all(any(contains(getattr(record, name), phrase) for name in FIELDS) for phrase in wording)
        for wording in clause.wordings
    )


def contains(text: str, phrase: Phrase) -> bool:
    terms = analysis.indexed(text).split()
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
