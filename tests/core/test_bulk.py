"""Bulk actions: all of the list is what the list shows, and the page that asks again asks the database once for all."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from tests.factories import AuthorityFactory, SheetFactory, draft, editor, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def address(action: str, list_query: str = "", ids: str = "all", of: str = "") -> str:
    """As bulk-actions.js makes it: the parameters of the list, what was chosen, and where to go back."""
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    back = f"{of or reverse('fiches:index')}{'?' if list_query else ''}{list_query}"
    query = f"{list_query}&" if list_query else ""
    return f"{path}?{query}id={ids}&next={quote(back)}"


def named(client, where: str) -> set[str]:
    html = client.get(where).content.decode()
    return set(re.findall(r'/edit/" target="_blank" rel="noreferrer">([^<]+)</a>', html))


class TestAllOfTheList:
    def test_is_what_the_list_shows(self, desk):
        draft(title="Un", status="idee")
        draft(title="Deux", status="termine")
        assert named(desk, address("publish", "status=idee")) == {"Un"}
        assert named(desk, address("publish", "q=deux")) == {"Deux"}
        assert named(desk, address("publish")) == {"Un", "Deux"}
        assert named(desk, address("publish", "view=inconnue")) == {"Un", "Deux"}

    @pytest.mark.parametrize("query", ["status=idee&theme=parti", "status=parti"])
    def test_is_nothing_where_a_filter_is_not_understood(self, desk, query):
        sheet = draft(title="Un", status="idee")
        for ask in (desk.get, desk.post):
            assert ask(address("publish", query)).status_code == 404
        sheet.refresh_from_db()
        assert not sheet.live

    def test_and_no_other_page_of_the_site(self, admin_client):
        sheet = published(title="Une fiche")
        assert named(admin_client, address("unpublish")) == {"Une fiche"}
        admin_client.post(address("unpublish"))
        assert list(Page.objects.filter(live=False).values_list("title", flat=True)) == [
            sheet.title
        ]

    def test_of_no_list_is_nothing(self, admin_client):
        draft(title="Une fiche")
        assert admin_client.get(address("publish", of="/admin/")).status_code == 404
        assert (
            admin_client.get(address("publish", of="https://elsewhere.invalid/")).status_code == 404
        )

    def test_in_the_explorer_as_it_is_filtered(self, admin_client):
        sheet = draft(title="Une fiche")
        published(title="En ligne")
        parent = sheet.get_parent()
        explorer = reverse("wagtailadmin_explore", args=[parent.pk])
        where = f"{address('publish', 'q=fiche', of=explorer)}&childOf={parent.pk}"
        assert named(admin_client, where) == {"Une fiche"}

    def test_it_is_done_and_what_is_refused_is_named(self, desk):
        good = draft(title="Prête", status="idee")
        bad = draft(title="Incomplète", status="idee", summary="")
        other = draft(title="Ailleurs", status="termine")
        html = desk.post(address("publish", "status=idee"), follow=True).content.decode()
        assert "Incomplète" in html
        assert {
            page.title
            for page in Page.objects.filter(pk__in=[good.pk, bad.pk, other.pk], live=True)
        } == {"Prête"}

    def test_a_thousand_refusals_are_counted(self, desk):
        for number in range(23):
            draft(title=f"Incomplète {number}", summary="")
        html = desk.post(address("publish"), follow=True).content.decode()
        assert "3 autres pages sont refusées" in html


UNKNOWN = ["abc", "", "-1", "²", "1.5", "\x00", "2147483648", "9" * 20, "9" * 400]


def every_action() -> list[tuple[str, str, str]]:
    bulk_action_registry.get_bulk_actions_for_model("", "")
    return [
        (app, model, action)
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    ]


def test_a_key_that_cannot_be_is_not_found_by_any_action(admin_client):
    actions = every_action()
    assert {app for app, _, _ in actions} >= {"wagtailcore", "core", "users", "network"}
    ids = "&".join(f"id={quote(key)}" for key in UNKNOWN)
    for where in actions:
        path = reverse("wagtail_bulk_action", args=where)
        for ask in (admin_client.get, admin_client.post):
            assert ask(f"{path}?{ids}&next=/admin/").status_code == 404, where


@pytest.mark.parametrize("of", ["wagtailcore/page/publish", "core/picture/delete"])
def test_nor_is_all_of_a_place_that_cannot_be(admin_client, of):
    for key in UNKNOWN:
        asked = f"/admin/bulk/{of}/?id=all&childOf={quote(key)}&next=/admin/"
        assert admin_client.get(asked).status_code == 404, key


def test_beside_one_that_cannot_be_the_others_stay(desk):
    sheet = draft(title="Prête")
    keys = f"abc&id={sheet.pk}&id={'9' * 20}"
    assert named(desk, address("publish", ids=keys)) == {"Prête"}


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_the_statements_of_the_confirmation_do_not_grow(admin_client, action):
    make = published if action == "unpublish" else draft
    authority = AuthorityFactory()

    def count() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert admin_client.get(address(action)).status_code == 200
        return len(statements)

    make(authority=authority)
    count()
    before = count()
    for _ in range(8):
        make(authority=authority)
    assert count() <= before


def test_the_statements_of_the_deed_grow_by_the_same_for_each(desk):
    def count(sheets: int) -> int:
        Page.objects.filter(title__startswith="Un projet").delete()
        for _ in range(sheets):
            SheetFactory(live=False).save_revision()
        with CaptureQueriesContext(connection) as statements:
            assert desk.post(address("publish")).status_code == 302
        return len(statements)

    count(1)
    two, four = count(2), count(4)
    six = count(6)
    assert six - four <= four - two
