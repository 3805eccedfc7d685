from dataclasses import replace

import pytest
from django.core import checks
from wagtail.models import Page, get_page_models

from core import kinds
from core.facets import YEAR


def found() -> list[str]:
    return [one.id for one in checks.run_checks(tags=["search"])]


def test_the_project_is_wired():
    assert found() == []


def test_forgotten_page_types_are_named(monkeypatch):
    types = [model for model in get_page_models() if model is not Page]
    monkeypatch.setattr(kinds, "_kinds", [])
    assert found() == ["search.W001"] * (len(types) - len(kinds._not_searched))
    monkeypatch.setattr(kinds, "_not_searched", set())
    assert found() == ["search.W001"] * len(types)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"shows": {"taxonomy.Theme": ("main_them",)}}, "search.E001"),
        ({"shows": {"taxonomy.Them": ("main_theme",)}}, "search.E001"),
        ({"named_by": {"no label": ("main_theme",)}}, "search.E001"),
        ({"model": "catalogue.Absent"}, "search.E001"),
        ({"text_fields": ("titel",)}, "search.E001"),
        ({"facets": (replace(YEAR, name="periode"),)}, "search.E002"),
        ({"facets": (replace(YEAR, label="Millésime"),)}, "search.E002"),
        ({"key": "evenement"}, "search.E003"),
        ({"model": "events.EventPage"}, "search.E003"),
        ({"listing": replace(kinds.listings()[0], kind="autre")}, "search.E004"),
        ({"facets": (YEAR,)}, "search.E004"),
        ({"component": "components/absent.html"}, "search.E005"),
    ],
)
def test_a_declaration_that_would_fail_later_is_an_error(monkeypatch, changes, expected):
    sheets, *others = kinds.all_kinds()
    monkeypatch.setattr(kinds, "_kinds", [replace(sheets, **changes), *others])
    assert expected in found()
