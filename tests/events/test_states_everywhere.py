"""What becomes of a date is said wherever it is shown; and what lies beside a page follows it."""

import json
from xml.etree import ElementTree

import pytest
import time_machine
from bs4 import BeautifulSoup
from icalendar import Calendar

from events.choices import Change, Format, Registration
from events.models import EventProject
from events.templatetags.events_tags import next_dates
from events.tours import all_tours, present_tour
from search.index.outbox import rebuild
from tests.events.factories import TourFactory, change, clock, published
from tests.factories import published as published_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def test_a_postponed_date_shows_its_old_day_nowhere(visitor):
    tour = TourFactory(slug="tour")
    sheet = published_sheet()
    event = published(slug="x", tour=tour, projects=[EventProject(sheet=sheet)])
    change(event, change=Change.POSTPONED, change_reason="Salle", first_announced="2026-12-03")
    for path in ("/tournees/tour/", "/tournees/tour/dates/", "/", sheet.get_url()):
        html = visitor.get(path).content.decode()
        assert "Reporté" in html, path
        assert "3\u00a0décembre" not in html, path
    (stage,) = visitor.get("/tournees/tour.json").json()["stages"]
    assert (stage["start"], stage["end"], stage["state"]) == (None, None, "reporte")


def test_a_cancelled_one_is_said_to_be_so(visitor):
    tour = TourFactory(slug="tour")
    sheet = published_sheet()
    event = published(slug="x", tour=tour, projects=[EventProject(sheet=sheet)])
    change(event, change=Change.CANCELLED, change_reason="Neige")
    for path in ("/tournees/tour/", "/tournees/tour/dates/", "/", sheet.get_url()):
        assert "Annulé" in visitor.get(path).content.decode(), path


# --- One function, every place ----------------------------------------------------------------------------

LIST_PAGES = ("/", "/agenda/", "/tournees/tour/", "/tournees/tour/dates/")
CALENDARS = ("/agenda/x.ics", "/tournees/tour.ics", "/agenda/calendrier.ics")
ONLINE = {"format": Format.ONLINE}
STATES = {
    "cancelled": {"change": Change.CANCELLED, "change_reason": "Neige"},
    "put off": {
        "change": Change.POSTPONED, "change_reason": "Salle", "first_announced": "2026-12-03",
    },
    "moved": {
        "change": Change.POSTPONED, "change_reason": "Salle", "first_announced": "2026-12-03", "start": "2027-01-14",
    },
    "online": ONLINE,
    "full": {
        "registration": Registration.ELSEWHERE, "registration_url": "https://i.exemple.fr/", "is_full": True,
    },
}  # fmt: skip


def words_of(response) -> str:
    """What is read of a page: neither marks nor the data for machines."""
    page = BeautifulSoup(response.content, "html.parser")
    for script in page.select("script, style, head"):
        script.decompose()
    return " ".join(page.get_text(" ").replace("\u00a0", " ").replace("\u202f", " ").split())


def events_of(response) -> list[dict]:
    calendar = Calendar.from_ical(response.content)
    return [dict(event) for event in calendar.walk("VEVENT")]


