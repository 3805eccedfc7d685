"""What one answer asks of tantivy: nothing twice."""

import collections

import pytest

from core.records import Record
from search import facets
from search.engines.queries import SearchQuery
from search.engines.tantivy import TantivyEngine


class Counted:
    """A searcher that counts what it is asked."""

    def __init__(self, searcher, calls):
        self._searcher, self._calls = searcher, calls

    def __getattr__(self, name):
        self._calls[name] += 1
        return getattr(self._searcher, name)


@pytest.fixture
def asked_of(tmp_path, monkeypatch):
    """A query -> how many searches and counts of facets its answer takes, its words known already."""
    engine = TantivyEngine(tmp_path)
    names = ["cantine", "école", "vélo", "drone", "forêt", "marché", "piscine", "théâtre"]
    engine.rebuild(
        Record(
            key=f"projet:{number}",
            kind="projet",
            title=name,
            summary=f"{name} numérique" if number % 2 else name,
            body="",
            url=f"/{number}/",
            date=None,
            facets={"theme": (f"t{number % 2}",)},
        )
        for number, name in enumerate(names)
    )
    calls: collections.Counter = collections.Counter()

    def ask(**options):
        query = SearchQuery(kind="projet", **options)
        engine.search(query)
        snapshot = engine.in_service.current()
        with monkeypatch.context() as patched:
            patched.setattr(snapshot, "searcher", Counted(snapshot.searcher, calls))
            calls.clear()
            answer = engine.search(query, facets=facets.names())
        assert answer.total
        return calls["search"], calls["aggregate"]

    return ask


def test_words_that_all_stand_in_the_sheets_take_one_search(asked_of):
    assert asked_of(text="cantine") == (1, 1)
    assert asked_of() == (1, 1)


def test_sheets_with_a_part_of_the_words_take_a_second_one_and_their_missing_words_a_third(
    asked_of,
):
    assert asked_of(text="cantine vélo") == (3, 1)


def test_a_page_that_is_full_asks_for_no_others(asked_of):
    assert asked_of(text="école numérique", size=1) == (1, 1)


def test_each_facet_with_a_selection_is_counted_once_more(asked_of):
    assert asked_of(text="vélo", filters={"theme": ("t0", "t1")}) == (1, 2)


def test_the_total_is_no_search_of_its_own(asked_of):
    assert asked_of(text="numérique", sort="date") == (1, 1)
