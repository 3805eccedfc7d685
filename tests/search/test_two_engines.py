"""Both engines on the real sheets: the same counts, and nearly the same ten best."""

import datetime
import json
from pathlib import Path

import pytest

from core.records import Place, Record
from search import facets
from search.engines.queries import SearchQuery
from search.engines.tantivy import TantivyEngine
from search.text.highlighting import Highlighter
from tests.search import elasticsearch_server as server

pytestmark = [
    pytest.mark.elasticsearch,
    server.needs_server,
    pytest.mark.xdist_group("site"),  # one process loads the sheets, once
]

QUERIES = (Path(__file__).parent / "overlap.txt").read_text(encoding="utf-8").splitlines()
MARCEL = Place("47031", "commune", "commune", 5_846, "200096956", "47", "75", 0.63, 44.17)
DUMP = """
import json
from dataclasses import asdict
from search.index import sources
print(json.dumps([asdict(one) for one in sources.all_records()], default=str))
"""


@pytest.fixture(scope="module")
def engines(prepared, tmp_path_factory):
    records = [_record(one) for one in json.loads(prepared.run(DUMP))]
    folder = tmp_path_factory.mktemp("two")
    embedded, served = TantivyEngine(folder / "index"), server.engine_in(folder)
    for engine in (embedded, served):
        assert engine.rebuild(records) == len(records)
    yield embedded, served
    server.remove_indexes(served)


def _record(values: dict) -> Record:
    day = values["date"]
    return Record(
        **values
        | {
            "date": datetime.date.fromisoformat(day) if day else None,
            "place": Place(**values["place"]) if values["place"] else None,
            "facets": {name: tuple(found) for name, found in values["facets"].items()},
        }
    )


def keys(hits) -> list[str]:
    return [hit.key for hit in hits]


def test_counts_are_equal_and_nine_of_the_ten_best_are_shared(engines):
    shares, firsts = [], []
    for text in QUERIES:
        asked = SearchQuery(text, kind="projet", size=10)
        one, other = (engine.search(asked, facets=facets.names()) for engine in engines)
        assert one.total == other.total, text
        assert one.facets == other.facets, text
        if one.hits:
            best, others = keys(one.hits), keys(other.hits)
            shares.append(len(set(best) & set(others)) / len(best))
            firsts.append(best[0] == others[0])
    overlap, same_first = sum(shares) / len(shares), sum(firsts) / len(firsts)
    print(
        f"{len(shares)} queries: overlap {overlap:.3f}, lowest {min(shares):.1f}, first {same_first:.2f}"
    )
    assert len(shares) > 40
    assert overlap >= 0.9
    assert min(shares) >= 0.7
    assert same_first >= 0.9


def test_orders_by_date_and_territory_are_the_same(engines):
    for options in ({"sort": "date"}, {"sort": "chronologie"}, {"near": MARCEL, "own_apart": True}):
        for text in ("", "numérique"):
            if text and "near" in options:
                continue  # relevance breaks the ties there
            asked = SearchQuery(text, kind="projet", size=100, **options)
            one, other = (engine.search(asked) for engine in engines)
            assert keys(one.hits) == keys(other.hits)
            assert keys(one.own_hits) == keys(other.own_hits)


def test_words_spelling_and_extracts_are_the_same(engines):
    embedded, served = engines
    assert embedded.terms("num") == served.terms("num")
    assert sorted(embedded.terms()) == sorted(served.terms())
    for word in ("dematerialsation", "citoyene", "ecoel", "telerelve", "numrique", "xyzxyz", "eux"):
        assert embedded.near_terms(word) == served.near_terms(word), word
    asked = SearchQuery("médiation numérique", size=5, sort="date")
    marks = Highlighter(asked.parsed.phrases())
    shown = [
        [(marks.title(hit.title), marks.extract(hit.title, hit.summary, hit.lines)) for hit in page]
        for page in (engine.search(asked).hits for engine in engines)
    ]
    assert shown[0] == shown[1]
    assert "<mark>" in str(shown[0])


def test_similar_sheets_are_nearly_the_same(engines):
    embedded, served = engines
    known = keys(embedded.search(SearchQuery(kind="projet", size=40, sort="date")).hits)
    shares = []
    for key in known:
        best, others = keys(embedded.similar(key, 3)), keys(served.similar(key, 3))
        shares.append(len(set(best) & set(others)) / max(len(best), 1))
    print(f"similar: {sum(shares) / len(shares):.3f}")
    assert sum(shares) / len(shares) >= 0.95
