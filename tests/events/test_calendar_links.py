"""« Ajouter à mon agenda »: one date in the forms of Google and Outlook, beside the subscription and the file."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup

from events.calendar_links import one_date
from events.choices import Change, Format
from tests.events.factories import clock, draft, published, session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def asked(event) -> tuple[dict, dict]:
    """What the two addresses say: {name: value}."""
    links = one_date(event)
    google, outlook = (urlsplit(links[name]) for name in ("google", "outlook"))
    assert (google.netloc, google.path) == ("calendar.google.com", "/calendar/render")
    assert (outlook.netloc, outlook.path) == (
        "outlook.office.com",
        "/calendar/0/deeplink/compose",
    )
    # A space is %20: both take it, Outlook shows a "+".
    assert "+" not in google.query + outlook.query
    return tuple(
        {name: value for name, (value,) in parse_qs(address.query, strict_parsing=True).items()}
        for address in (google, outlook)
    )


def test_an_event_with_hours():
    event = published(
        title="Données & « IA » : 100 %",
        summary="Pour les élus.",
        venue="Salle haute",
        start="2027-07-01",
        start_time=clock("09:00"),
        end_time=clock("17:00"),
    )
    google, outlook = asked(event)
    assert google["action"] == "TEMPLATE"
    assert google["text"] == outlook["subject"] == event.title
    assert google["dates"] == "20270701T070000Z/20270701T150000Z"
    assert outlook["startdt"] == "2027-07-01T07:00:00Z"
    assert outlook["enddt"] == "2027-07-01T15:00:00Z"
    assert outlook["rru"] == "addevent"
    assert google["location"].startswith("Salle haute, Commune")
    assert event.relative_url(None) in google["details"]


def test_the_hours_of_a_programme_and_an_end_past_midnight():
    google, _ = asked(published(sessions=[session("Un", "09:00", "10:00"), session("Deux")]))
    assert google["dates"] == "20261203T080000Z/20261203T100000Z"
    late = published(start_time=clock("20:00"), end_time=clock("00:30"))
    assert asked(late)[0]["dates"] == "20261203T190000Z/20261203T233000Z"


def test_an_end_that_nobody_knows():
    google, outlook = asked(published(start_time=clock("09:00")))
    assert google["dates"] == "20261203T080000Z/20261203T080000Z"
    assert "enddt" not in outlook


@pytest.mark.parametrize("hours", [("", ""), ("09:00", "17:00")])
def test_several_days_are_whole_days_and_no_busy_night(hours):
    event = published(end="2026-12-04", start_time=clock(hours[0]), end_time=clock(hours[1]))
    google, outlook = asked(event)
    assert google["dates"] == "20261203/20261205"
    assert (outlook["startdt"], outlook["enddt"]) == ("2026-12-03", "2026-12-05")
    assert outlook["allday"] == "true"


def test_an_event_overseas_and_one_online():
    event = draft(time_zone="Indian/Reunion", start_time=clock("09:00"), end_time=clock("10:00"))
    assert asked(event)[0]["dates"] == "20261203T050000Z/20261203T060000Z"
    online = draft(format=Format.ONLINE, venue="Salle haute")
    assert asked(online)[0]["location"] == "En ligne"


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "2026-12"},
        {"start": ""},
        {"change": Change.CANCELLED, "change_reason": "Neige."},
        {
            "change": Change.POSTPONED,
            "change_reason": "Neige.",
            "first_announced": "2026-12-03",
        },
    ],
)
def test_what_is_not_held_on_a_known_day_is_not_offered(fields):
    assert one_date(draft(**fields)) is None


def test_the_page_offers_both_ways(visitor):
    event = published()
    page = BeautifulSoup(visitor.get(event.relative_url(None)).content, "html.parser")
    links = {link.text: unescape(link["href"]) for link in page.select(".subscribe a")}
    once = one_date(event)
    assert links["Ajouter dans Google Agenda"] == once["google"]
    assert links["Ajouter dans Outlook"] == once["outlook"]
    assert links["Fichier .ics"].endswith(f"{event.slug}.ics")
    assert "cid=webcal" in links["S’abonner dans Google Agenda"]
    assert "addfromweb" in links["S’abonner dans Outlook"]


def test_a_postponed_date_offers_to_follow_alone(visitor):
    event = published()
    event.change, event.change_reason = Change.POSTPONED, "Neige."
    event.first_announced = event.start
    event.save_revision().publish()
    page = BeautifulSoup(visitor.get(event.relative_url(None)).content, "html.parser")
    texts = [link.text for link in page.select(".subscribe a")]
    assert "S’abonner dans Outlook" in texts
    assert "Ajouter dans Outlook" not in texts
