"""Calendar files, octet by octet, and as three programs read them."""

import datetime
import io
import re
import uuid
from zoneinfo import ZoneInfo

import ics
import pytest
import time_machine
import vobject
from dateutil import tz
from icalendar import Calendar

from events import zones
from events.calendar_entries import remember
from events.choices import CalendarBy, Change
from events.models import CalendarEntry, EventPage
from events.zone_rules import vtimezone
from tests.events.factories import TourFactory, change, clock, published, session
from tests.factories import AuthorityFactory, DepartementFactory, RegionFactory

pytestmark = pytest.mark.django_db

LONG = "Débattre, décider, dépenser : « l’été », les élèves et les œuvres ; à La Réunion, 😀 " * 4


@pytest.fixture
def read(visitor):
    def read(path):
        response = visitor.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return response.content

    return read


def vevents(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def unfolded(content: bytes) -> str:
    return content.replace(b"\r\n ", b"").decode()


def reunion_commune():
    area = DepartementFactory(
        code="974", name="La Réunion", region=RegionFactory(code="04", name="La Réunion")
    )
    return AuthorityFactory(
        code="97411", name="Saint-Denis", departement=area, lon=55.45, lat=-20.88
    )


# --- Octets -----------------------------------------------------------------------------------------


def test_every_line_ends_with_crlf_and_holds_75_octets_at_most(read):
    published(
        slug="x", title=LONG[:200], summary=LONG[:480], venue=LONG[:190], sessions=[session()]
    )
    content = read("/agenda/x.ics")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two
    assert LONG[:200].strip() in str(vevents(content)[0]["SUMMARY"])


def test_how_often_to_ask_again_is_said_in_both_ways(read):
    published(slug="x")
    lines = unfolded(read("/agenda/x.ics")).split("\r\n")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines
    assert "X-PUBLISHED-TTL:PT6H" in lines


def test_separators_and_line_breaks_are_escaped(read):
    published(slug="x", title="Un, deux ; trois \\ quatre", summary="a\nb")
    text = unfolded(read("/agenda/x.ics"))
    assert "SUMMARY:Un\\, deux \\; trois \\\\ quatre\r\n" in text
    assert "DESCRIPTION:a\\n" in text


def test_a_title_cannot_add_a_property(read):
    published(slug="x", title="Bonjour", venue="Salle\r\nATTACH:http://mal.example/\x07")
    text = unfolded(read("/agenda/x.ics"))
    assert "\r\nATTACH" not in text
    assert "\x07" not in text


def test_the_spaces_of_french_typography_and_joined_signs_are_kept(read):
    title = "Rendez-vous à 9\u00a0h\u202f: «\u00a0Élus\u00a0» 👩\u200d💻"
    published(slug="x", title=title, summary="Une ligne\u2028puis une autre\x85et la fin")
    (event,) = vevents(read("/agenda/x.ics"))
    assert event["SUMMARY"].split("👩") == [
        "Rendez-vous à 9 h : « Élus » ",
        "\u200d💻",
    ]
    assert str(event["DESCRIPTION"]).startswith("Une ligne\npuis une autre\net la fin\n")


def test_what_a_whole_day_looks_like(read):
    published(slug="x", start="2026-12-03")
    text = unfolded(read("/agenda/x.ics"))
    assert "DTSTART;VALUE=DATE:20261203\r\n" in text
    assert "DTEND;VALUE=DATE:20261204\r\n" in text
    assert "VTIMEZONE" not in text


def test_an_hour_is_local_and_its_zone_comes_with_its_rules(read):
    published(slug="x", start="2026-12-03", start_time=clock("09:00"), end_time=clock("17:30"))
    text = unfolded(read("/agenda/x.ics"))
    assert "DTSTART;TZID=Europe/Paris:20261203T090000\r\n" in text
    assert "DTEND;TZID=Europe/Paris:20261203T173000\r\n" in text
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")]
    assert "TZID:Europe/Paris" in zone
    assert {"BEGIN:STANDARD", "BEGIN:DAYLIGHT", "TZOFFSETTO:+0100", "TZOFFSETTO:+0200"} <= set(
        zone.split("\r\n")
    )


def test_a_zone_without_summer_time(read):
    published(
        slug="x", commune=reunion_commune(), start_time=clock("09:00"), end_time=clock("12:00")
    )
    text = unfolded(read("/agenda/x.ics"))
    assert "DTSTART;TZID=Indian/Reunion:20261203T090000\r\n" in text
    assert "TZOFFSETTO:+0400" in text
    assert "BEGIN:DAYLIGHT" not in text


def test_an_end_that_is_not_known_is_not_made_up(read):
    published(slug="x", start_time=clock("09:00"))
    assert "DTEND" not in unfolded(read("/agenda/x.ics"))


@pytest.mark.parametrize("start", ["2026", "2026-12", ""])
def test_no_entry_without_a_day(read, start):
    published(slug="x", start=start)
    assert vevents(read("/agenda/x.ics")) == []


# --- Three readers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "utc"),
    [("2026-10-24", 7), ("2026-10-25", 8), ("2026-03-28", 8), ("2026-03-29", 7), ("2027-03-28", 7)],
)
def test_around_a_change_of_hour_all_readers_agree(read, day, utc):
    published(slug="x", start=day, start_time=clock("09:00"), end_time=clock("10:00"))
    content = read("/agenda/x.ics")
    expected = datetime.datetime.fromisoformat(f"{day}T{utc:02}:00:00+00:00")
    assert vevents(content)[0].decoded("DTSTART").astimezone(datetime.UTC) == expected
    read_by_vobject = vobject.readOne(content.decode()).vevent.dtstart.value
    assert read_by_vobject.astimezone(datetime.UTC) == expected
    (read_by_ics,) = ics.Calendar(content.decode()).events
    assert read_by_ics.begin.to("UTC").datetime == expected


