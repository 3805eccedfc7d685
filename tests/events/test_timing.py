"""When an event takes place, and what that makes of it at a given moment."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from events import timing, zones
from events.choices import Change, State
from events.models import EventDocument
from tests.events.factories import change, clock, draft, published, session
from tests.factories import AuthorityFactory, DepartementFactory, RegionFactory

UTC = datetime.UTC
NOON = datetime.datetime(2026, 12, 3, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("partial", "expected"),
    [
        ("2026", ((2026, 1, 1), (2026, 12, 31))),
        ("2024-02", ((2024, 2, 1), (2024, 2, 29))),
        ("2026-12-03", ((2026, 12, 3), (2026, 12, 3))),
        ("", None),
        ("2026-02-30", None),
        ("n’importe quoi", None),
    ],
)
def test_bounds_of_a_partial_date(partial, expected):
    assert timing.bounds(partial) == (
        tuple(datetime.date(*day) for day in expected) if expected else None
    )


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Europe/Paris", 8),
        ("Indian/Reunion", 5),
        ("America/Cayenne", 12),
        ("America/Martinique", 13),
        ("Pacific/Noumea", -2),
    ],
)
def test_local_hours_become_utc(zone, hour):
    span = timing.span("2026-12-03", "", clock("09:00"), clock("17:00"), zone)
    midnight = datetime.datetime(2026, 12, 3, tzinfo=UTC)
    assert span.begins_at == midnight + datetime.timedelta(hours=hour)


def test_the_same_hour_in_summer_and_winter():
    winter = timing.span("2026-03-27", "", clock("09:00"), None, zones.PARIS)
    summer = timing.span("2026-03-30", "", clock("09:00"), None, zones.PARIS)
    assert (winter.begins_at.hour, summer.begins_at.hour) == (8, 7)


def test_an_hour_that_clocks_skip_does_not_exist():
    day = datetime.date(2026, 3, 29)
    assert not zones.exists(day, clock("02:30"), zones.PARIS)
    assert zones.exists(day, clock("02:30"), "Indian/Reunion")
    assert zones.exists(datetime.date(2026, 10, 25), clock("02:30"), zones.PARIS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("departement", "commune", "zone"),
    [
        ("974", "97411", "Indian/Reunion"),
        ("973", "97302", "America/Cayenne"),
        ("971", "97105", "America/Guadeloupe"),
        ("976", "97611", "Indian/Mayotte"),
        ("988", "98818", "Pacific/Noumea"),
        ("987", "98735", "Pacific/Tahiti"),
        ("987", "98731", "Pacific/Marquesas"),
        ("47", "47031", "Europe/Paris"),
    ],
)
def test_the_zone_follows_the_place(departement, commune, zone):
    area = DepartementFactory(
        code=departement, name=departement, region=RegionFactory(code=departement, name=departement)
    )
    event = draft(commune=AuthorityFactory(code=commune, departement=area))
    assert event.time_zone == zone
    assert event.zone == zone


@pytest.mark.django_db
def test_with_sessions_the_hours_are_theirs():
    event = draft(
        start="2026-12-03",
        end="2026-12-04",
        start_time=clock("08:00"),
        sessions=[
            session(start="14:00", end="18:30"),
            session(start="09:30", end="12:00"),
            session(start="10:00", end="16:00", day=datetime.date(2026, 12, 4)),
        ],
    )
    span = event.span()
    assert (span.first_time, span.last_time) == (clock("09:30"), clock("16:00"))
    assert event.begins_at == datetime.datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    assert event.over_at == datetime.datetime(2026, 12, 4, 15, tzinfo=UTC)


def state(at: str, **fields) -> State:
    event = draft(**fields)
    return event.state(datetime.datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Paris")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-12-02T23:59", State.UPCOMING),
        ("2026-12-03T09:29", State.UPCOMING),
        ("2026-12-03T09:30", State.LIVE),
        ("2026-12-03T16:29", State.LIVE),
        ("2026-12-03T16:30", State.PAST),
    ],
)
def test_states_by_the_clock(at, expected):
    assert state(at, start_time=clock("09:30"), end_time=clock("16:30")) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "at", "expected"),
    [
        ("2026-12-03", "2026-12-03T00:00", State.TODAY),
        ("2026-12-03", "2026-12-03T23:59", State.TODAY),
        ("2026-12-03", "2026-12-04T00:00", State.PAST),
        ("2026-12", "2026-12-15T12:00", State.UPCOMING),
        ("2026-12", "2027-01-01T00:00", State.PAST),
        ("2026", "2026-07-01T00:00", State.UPCOMING),
        ("2026", "2027-01-01T00:00", State.PAST),
        ("", "2026-07-01T00:00", State.UNDATED),
    ],
)
def test_states_of_dates_known_in_part(start, at, expected):
    assert state(at, start=start) == expected


@pytest.mark.django_db
def test_a_report_shows_once_the_event_is_over():
    fields = {"report": "<p>Ce qui s’est dit.</p>"}
    assert state("2026-12-01T12:00", **fields) == State.UPCOMING
    assert state("2026-12-10T12:00", **fields) == State.REPORTED
    assert state("2026-12-10T12:00", report="<p> </p>") == State.PAST


@pytest.mark.django_db
def test_a_report_may_be_a_document(tmp_path):
    from django.core.files.base import ContentFile

    from core.models import Attachment

    file = Attachment.objects.create(title="CR", file=ContentFile(b"x", name="cr.pdf"))
    slides = draft(documents=[EventDocument(document=file, kind="presentation")])
    report = draft(documents=[EventDocument(document=file, kind="compte_rendu")])
    assert (slides.is_reported, report.is_reported) == (False, True)


@pytest.mark.django_db
def test_what_the_organiser_says_of_the_plan():
    assert state("2027-06-01T00:00", change=Change.CANCELLED) == State.CANCELLED
    postponed = {"change": Change.POSTPONED, "first_announced": "2026-11-03"}
    assert state("2026-11-24T00:00", **postponed) == State.POSTPONED
    assert state("2026-12-10T00:00", **postponed) == State.PAST
    to_come = {"change": Change.POSTPONED, "first_announced": "2026-12-03"}
    assert state("2027-06-01T00:00", **to_come) == State.POSTPONED


@pytest.mark.django_db
def test_nothing_that_time_changes_is_stored():
    with time_machine.travel(NOON):
        event = published(start_time=clock("09:00"), end_time=clock("17:00"))
        assert event.state() == State.LIVE
    with time_machine.travel(NOON + datetime.timedelta(days=1)):
        assert event.state() == State.PAST
        assert change(event, report="<p>Oui</p>").state() == State.REPORTED
