"""Feeds of sheets and of dates, as RFC 4287 has them."""

from xml.etree import ElementTree

import pytest
import time_machine

from events.models import EventPage
from search.index.outbox import rebuild
from tests.events.factories import change
from tests.events.factories import published as date
from tests.factories import published as sheet

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/projets/fiches.atom", "/agenda/dates.atom"]


def read(visitor, path) -> ElementTree.Element:
    response = visitor.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def text(element, name) -> str:
    return element.find(f"{ATOM}{name}").text


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_its_author_and_says_that_its_text_is_text(path, visitor):
    words = "Tarif <gratuit> & ouvert"
    sheet(title="Une fiche", summary=words)
    date(title="Une date", summary=words)
    rebuild()
    feed = read(visitor, path)
    assert text(feed.find(f"{ATOM}author"), "name")
    (entry,) = feed.iter(f"{ATOM}entry")
    summary = entry.find(f"{ATOM}summary")
    assert summary.get("type") == "text"
    assert words in summary.text


@pytest.mark.parametrize("path", FEEDS)
def test_identifiers_change_with_neither_slug_nor_host(path, visitor, settings):
    pages = [sheet(), date()]
    rebuild()
    before = read(visitor, path)
    for page in pages:
        page.slug = "autre"
        page.save_revision().publish()
    rebuild()
    settings.BASE_URL = "https://autre.exemple.fr"
    after = read(visitor, path)
    for feed in (before, after):
        (entry,) = feed.iter(f"{ATOM}entry")
        assert text(feed, "id").startswith("tag:")
        assert text(entry, "id").startswith("tag:")
    assert text(before, "id") == text(after, "id")
    ids = [text(next(feed.iter(f"{ATOM}entry")), "id") for feed in (before, after)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_does_not_change_by_itself(path, visitor):
    rebuild()
    with time_machine.travel("2026-11-01T10:00:00Z"):
        first = visitor.get(path)
    with time_machine.travel("2026-11-02T10:00:00Z"):
        assert visitor.get(path).content == first.content
        again = visitor.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_sheets_of_a_selection(visitor):
    sheet(title="Cantine", kind="projet")
    sheet(title="Budget", kind="debat_local")
    rebuild()
    found = [text(one, "title") for one in read(visitor, FEEDS[0]).iter(f"{ATOM}entry")]
    assert found == ["Budget", "Cantine"]
    found = read(visitor, f"{FEEDS[0]}?q=cantine").iter(f"{ATOM}entry")
    assert [text(one, "title") for one in found] == ["Cantine"]
    html = visitor.get("/projets/?q=cantine").content.decode()
    assert 'href="/projets/fiches.atom?q=cantine"' in html


def test_a_date_that_changed_says_what_became_of_it(visitor):
    event = date(start="2026-12-03")
    change(event, change="reporte", change_reason="Salle", first_announced="2026-12-03")
    rebuild()
    (entry,) = read(visitor, FEEDS[1]).iter(f"{ATOM}entry")
    assert "reporté" in text(entry, "summary")
    assert "3\u00a0décembre" not in text(entry, "summary")
    assert EventPage.objects.get().change == "reporte"
