"""The editors' list: dead ones first, with the day on which they were last seen open and what holds them."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from links import gathering
from links.models import Link
from links.verdicts import Verdict
from tests.factories import SheetFactory, UserFactory, editor

from .test_gathering import source

pytestmark = pytest.mark.django_db

DEAD = "https://mort.fr/bulletin"


@pytest.fixture
def desk():
    client = Client()
    client.force_login(editor())
    return client


@pytest.fixture
def sheet():
    made = SheetFactory(title="Le budget de Baugy", sources=[source(DEAD), source("https://a.fr/")])
    gathering.gather_everything()
    day = timezone.make_aware(datetime.datetime(2026, 3, 4, 12))
    Link.objects.filter(address=DEAD).update(
        verdict=Verdict.MISSING,
        said="404",
        worked_at=day,
        checked_at=timezone.now(),
        failures=3,
        failing_since=day,
        dead_since=timezone.now(),
    )
    return made


def read(desk, query: str = "") -> str:
    return desk.get(f"/admin/liens/{query}").content.decode()


def test_a_dead_link_with_its_sheet_and_when_it_was_last_seen(desk, sheet):
    page = read(desk)
    assert DEAD in page
    assert "page introuvable (404)" in page
    assert "le 04/03/2026" in page
    assert f"/admin/pages/{sheet.pk}/edit/" in page
    assert "Le budget de Baugy" in page
    assert "https://a.fr/" not in page
    assert "CHECK_LINKS" in page  # off on this machine


def test_the_form_of_the_sheet_says_which_source_is_dead_and_since_when(desk, sheet):
    Link.objects.filter(address="https://a.fr/").update(worked_at=timezone.now())
    sheet.sources.add(source(DEAD, archived_url="https://archive.fr/1"))
    sheet.sources.add(source("https://b.fr/pas-publiee"))
    sheet.save_revision()
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(f"/admin/pages/{sheet.pk}/edit/").content.decode()
    assert page.count("ne s’ouvre plus depuis le 4 mars 2026") == 2
    assert page.count("page introuvable, 404") == 2
    assert page.count("vue ouverte le 4 mars 2026") == 2
    assert page.count(f"https://web.archive.org/web/*/{DEAD}") == 1  # of the one without a copy
    assert len([one for one in asked if "links_link" in one["sql"]]) == 1


def test_choices(desk, sheet):
    assert "https://a.fr/" in read(desk, "?etat=tous")
    assert DEAD not in read(desk, "?etat=ouverts")
    assert DEAD in read(desk, "?etat=n-importe-quoi")


def test_checked_before_its_turn(desk, sheet):
    link = Link.objects.get(address=DEAD)
    Link.objects.filter(pk=link.pk).update(next_check=timezone.now() + datetime.timedelta(days=9))
    answer = desk.post(f"/admin/liens/{link.pk}/verifier/?etat=tous")
    assert answer["Location"] == "/admin/liens/?etat=tous"
    link.refresh_from_db()
    assert link.next_check <= timezone.now()


def test_an_address_of_another_scheme_is_no_link(desk):
    SheetFactory(context='<p><a href="javascript://x/%0aalert(1)">a</a></p>')
    gathering.gather_everything()
    page = read(desk, "?etat=tous")
    assert "javascript://x/" in page
    assert 'href="javascript' not in page


def test_nobody_else(sheet, client):
    assert client.get("/admin/liens/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/admin/liens/").status_code in (302, 403)


def test_statements_do_not_grow_with_links(desk, sheet, django_assert_max_num_queries):
    for number in range(8):
        SheetFactory(sources=[source(f"https://b.fr/{number}")])
    gathering.gather_everything()
    with django_assert_max_num_queries(30):  # most of them the menu’s and the session’s
        read(desk, "?etat=tous")


def test_the_list_of_sheets_finds_those_with_a_dead_link(desk, sheet):
    other = SheetFactory(title="Une fiche saine", sources=[source("https://a.fr/")])
    page = desk.get("/admin/fiches/?dead_link=oui").content.decode()
    assert "Le budget de Baugy" in page
    assert other.title not in page
