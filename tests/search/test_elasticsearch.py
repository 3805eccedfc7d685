"""What is of Elasticsearch alone: analysis, names of indexes, agreement with the embedded engine."""

import pytest

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch_index import EMPTY, alias_of, stem_of, text, version
from search.engines.queries import SearchQuery
from search.text import analysis
from tests.search import elasticsearch_server as server
from tests.search.corpus import keys, query, simple

pytestmark = [pytest.mark.elasticsearch, server.needs_server]


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    made = server.engine_in(tmp_path_factory.mktemp("server"))
    made.rebuild([])
    yield made
    server.remove_indexes(made)


def names(engine) -> set[str]:
    known = engine.server.patiently().indices.get_alias(index=f"{stem_of(engine.address)}*")
    return set(known)


def analysed(engine, terms: str) -> str:
    """Terms in order, "_" where a position is empty."""
    answer = engine.server.patiently().indices.analyze(
        index=engine.alias, analyzer="terms", text=text(terms)
    )
    at = {token["position"]: token["token"] for token in answer["tokens"]}
    return " ".join(at.get(position, "_") for position in range(max(at, default=-1) + 1))


def test_the_server_takes_our_terms_as_they_are(mine):
    for typed in (
        "gestion de la relation",
        "élu(e)s, R.G.P.D. et 10 000 habitant·e·s",
        "日本語 œuvré",
    ):
        terms = analysis.indexed(typed)
        assert analysed(mine, terms) == terms
    assert analysed(mine, EMPTY) == EMPTY


def test_indexes_are_named_by_place_and_version_and_swapped_by_an_alias(tmp_path):
    engine = server.engine_in(tmp_path, SEARCH_ENVIRONMENT="essai")
    server.remove_indexes(engine)
    try:
        assert engine.needs_rebuild()
        engine.rebuild([simple(1, title="Cantine")])
        (first,) = names(engine)
        assert first.startswith(f"essaim-test-essai-records-{version()}-2")
        engine.rebuild([simple(2, title="Piscine")])
        (second,) = names(engine)
        assert second != first
        assert not engine.needs_rebuild()
        assert keys(engine.search(SearchQuery()).hits) == ["projet:2"]
    finally:
        server.remove_indexes(engine)


def test_another_version_keeps_its_index_until_it_is_two_behind(tmp_path, monkeypatch):
    engine = server.engine_in(tmp_path)
    client = engine.server.patiently()
    old = f"{stem_of(engine.address)}s0a1-20200101000000-aaaaaa"
    older = f"{stem_of(engine.address)}s0a0-20190101000000-ffffff"
    killed = f"{alias_of(engine.address)}-20200101000000-abcdef"
    for name in (old, older):
        client.indices.create(index=name, aliases={name[:-22]: {}})
    client.indices.create(index=killed)
    try:
        engine.rebuild([])
        assert old in names(engine)
        assert older not in names(engine)
        assert killed not in names(engine)
    finally:
        server.remove_indexes(engine)


def test_without_an_index_nothing_is_invented(tmp_path):
    engine = server.engine_in(tmp_path)
    for call in (
        lambda: engine.search(SearchQuery("cantine"), facets=["theme"]),
        lambda: engine.count(SearchQuery()),
        lambda: engine.write([simple(1, title="Cantine")], []),
        lambda: engine.write([], ["projet:1"]),
        lambda: engine.similar("projet:1"),
        lambda: list(engine.stamps()),
        engine.generation,
        engine.terms,
    ):
        with pytest.raises(EngineUnavailable, match="no index"):
            call()
    assert engine.needs_rebuild()
    assert not engine.health().ok


def test_shards_give_the_same_order_as_one(tmp_path, mine):
    titles = ["Cantine", "Cantine scolaire", "Une cantine pour tous", "Menus", "La cantine du lac"]
    records = [simple(number, title=title) for number, title in enumerate(titles * 8, start=1)]
    several = server.engine_in(tmp_path, SEARCH_SHARDS=3)
    try:
        several.rebuild(records)
        mine.rebuild(records)
        asked = query("cantine", size=40)
        assert keys(several.search(asked).hits) == keys(mine.search(asked).hits)
        settings = several.server.patiently().indices.get_settings(index=several.alias)
        (found,) = settings.values()
        assert found["settings"]["index"]["number_of_shards"] == "3"
    finally:
        server.remove_indexes(several)
