"""Calendars of what is cancelled, moved online, held over several days or at night; and of nothing."""

import datetime

import ics
import pytest
import time_machine
import vobject
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from events.choices import Change, Format, Kind
from events.models import EventPage
from events.publication import publication_errors
from tests.events.factories import TourFactory, change, clock, draft, published, session

pytestmark = pytest.mark.django_db

CANCELLED = {"change": Change.CANCELLED, "change_reason": "Neige"}


def vevents(visitor, path) -> list:
    response = visitor.get(path)
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_a_cancelled_date_says_so_in_its_title_and_connects_nobody(visitor):
    event = published(
        slug="x",
        title="Forum",
        online_url="https://visio.exemple.fr/a",
        sessions=[session(link="https://visio.exemple.fr/b")],
    )
    change(event, **CANCELLED)
    (entry,) = vevents(visitor, "/agenda/x.ics")
    assert str(entry["SUMMARY"]) == "Annulé\u00a0: Forum"
    assert "visio.exemple.fr" not in str(entry["DESCRIPTION"])
    assert "visio.exemple.fr" not in visitor.get("/agenda/x/").content.decode()


def test_postponed_without_a_date_is_not_called_cancelled(visitor):
    event = published(slug="x", title="Forum")
    change(event, change=Change.POSTPONED, change_reason="Salle", first_announced="2026-12-03")
    (entry,) = vevents(visitor, "/agenda/x.ics")
    assert (str(entry["SUMMARY"]), entry["STATUS"]) == ("Reporté\u00a0: Forum", "CANCELLED")


def test_cancelled_then_unpublished_stays_cancelled_in_every_feed(visitor):
    tour = TourFactory(slug="tour")
    event = change(published(slug="x", tour=tour, title="Forum"), **CANCELLED)
    event.unpublish()
    for path in ("/agenda/x.ics", "/tournees/tour.ics"):
        (entry,) = vevents(visitor, path)
        assert entry["STATUS"] == "CANCELLED"
        assert str(entry["URL"]).endswith("/agenda/")
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert vevents(visitor, "/tournees/tour.ics") == []
    assert visitor.get("/agenda/x.ics").status_code == 404


def test_a_draft_that_says_cancelled_tells_nothing(visitor):
    tour = TourFactory(slug="tour")
    draft(tour=tour, slug="x", **CANCELLED)
    withdrawn = published(tour=tour, slug="y")
    withdrawn.unpublish()
    EventPage.objects.filter(pk=withdrawn.pk).update(**CANCELLED, title="Secret")
    assert vevents(visitor, "/tournees/tour.ics") == []
    assert visitor.get("/agenda/y.ics").status_code == 404


def test_moved_online_it_has_no_room(visitor):
    event = published(slug="x", venue="Salle Voltaire", sessions=[session(room="B12")])
    change(event, format=Format.ONLINE)
    (entry,) = vevents(visitor, "/agenda/x.ics")
    assert str(entry["LOCATION"]) == "En ligne"
    assert "GEO" not in entry


def test_a_forum_of_two_days_has_its_hours_each_day():
    event = published(
        start="2026-12-03", end="2026-12-04", start_time=clock("09:00"), end_time=clock("17:00")
    )
    assert [(one.content["start"], one.content["end"]) for one in event.calendar_entries.all()] == [
        ("2026-12-03T09:00", "2026-12-03T17:00"),
        ("2026-12-04T09:00", "2026-12-04T17:00"),
    ]


@pytest.mark.parametrize("path", ["/agenda/x.ics", "/tournees/tour.ics"])
def test_a_calendar_without_a_day_is_valid(visitor, path):
    published(slug="x", start="2026-12", tour=TourFactory(slug="tour"))
    content = visitor.get(path).content.decode()
    assert "BEGIN:VTIMEZONE" in content
    assert ics.Calendar(content).events == set()
    assert not hasattr(vobject.readOne(content), "vevent")