@pytest.mark.parametrize("state", STATES)
def test_every_place_says_the_same_of_a_date(visitor, state):
    tour = TourFactory(slug="tour")
    sheet = published_sheet()
    event = published(
        slug="x",
        tour=tour,
        venue="Salle haute",
        start_time=clock("09:00"),
        end_time=clock("17:00"),
        projects=[EventProject(sheet=sheet)],
    )
    change(event, **STATES[state])
    rebuild()
    lists = {path: words_of(visitor.get(path)) for path in LIST_PAGES}
    page = words_of(visitor.get("/agenda/x/"))
    presented = words_of(visitor.get(sheet.get_url()))
    (stage,) = visitor.get("/tournees/tour.json").json()["stages"]
    (entry,) = entries_of(visitor.get("/agenda/dates.atom"))
    calendars = {path: events_of(visitor.get(path)) for path in CALENDARS}
    json_ld = json.loads(
        BeautifulSoup(visitor.get("/agenda/x/").content, "html.parser")
        .select_one("script[type='application/ld+json']")
        .string
    )
    status = json.dumps(json_ld)
    everywhere = {**lists, "page": page, "sheet": presented}

    if state == "cancelled":
        for place, words in everywhere.items():
            assert "Annulé" in words, place
        assert stage["state"] == "annule"
        assert "annulé" in entry
        assert "EventCancelled" in status
        for found in calendars.values():
            assert [one["STATUS"] for one in found] == ["CANCELLED"]
            assert "Annulé" in found[0]["SUMMARY"]
    elif state == "put off":
        for place, words in everywhere.items():
            assert "Reporté" in words, place
            if place != "page":
                assert "3 décembre" not in words, place
            assert "9 h" not in words, place
        assert (stage["state"], stage["start"], stage["start_time"]) == ("reporte", None, None)
        assert "reporté" in entry
        assert "3 décembre" not in entry.replace("\u00a0", " ")
        assert "EventPostponed" in status
        for found in calendars.values():
            assert [one["STATUS"] for one in found] == ["CANCELLED"]
            assert "Reporté" in found[0]["SUMMARY"]
    elif state == "moved":
        for place, words in everywhere.items():
            assert "Reporté" in words, place
            assert "14 janv" in words or (place in LIST_PAGES and "14" in words), place
        assert (stage["state"], stage["start"]) == ("reporte", "2027-01-14")
        assert "EventRescheduled" in status
        for found in calendars.values():
            assert [one["STATUS"] for one in found] == ["CONFIRMED"]
            assert found[0]["DTSTART"].dt.date().isoformat() == "2027-01-14"
    elif state == "online":
        for place in ("/agenda/", "/tournees/tour/", "/tournees/tour/dates/"):
            assert "n ligne" in lists[place] or "distan" in lists[place], place
            assert "Salle haute" not in lists[place], place
        assert stage["format"] == Format.ONLINE
        assert stage["venue"] is None
        assert "OnlineEventAttendanceMode" in status
        for found in calendars.values():
            assert found[0]["LOCATION"] == "En ligne"
    else:
        for place in ("/agenda/", "/tournees/tour/", "/tournees/tour/dates/"):
            assert "omplet" in lists[place], place
        assert "omplet" in page
        assert stage["registration"] == "complet"
        assert stage["registration_url"] is None
        for found in calendars.values():
            assert "omplet" in found[0]["DESCRIPTION"]
            assert "i.exemple.fr" not in found[0]["DESCRIPTION"]


def entries_of(response) -> list[str]:
    """All the words of each entry of an Atom feed."""
    root = ElementTree.fromstring(response.content)
    atom = "{http://www.w3.org/2005/Atom}"
    return [" ".join(entry.itertext()) for entry in root.iter(f"{atom}entry")]


def test_a_year_is_that_of_the_place():
    tour = TourFactory(slug="tour")
    for start in ("2027", "2027-01-01", "2027-05"):
        published(tour=tour, start=start)
    assert present_tour(tour)["years"] == "2027"
    assert all_tours()[0]["years"] == "2027"


def test_a_vague_date_comes_after_those_that_are_known():
    for start in ("2027", "2027-01-05", "2027-01"):
        published(start=start)
    assert [card["start"] for card in next_dates(3)] == ["2027-01-05", "2027-01", "2027"]


def test_what_lies_beside_a_page_follows_it(visitor, django_capture_on_commit_callbacks):
    tour = TourFactory(slug="tour")
    event = published(slug="x", tour=tour)
    for slug, other in (("y", "autre"), ("z", "troisieme")):
        event.slug, tour.slug = slug, other
        # Wagtail notes a renamed page once that is committed.
        with django_capture_on_commit_callbacks(execute=True):
            event.save_revision().publish()
            tour.save_revision().publish()
    for old, new in (
        ("/agenda/x.ics", "/agenda/z.ics"),
        ("/agenda/y.ics?a=b", "/agenda/z.ics?a=b"),
        ("/agenda/x.png", "/agenda/z.png"),
        ("/agenda/x/proposer/", "/agenda/z/proposer/"),
        ("/agenda/x/interesse/12/", "/agenda/z/interesse/12/"),
        ("/tournees/tour.ics", "/tournees/troisieme.ics"),
        ("/tournees/tour.json", "/tournees/troisieme.json"),
        ("/tournees/tour/dates/", "/tournees/troisieme/dates/"),
    ):
        response = visitor.get(old)
        assert (response.status_code, response["Location"]) == (301, new), old
    for path in (
        "/agenda/jamais.ics",
        "/agenda/x/rien/",
        "/agenda/x.txt/",
        "/.ics/",
        "/a.b/c.d/",
    ):
        assert visitor.get(path).status_code == 404, path
    event.unpublish()
    assert visitor.get("/agenda/x.ics").status_code == 404