@pytest.mark.parametrize(
    "zone", [*zones.LABELS, "Europe/London", "America/New_York", "Asia/Kolkata"]
)
def test_rules_of_a_zone_give_its_hours(zone):
    """dateutil reads the rules; the machine's own table of zones is the reference."""
    text = vtimezone(zone, 2025, 2028).to_ical().decode()
    read = tz.tzical(io.StringIO(text)).get(zone)
    moment = datetime.datetime(2025, 1, 1, 0, 30)
    while moment.year < 2029:
        expected = moment.replace(tzinfo=ZoneInfo(zone))
        if zones.exists(moment.date(), moment.time(), zone):
            assert moment.replace(tzinfo=read).utcoffset() == expected.utcoffset(), moment
        moment += datetime.timedelta(hours=1 if moment.day > 20 or moment.day < 16 else 24)


@pytest.mark.filterwarnings("ignore")
def test_all_readers_find_the_same_in_everything(read):
    tour = TourFactory(slug="tour")
    published(tour=tour, title=LONG[:150], summary=LONG[:400], start="2026-12-03", end="2026-12-05")
    published(
        tour=tour,
        commune=reunion_commune(),
        start="2026-12-10",
        sessions=[session("Une"), session("Deux", "14:00", "15:00")],
        calendar_by=CalendarBy.SESSION,
    )
    cancelled = published(tour=tour, start="2026-12-20")
    change(cancelled, change=Change.CANCELLED, change_reason="Neige")
    content = read("/tournees/tour.ics")
    mine = {str(one["UID"]) for one in vevents(content)}
    assert len(mine) == 6
    other = vobject.readOne(content.decode())
    assert {one.uid.value for one in other.vevent_list} == mine
    assert {one.uid for one in ics.Calendar(content.decode()).events} == mine
    assert [one.status.value for one in other.vevent_list].count("CANCELLED") == 1


# --- Days and sessions --------------------------------------------------------------------------------


def starts(event) -> list[tuple[str, str]]:
    return [(one.content["start"], one.content["end"]) for one in event.calendar_entries.all()]


def test_one_entry_a_day_with_the_hours_of_that_day():
    event = published(
        start="2026-12-03",
        end="2026-12-05",
        sessions=[
            session(start="14:00", end="18:00"),
            session(start="09:00", end="12:00", day=datetime.date(2026, 12, 4)),
            session(start="13:00", end="16:00", day=datetime.date(2026, 12, 4)),
        ],
    )
    assert starts(event) == [
        ("2026-12-03T14:00", "2026-12-03T18:00"),
        ("2026-12-04T09:00", "2026-12-04T16:00"),
        ("2026-12-05", "2026-12-06"),
    ]


def test_days_from_an_afternoon_to_another_morning_are_no_busy_night():
    event = published(
        start="2026-12-03", end="2026-12-05", start_time=clock("14:00"), end_time=clock("12:00")
    )
    assert starts(event) == [
        ("2026-12-03T14:00", ""),
        ("2026-12-04", "2026-12-05"),
        ("2026-12-05", "2026-12-06"),
    ]


def test_one_entry_a_session_when_the_organiser_says_so():
    event = published(
        calendar_by=CalendarBy.SESSION, sessions=[session("Une"), session("Deux", "14:00", "15:00")]
    )
    assert [one.content["summary"].split(" – ")[0] for one in event.calendar_entries.all()] == [
        "Une",
        "Deux",
    ]


