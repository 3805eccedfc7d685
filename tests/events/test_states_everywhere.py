"""What becomes of a date is said wherever it is shown; and what lies beside a page follows it."""

import pytest
import time_machine

from events.choices import Change
from events.models import EventProject
from events.templatetags.events_tags import next_dates
from events.tours import all_tours, present_tour
from tests.events.factories import TourFactory, change, published
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


def test_a_year_is_that_of_the_place():
    tour = TourFactory(slug="tour")
    for start in ("2027", "2027-01-01", "2027-05"):
        published(tour=tour, start=start)
    assert present_tour(tour)["years"] == "2027"
    assert all_tours()[0]["years"] == "2027"


def test_a_vague_date_comes_after_those_that_are_known():
    for start in ("2027", "2027-01-05", "2027-01"):
        published(start=start)
    assert [card["start"] for card in next_dates()] == ["2027-01-05", "2027-01", "2027"]


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
