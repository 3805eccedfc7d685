from django.core import checks

from search.index import sources
from search.index.checks import facets_do_not_clash, shown_words_are_reachable


def test_the_project_is_wired():
    assert checks.run_checks(tags=["search"]) == []


def test_forgotten_page_types_are_named(monkeypatch):
    monkeypatch.setattr(sources, "SOURCES", ())
    assert [one.id for one in checks.run_checks(tags=["search"])] == ["search.W001"] * 4


def test_a_way_that_leads_nowhere_is_an_error(monkeypatch):
    wrong = sources.Source(
        kind="x", model="catalogue.ProjectPage", label="X", shows={"taxonomy.Theme": ("main_them",)}
    )
    monkeypatch.setattr(sources, "SOURCES", (wrong,))
    (error,) = shown_words_are_reachable(None)
    assert error.id == "search.E001"
    assert facets_do_not_clash(None) == []
