"""What apps declare of themselves, and how one that forgot is named."""

import re
from pathlib import Path

import pytest
from django.apps import AppConfig, apps

from catalogue.models import OwnerConfirmation, ProjectPage, ProjectPartner
from core import checks, retention
from core.declarations import declared_content, is_content, project_apps
from events.models import Proposal
from users.models import User

TEMPLATES = Path(__file__).parent.parent.parent / "templates"


@pytest.fixture
def taxonomy(monkeypatch):
    """Its declarations, to be changed one at a time."""
    app = apps.get_app_config("taxonomy")

    def change(name, value):
        monkeypatch.setattr(app, name, value)
        declared_content.cache_clear()

    yield change
    declared_content.cache_clear()


def ids(check) -> list[str]:
    return [error.id for error in check(None)]


def test_pages_and_their_rows_are_content_and_what_visitors_send_is_not():
    assert is_content(ProjectPage)
    assert is_content(ProjectPartner)
    assert is_content(ProjectPage.other_themes.through)
    assert is_content(OwnerConfirmation)
    assert not is_content(Proposal)
    assert not is_content(User)


def test_an_app_that_declares_nothing_is_named(taxonomy):
    assert ids(checks.apps_declare_themselves) == []
    taxonomy("__class__", AppConfig)
    assert ids(checks.apps_declare_themselves) == ["core.E001"]


def test_a_model_of_which_nothing_is_said_is_named(taxonomy):
    assert ids(checks.models_are_content_or_not) == []
    taxonomy("content", ("Theme",))
    (error,) = checks.models_are_content_or_not(None)
    assert (error.id, "Tool" in error.msg) == ("core.E002", True)


def test_a_name_that_no_model_has_is_named(taxonomy):
    taxonomy("not_content", ("Tol",))
    assert ids(checks.models_are_content_or_not) == ["core.E003"]


def test_a_list_that_no_group_may_open_is_named(taxonomy):
    assert ids(checks.groups_may_use_the_admin_lists) == []
    taxonomy("rights", {})
    assert ids(checks.groups_may_use_the_admin_lists) == ["core.E004", "core.E004"]
    taxonomy("only_administrators", ("Theme", "Tool"))
    assert ids(checks.groups_may_use_the_admin_lists) == []


def test_a_slot_filled_with_nothing_is_named(taxonomy):
    assert ids(checks.slots_are_filled_with_templates) == []
    taxonomy("slots", {"sheet": "nulle/part.html"})
    assert ids(checks.slots_are_filled_with_templates) == ["core.E005"]


def test_every_slot_that_is_filled_stands_in_a_template():
    standing = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% slot "(\w+)" %}', path.read_text(encoding="utf-8"))
    }
    assert {name for app in project_apps() for name in app.slots} <= standing


def test_a_request_of_visitors_that_nothing_forgets_is_named(monkeypatch):
    assert ids(checks.requests_of_visitors_are_forgotten) == []
    kept = [
        rule
        for rule in retention.registered()
        if "projet proposé pour un événement et" not in rule.what
    ]
    monkeypatch.setattr(retention, "_registered", {rule.what: rule for rule in kept})
    [error] = checks.requests_of_visitors_are_forgotten(None)
    assert (error.id, error.obj) == ("core.E006", Proposal)