# --- From one publication to the next -----------------------------------------------------------------


def facts(event) -> tuple:
    entry = event.calendar_entries.get()
    return entry.uid, entry.sequence, entry.modified_at


def test_the_identifier_stays_and_each_change_is_numbered(read):
    with time_machine.travel("2026-11-01T10:00:00Z", tick=False):
        event = published(slug="x")
    uid, sequence, modified = facts(event)
    assert sequence == 0
    with time_machine.travel("2026-11-02T10:00:00Z", tick=False):
        assert facts(change(event, report="<p>Rien qui regarde un calendrier</p>")) == (
            uid,
            0,
            modified,
        )
    with time_machine.travel("2026-11-03T10:00:00Z", tick=False):
        moved = change(event, start="2027-01-15")
    assert facts(moved)[:2] == (uid, 1)
    text = unfolded(read("/agenda/x.ics"))
    assert f"UID:{uid}\r\n" in text
    assert "SEQUENCE:1\r\n" in text
    assert "LAST-MODIFIED:20261103T100000Z\r\n" in text
    assert "DTSTART;VALUE=DATE:20270115\r\n" in text


def test_publishing_an_old_draft_does_not_bring_an_old_number_back():
    event = published()
    old = event.latest_revision
    change(event, start="2027-01-15")
    old.publish()
    assert EventPage.objects.get().calendar_entries.get().sequence == 2


def test_a_draft_tells_calendars_nothing():
    event = published()
    before = facts(event)
    event.start = "2027-01-15"
    event.save_revision()
    assert facts(event) == before


def test_cancelled_rather_than_gone(read):
    event = published(slug="x")
    change(event, change=Change.CANCELLED, change_reason="Trop de neige")
    (entry,) = vevents(read("/agenda/x.ics"))
    assert entry["STATUS"] == "CANCELLED"
    assert entry["SEQUENCE"] == 1
    assert "Trop de neige" in entry["DESCRIPTION"]


def test_postponed_moves_with_a_new_date_and_is_cancelled_without(read):
    event = published(slug="x", start="2026-12-03")
    without = {
        "change": Change.POSTPONED,
        "change_reason": "Salle",
        "first_announced": "2026-12-03",
    }
    change(event, **without)
    assert vevents(read("/agenda/x.ics"))[0]["STATUS"] == "CANCELLED"
    change(event, start="2027-02-02", **without)
    (entry,) = vevents(read("/agenda/x.ics"))
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", 2)
    assert entry.decoded("DTSTART") == datetime.date(2027, 2, 2)


def test_a_day_or_session_that_is_taken_out_is_said_to_be_cancelled(read):
    event = published(slug="x", start="2026-12-03", end="2026-12-04")
    change(event, end="")
    assert sorted(str(one["STATUS"]) for one in vevents(read("/agenda/x.ics"))) == [
        "CANCELLED",
        "CONFIRMED",
    ]
    change(event, end="2026-12-04")
    last = CalendarEntry.objects.get(key="jour-2")
    assert (last.removed, last.sequence) == (False, 2)


def test_telling_twice_changes_nothing():
    event = published()
    before = facts(event)
    remember(event)
    assert facts(event) == before


def test_identifiers_are_uuids_of_their_own():
    entries = [published().calendar_entries.get() for _ in range(2)]
    assert len({uuid.UUID(str(one.uid)) for one in entries}) == 2


# --- Answers ----------------------------------------------------------------------------------------


def test_a_reader_that_has_it_already_gets_304(visitor):
    event = published(slug="x")
    first = visitor.get("/agenda/x.ics")
    assert re.fullmatch(r'"[0-9a-f]{24}"', first["ETag"])
    again = visitor.get("/agenda/x.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    change(event, start="2027-01-15")
    assert visitor.get("/agenda/x.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/agenda/absent.ics", "/tournees/absent.ics"])
def test_what_does_not_exist(visitor, path):
    assert visitor.get(path).status_code == 404


def test_what_is_not_public_is_in_no_calendar(visitor, read):
    from wagtail.models import PageViewRestriction

    tour = TourFactory(slug="tour")
    hidden = published(slug="x", tour=tour)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    gone = published(slug="y", tour=tour)
    gone.unpublish()
    assert visitor.get("/agenda/x.ics").status_code == 404
    assert visitor.get("/agenda/y.ics").status_code == 404
    assert vevents(read("/tournees/tour.ics")) == []
