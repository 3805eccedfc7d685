"""Sheets that may be of one project: found by authority and title, or by a source; told in the form and in a list; kept apart
once somebody said so."""

import json
import random

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from catalogue.alike import closeness, same_page
from catalogue.duplicates import keep_apart, near, pairs
from catalogue.models import NotDuplicate, ProjectPage, ProjectSource
from catalogue.waiting import waiting
from tests.factories import (
    AuthorityFactory,
    SheetFactory,
    UserFactory,
    catalogue_page,
    draft,
    editor,
)
from tests.page_form import fields_of

pytestmark = pytest.mark.django_db


def source(url: str) -> ProjectSource:
    return ProjectSource(title="Bulletin", url=url, date="2023")


@pytest.fixture
def twins():
    """Two of one commune, and a third of it that is another project."""
    baugy = AuthorityFactory(name="Baugy")
    titles = ("Éclairage public connecté à Baugy", "Un éclairage public connecté", "Budget citoyen")
    return [
        SheetFactory(title=title, authority=baugy, sources=[source(f"https://a.fr/{n}")])
        for n, title in enumerate(titles)
    ]


@pytest.fixture
def desk():
    client = Client()
    client.force_login(editor())
    return client


def found() -> list[tuple[int, int]]:
    return [pair for pair, _ in pairs()]


def test_a_close_title_of_one_authority(twins):
    one, other, _ = twins
    assert found() == [(one.pk, other.pk)]
    SheetFactory(title=one.title)  # of another authority
    assert found() == [(one.pk, other.pk)]


def test_one_source_however_it_is_spelt():
    one = SheetFactory(
        title="Un guichet numérique", sources=[source("https://www.a.fr/b/?utm_source=x")]
    )
    other = SheetFactory(title="Le guichet numérique ouvert", sources=[source("http://a.fr/b#c")])
    SheetFactory(title="Des drones en forêt", sources=[source("https://a.fr/b")])
    assert found() == [(one.pk, other.pk)]


def test_a_report_that_everybody_cites_is_no_sign():
    for _ in range(22):
        SheetFactory(title="Un projet numérique", sources=[source("https://a.fr/rapport")])
    assert found() == []


def test_the_form_says_so_of_a_draft_too(desk, twins):
    sheet = draft(title="Eclairage public connecte", authority=twins[0].authority)
    page = desk.get(f"/admin/pages/{sheet.pk}/edit/").content.decode()
    assert "Cette fiche ressemble à d’autres" in page
    assert "Un éclairage public connecté" in page
    assert f"/admin/doublons/?fiche={sheet.pk}" in page
    other = desk.get(f"/admin/pages/{twins[2].pk}/edit/").content.decode()
    assert "Cette fiche ressemble" not in other


def test_a_sheet_that_is_being_written_is_told_too(desk, twins):
    add = reverse("wagtailadmin_pages:add", args=["catalogue", "projectpage", catalogue_page().pk])
    answer = desk.get(add)
    assert "data-duplicates></div>" in answer.content.decode()
    sent = fields_of(answer) | {
        "title": "Eclairage public connecte",
        "authority": twins[0].authority_id,
    }
    saved = desk.post(add, sent, HTTP_ACCEPT="application/json").json()
    html = desk.get(saved["hydrate_url"]).content.decode()
    assert 'target-value="[data-duplicates]"' in html
    assert "Cette fiche ressemble à d’autres" in html
    sheet = ProjectPage.objects.get(pk=saved["pk"])
    edit = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    sent = fields_of(desk.get(edit)) | {"title": "Des drones en forêt"}
    html = desk.post(edit, sent, HTTP_ACCEPT="application/json").json()["html"]
    assert 'target-value="[data-duplicates]"' in html
    assert "Cette fiche ressemble" not in html


def test_not_a_duplicate_is_kept(desk, twins):
    one, other, _ = twins
    assert "Même porteur et titre proche" in desk.get("/admin/doublons/").content.decode()
    answer = desk.post("/admin/doublons/", {"paire": f"{other.pk}-{one.pk}"}, follow=True)
    assert "Aucun doublon" in answer.content.decode()
    assert NotDuplicate.objects.get().first == one
    assert near(one, one.sources.all()) == []
    keep_apart((one.pk, other.pk), None)
    assert NotDuplicate.objects.count() == 1


@pytest.mark.parametrize(
    "typed", ["", "1", "1-1", "1-2-3", "a-b", "99999999998-99999999999", "²-3"]
)
def test_any_other_pair_is_nothing(desk, twins, typed):
    assert desk.post("/admin/doublons/", {"paire": typed}).status_code == 302
    assert not NotDuplicate.objects.exists()


def test_of_one_sheet_alone(desk, twins):
    one, _, third = twins
    assert "titre proche" in desk.get(f"/admin/doublons/?fiche={one.pk}").content.decode()
    assert "titre proche" not in desk.get(f"/admin/doublons/?fiche={third.pk}").content.decode()


def test_for_who_may_publish(twins, client):
    client.force_login(UserFactory())
    assert client.get("/admin/doublons/").status_code in (302, 403)
    assert waiting(UserFactory()) == []
    assert {line.label: line.count for line in waiting(editor())}["Doublons possibles"] == 1


def test_statements_do_not_grow(twins, desk, django_assert_max_num_queries):
    for number in range(8):
        SheetFactory(title=f"Éclairage public connecté {number}", authority=twins[0].authority)
    with django_assert_max_num_queries(5):  # one reads the sources
        near(twins[0], twins[0].sources.all())
    with django_assert_max_num_queries(30):  # most of them the menu's and the session's
        desk.get("/admin/doublons/")


def test_planted_pairs_of_the_demo_content_are_found_and_few_others():
    """The measure: titles of real sheets, sixty of them told again in other words."""
    rows = json.loads((settings.BASE_DIR / "data/demo/cases.json").read_text(encoding="utf-8"))
    rows = rows if isinstance(rows, list) else rows["cases"]
    dice = random.Random(7)
    planted = 0
    for row in dice.sample(rows, 60):
        words = row["title"].split()
        del words[dice.randrange(len(words))]  # one word less, in another order, without capitals
        dice.shuffle(words)
        planted += closeness(row["title"], " ".join(words).lower()) >= 65
    assert planted == 60
    alarms = sum(
        closeness(one["title"], other["title"]) >= 65
        for place, one in enumerate(rows)
        for other in rows[:place]
        if one["territory"] == other["territory"]
    )
    assert alarms <= 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.a.fr/b/", "http://a.fr/b"),
        ("https://a.fr/b?c=1&utm_medium=x", "https://a.fr/b?c=1#d"),
        ("https://a.fr", "https://a.fr/"),
    ],
)
def test_the_same_page(one, other):
    assert same_page(one) == same_page(other)


def test_other_pages():
    assert same_page("https://a.fr/b?c=1") != same_page("https://a.fr/b?c=2")
    assert same_page("https://[") == "https://["
    assert same_page("") == ""
