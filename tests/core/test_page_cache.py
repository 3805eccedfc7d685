"""A page is kept for visitors until something public changes, and only for visitors."""

import pytest
from django.core.cache import caches
from wagtail.models import PageViewRestriction

from catalogue.models import OwnerConfirmation
from core.page_cache import ALIAS
from events.models import Interest, Proposal
from tests.catalogue.test_sheet_page import words
from tests.events.factories import published as event_page
from tests.events.visitors import call
from tests.factories import AuthorityFactory, editor, published

# Real commits: the version is raised after them.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_real_cache(settings):
    backend = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": ALIAS}
    settings.CACHES = {"default": backend, ALIAS: backend}
    caches[ALIAS].clear()


@pytest.fixture
def sheet():
    return published()


def url(sheet) -> str:
    return f"/projets/{sheet.slug}/"


def test_a_warm_page_asks_the_database_one_thing(visitor, sheet, django_assert_num_queries):
    first = visitor.get(url(sheet))
    with django_assert_num_queries(1):
        second = visitor.get(url(sheet))
    assert second.content == first.content
    assert "Content-Security-Policy" in second.headers


def test_what_is_published_is_seen_at_once(visitor, sheet):
    visitor.get(url(sheet))
    sheet.title = "Un autre titre"
    sheet.save_revision().publish()
    assert "Un autre titre" in visitor.get(url(sheet)).content.decode()


def test_a_fact_from_outside_the_editor_is_seen_at_once(visitor, sheet):
    visitor.get(url(sheet))
    OwnerConfirmation.objects.create(sheet=sheet, confirmed_on="2026-03-04")
    assert "4 mars 2026" in words(visitor.get(url(sheet)).content.decode())


def test_a_renamed_authority_is_seen_at_once(visitor, sheet):
    visitor.get(url(sheet))
    sheet.authority.name = "Nouveau-Nom"
    sheet.authority.save()
    assert "Nouveau-Nom" in visitor.get(url(sheet)).content.decode()


def test_a_page_that_becomes_private_is_gone_at_once(visitor, sheet):
    assert visitor.get(url(sheet)).status_code == 200
    PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    assert visitor.get(url(sheet)).status_code == 302


def test_an_account_neither_fills_nor_reads_it(client, visitor, sheet):
    PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    client.force_login(editor())
    assert client.get(url(sheet)).status_code == 200
    assert visitor.get(url(sheet)).status_code == 302


def test_compressed_and_plain_are_kept_apart(visitor, sheet):
    packed = visitor.get(url(sheet), headers={"Accept-Encoding": "gzip"})
    plain = visitor.get(url(sheet))
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert b"<html" in plain.content


def test_what_visitors_send_leaves_the_kept_pages_alone(visitor, django_assert_num_queries):
    """A burst of interests for one event must not empty the cache of the whole site."""
    event, sheet, authority = event_page(slug="x"), published(), AuthorityFactory()
    project_call = call(event)
    visitor.get("/agenda/x/")
    Interest.objects.create(event=event, sheet=sheet, authority=authority, email="a@b.invalid")
    Proposal.objects.create(
        call=project_call, authority=authority, submission_key="1", title="Un projet"
    ).delete()
    with django_assert_num_queries(1):
        visitor.get("/agenda/x/")
