"""What an organiser declares of the registration, and what each reader is told of it."""

import datetime
import json
import re

import pytest
import time_machine
from icalendar import Calendar

from events.choices import CalendarBy, Change, Registration
from events.models import EventPage
from events.publication import publication_errors
from tests.events.factories import (
    EventFactory,
    TourFactory,
    change,
    clock,
    draft,
    published,
    session,
)
from tests.factories import AuthorityFactory, DepartementFactory, RegionFactory

pytestmark = pytest.mark.django_db

LINK = "https://inscription.exemple.fr/boe"
SESSION_LINK = "https://inscription.exemple.fr/atelier"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def page(visitor, path="/agenda/x/") -> str:
    html = visitor.get(path).content.decode()
    return re.sub(r"[\u00a0\u202f]|&nbsp;", " ", html)


@pytest.mark.parametrize(
    ("fields", "words", "has_link"),
    [
        ({}, "Inscriptions ouvertes", True),
        (
            {"registration_closes_on": day("2026-12-01")},
            "Inscriptions ouvertes jusqu’au mardi 1er décembre 2026",
            True,
        ),
        ({"registration_closes_on": day("2026-11-24")}, "ouvertes jusqu’au mardi 24", True),
        ({"registration_closes_on": day("2026-11-23")}, "closes depuis le 23 novembre 2026", False),
        ({"registration_opens_on": day("2026-11-25")}, "Inscriptions à partir du mercredi", False),
        ({"registration_opens_on": day("2026-11-24")}, "Inscriptions ouvertes", True),
        ({"is_full": True}, "Complet", False),
    ],
)
def test_what_a_visitor_reads_and_may_do(visitor, fields, words, has_link):
    published(slug="x", registration_url=LINK, **fields)
    html = page(visitor)
    assert words in html
    assert (f'href="{LINK}"' in html) is has_link


def test_free_entry(visitor):
    published(slug="x", registration=Registration.FREE, audience="Élus", capacity=1200)
    html = page(visitor)
    for words in ("Entrée libre, sans inscription", "Élus", "1 200"):
        assert words in html
    assert "S’inscrire" not in html


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "2026-11-23"},
        {"start": "2026-11-24", "start_time": clock("09:00"), "end_time": clock("17:00")},
        {"change": Change.CANCELLED, "change_reason": "Neige"},
        {"change": Change.POSTPONED, "change_reason": "Neige", "first_announced": "2026-12-03"},
    ],
)
def test_nobody_registers_for_what_began_or_will_not_be(visitor, fields):
    published(slug="x", registration_url=LINK, **fields)
    html = page(visitor)
    assert LINK not in html.partition("application/ld+json")[2].partition("</script>")[2]
    assert "Inscriptions" not in html


def test_nothing_is_said_where_nothing_is_declared(visitor):
    published(slug="x")
    assert "nscription" not in page(visitor).partition("<footer")[0]


def test_the_last_day_is_that_of_the_place(visitor):
    """At 22:30 in Paris, it is the next day on Réunion."""
    area = DepartementFactory(code="974", region=RegionFactory(code="04"))
    commune = AuthorityFactory(code="97411", departement=area)
    published(
        slug="x",
        commune=commune,
        registration_url=LINK,
        registration_closes_on=day("2026-11-24"),
    )
    with time_machine.travel("2026-11-24T22:30:00+01:00", tick=False):
        assert "Inscriptions closes" in page(visitor)


def test_a_session_with_a_link_of_its_own(visitor):
    published(
        slug="x", sessions=[session("Ouverture"), session("Atelier", registration_url=SESSION_LINK)]
    )
    html = page(visitor)
    assert f'href="{SESSION_LINK}"' in html
    assert "Inscriptions ouvertes" in html
    change(EventPage.objects.get(), is_full=True, registration=Registration.ELSEWHERE)
    assert f'href="{SESSION_LINK}"' not in page(visitor)