def test_the_address_is_that_of_the_day(visitor, settings):
    published(slug="x")
    settings.BASE_URL = "https://autre.exemple.fr"
    (entry,) = vevents(visitor, "/agenda/x.ics")
    assert str(entry["URL"]) == "https://autre.exemple.fr/agenda/x/"
    assert str(entry["DESCRIPTION"]).endswith("https://autre.exemple.fr/agenda/x/")


def test_who_has_it_gets_304_while_the_page_is_kept(visitor):
    with time_machine.travel("2026-11-01T10:00:00Z", tick=False):
        event = published(slug="x")
    first = visitor.get("/agenda/x.ics")
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        for _ in range(2):
            again = visitor.get("/agenda/x.ics", headers=headers)
            assert (again.status_code, again.content) == (304, b"")
    with time_machine.travel("2026-11-02T10:00:00Z", tick=False):
        change(event, start="2027-01-15")
    assert visitor.get("/agenda/x.ics", headers=headers).status_code == 200
    assert visitor.get("/agenda/x.ics").status_code == 200


# --- Nights, ends of the calendar, addresses ---------------------------------------------------------------


def test_an_evening_goes_on_past_midnight(visitor):
    night = session("Concert", "20:00", "00:30")
    event = published(slug="x", sessions=[night])
    assert publication_errors(event) == {}
    assert event.over_at == datetime.datetime(2026, 12, 3, 23, 30, tzinfo=datetime.UTC)
    (entry,) = vevents(visitor, "/agenda/x.ics")
    assert entry.decoded("DTEND") - entry.decoded("DTSTART") == datetime.timedelta(hours=4.5)
    assert "2026-12-04T00:30:00+01:00" in visitor.get("/agenda/x/").content.decode()
    alone = published(slug="y", start_time=clock("20:00"), end_time=clock("00:30"))
    assert alone.over_at == event.over_at


@pytest.mark.parametrize("typed", ["31/12/9999", "9999", "0001", "0021", "1er janvier 0001"])
def test_the_ends_of_the_calendar_are_refused_in_words(typed, desk):
    from tests.events.test_publication import add_url, form_data

    data = form_data(summary="Texte déjà écrit.", start=typed)
    response = desk.post(add_url(), data | {"action-publish": "1"})
    assert response.status_code == 200
    assert "entre 1900 et 2199" in response.context["form"].errors["start"][0]
    assert "Texte déjà écrit." in response.content.decode()
    # A draft keeps what was typed, and says why it cannot be read.
    kept = desk.post(add_url(), data, follow=True).content.decode()
    assert f'value="{typed}"' in kept
    assert "entre 1900 et 2199" in kept


@pytest.mark.parametrize("stored", ["9999-12-31", "9999", "0001", "0001-01-01", "0021"])
def test_nor_does_what_was_stored_break_anything(stored, visitor):
    event = draft(start="2026-12-03")
    event.start = stored
    event.save()
    assert "entre 1900 et 2199" in publication_errors(event)["start"]
    EventPage.objects.filter(pk=event.pk).update(live=True)
    assert visitor.get(event.get_url()).status_code == 200


def test_an_address_with_accents_has_all_that_lies_beside_it(visitor):
    tour = TourFactory(slug="tournée-d-été")
    draft(slug="journée-dété", tour=tour).get_latest_revision().publish()
    for path in (
        "/agenda/journée-dété/",
        "/agenda/journée-dété.ics",
        "/tournees/tournée-d-été.ics",
        "/tournees/tournée-d-été.json",
        "/tournees/tournée-d-été/dates/",
    ):
        assert visitor.get(path).status_code == 200, path
    named = visitor.get("/agenda/journée-dété.ics")["Content-Disposition"]
    assert named == "inline; filename*=utf-8''journ%C3%A9e-d%C3%A9t%C3%A9.ics"


def test_a_title_gives_an_address_of_plain_letters():
    assert draft(title="Journée d’été", slug="").slug == "journee-dete"


def test_a_commission_is_a_kind_of_date():
    assert publication_errors(draft(kind=Kind.COMMISSION)) == {}