def test_a_tour_says_it_of_each_stage(visitor):
    tour = TourFactory(slug="t")
    published(tour=tour, registration_url=LINK, registration_closes_on=day("2026-12-01"))
    published(tour=tour, registration_url=LINK, is_full=True, start="2026-12-10")
    html = page(visitor, "/tournees/t/")
    assert "Inscriptions ouvertes jusqu’au mardi 1er décembre 2026" in html
    assert "Complet" in html
    stages = visitor.get("/tournees/t.json").json()["stages"]
    assert [(one["registration"], one["registration_url"]) for one in stages] == [
        ("ouvertes", LINK),
        ("complet", None),
    ]


def test_search_engines_are_told(visitor):
    EventFactory(
        slug="x",
        registration_url=LINK,
        registration_opens_on=day("2026-11-01"),
        registration_closes_on=day("2026-12-01"),
        is_full=True,
        capacity=80,
        audience="Élus",
    )
    html = visitor.get("/agenda/x/").content.decode()
    data = json.loads(re.search(r'application/ld\+json">(.*?)</script>', html)[1])
    event = next(item for item in data["@graph"] if item["@type"] == "Event")
    assert event["offers"] == [
        {
            "@type": "Offer",
            "validFrom": "2026-11-01",
            "validThrough": "2026-12-01",
            "availability": "https://schema.org/SoldOut",
            "url": LINK,
        }
    ]
    assert event["maximumAttendeeCapacity"] == 80
    assert event["audience"]["audienceType"] == "Élus"


def test_calendars_are_told(visitor):
    event = published(slug="x", registration_url=LINK, registration_closes_on=day("2026-12-01"))

    def described() -> str:
        content = visitor.get("/agenda/x.ics").content
        return str(Calendar.from_ical(content).walk("VEVENT")[0]["DESCRIPTION"])

    assert f"S’inscrire jusqu’au 1er\u00a0décembre\u00a02026 : {LINK}" in described()
    change(event, is_full=True)
    assert "Complet." in described()
    assert LINK not in described()


def test_an_entry_of_a_session_leads_to_its_own_registration_or_to_that_of_the_event():
    event = published(
        calendar_by=CalendarBy.SESSION,
        registration_url=LINK,
        sessions=[
            session("Ouverture", "09:00", "10:00"),
            session("Atelier", registration_url=SESSION_LINK),
        ],
    )
    opening, workshop = (
        one.content["description"] for one in event.calendar_entries.order_by("pk")
    )
    assert f"S’inscrire : {LINK}" in opening
    assert f"S’inscrire à cette séance : {SESSION_LINK}" in workshop
    assert LINK not in workshop


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"registration": Registration.ELSEWHERE}, "registration_url", "Donnez l’adresse"),
        (
            {"registration": Registration.FREE, "registration_url": LINK},
            "registration",
            "retirez-les",
        ),
        ({"is_full": True}, "registration", "retirez-les"),
        ({"registration_closes_on": day("2026-12-01")}, "registration", "retirez-les"),
        (
            {
                "registration_url": LINK,
                "registration_opens_on": day("2026-12-01"),
                "registration_closes_on": day("2026-11-30"),
            },
            "registration_closes_on",
            "avant l’ouverture",
        ),
        (
            {"registration_url": LINK, "registration_closes_on": day("2026-12-04")},
            "registration_closes_on",
            "après la fin",
        ),
        (
            {"registration_url": LINK, "registration_opens_on": day("2026-12-04")},
            "registration_opens_on",
            "après la fin",
        ),
    ],
)
def test_each_contradiction_is_said_on_its_field(fields, field, words):
    assert words in publication_errors(draft(**fields))[field]


def test_the_last_day_of_registration_may_be_that_of_a_month():
    event = draft(start="2026-12", registration_url=LINK, registration_closes_on=day("2026-12-31"))
    assert publication_errors(event) == {}
