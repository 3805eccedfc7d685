"""A date that is moved or duplicated takes its programme along. Forms are posted as the browser posts them: each field
of the page as it stands, but for those that somebody typed."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from events.models import EventPage, EventSpeaker
from events.moving import Dates, moved
from tests.events.factories import draft, published, session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def march(number: int) -> datetime.date:
    return datetime.date(2027, 3, number)


def forum(make=published, **fields) -> EventPage:
    """Two days, two sessions on each; the first has no day of its own."""
    return make(
        start="2027-03-05",
        end="2027-03-06",
        sessions=[
            session("Ouverture", "09:00", "10:00"),
            session("Ateliers", "14:00", "17:00", day=march(5)),
            session("Suite", "09:00", "12:00", day=march(6)),
            session("Bilan", "14:00", "16:30", day=march(6)),
        ],
        **fields,
    )


class Form:
    """The form of an event in the admin, open in a browser."""

    def __init__(self, client, event: EventPage):
        self.client = client
        self.url = reverse("wagtailadmin_pages:edit", args=[event.pk])
        self.load()

    def load(self) -> None:
        page = BeautifulSoup(self.client.get(self.url).content, "html.parser")
        self.fields = {}
        for field in page.select_one("form[data-edit-form]").select("input, textarea, select"):
            if not field.get("name") or "__prefix__" in field["name"]:
                continue
            if field.name == "select":
                chosen = field.select("option[selected]")
                self.fields[field["name"]] = [option["value"] for option in chosen]
            elif field.name == "textarea":
                self.fields[field["name"]] = field.text.removeprefix("\n")
            elif field.get("type") in ("checkbox", "radio"):
                if field.has_attr("checked"):
                    self.fields[field["name"]] = field.get("value", "on")
            elif field.get("type") not in ("submit", "button", "file"):
                self.fields[field["name"]] = field.get("value", "")

    def type(self, **values: str) -> "Form":
        for name, value in values.items():
            name = name.replace("__", "-")
            assert name in self.fields
            self.fields[name] = value
        return self

    def send(self, action: str = ""):
        return self.client.post(self.url, self.fields | ({action: "on"} if action else {}))

    def autosave(self) -> None:
        """As Wagtail's script does: the answer changes fields of the page that stays open."""
        answer = self.client.post(self.url, self.fields, HTTP_ACCEPT="application/json").json()
        assert answer["success"], answer
        self.fields["overwrite_revision_id"] = answer["revision_id"]
        self.fields |= {
            name: value for name, value in answer["field_updates"].items() if name in self.fields
        }


def programme(event: EventPage) -> list[tuple]:
    """(title, day, hours) of the newest version."""
    event = EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()
    return [
        (one.title, f"{one.day or event.start}", f"{one.start_time:%H:%M}–{one.end_time:%H:%M}")
        for one in event.sessions.all()
    ]


def expected(first: str, second: str) -> list[tuple]:
    return [
        ("Ouverture", first, "09:00–10:00"),
        ("Ateliers", first, "14:00–17:00"),
        ("Suite", second, "09:00–12:00"),
        ("Bilan", second, "14:00–16:30"),
    ]


# --- Moved in its form ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({"start": "10/04/2027", "end": "11/04/2027"}, ("2027-04-10", "2027-04-11")),
        ({"start": "12 avril 2027"}, ("2027-04-12", "2027-04-13")),  # the end follows
        ({"start": "2027-03-06", "end": "2027-03-07"}, ("2027-03-06", "2027-03-07")),
        ({"start": "2027-01-31", "end": "2027-02-01"}, ("2027-01-31", "2027-02-01")),
        ({"start": "2028-02-28", "end": "2028-02-29"}, ("2028-02-28", "2028-02-29")),
        ({"start": "2027-04-10", "end": "2027-04-12"}, ("2027-04-10", "2027-04-11")),  # and longer
        ({"end": "2027-03-08"}, ("2027-03-05", "2027-03-06")),  # longer alone
    ],
)
def test_a_published_date_is_moved_by_its_dates_alone(admin_client, typed, days):
    event = forum()
    form = Form(admin_client, event).type(**typed)
    assert form.send("action-publish").status_code == 302
    event = EventPage.objects.get(pk=event.pk)
    assert event.start == days[0]
    assert programme(event) == expected(*days)
    if "end" not in typed:
        assert event.end == days[1]


def test_an_event_of_one_day_with_a_day_on_its_session(admin_client):
    event = published(start="2027-03-05", sessions=[session("Seule", day=march(5))])
    assert (
        Form(admin_client, event).type(start="2027-02-01").send("action-publish").status_code == 302
    )
    assert programme(event) == [("Seule", "2027-02-01", "10:00–11:00")]


def test_a_day_that_was_typed_is_meant(admin_client):
    event = forum()
    form = Form(admin_client, event)
    form.type(start="2027-04-10", end="2027-04-11", sessions__3__day="2027-04-10")
    assert form.send("action-publish").status_code == 302
    assert programme(event)[2:] == [
        ("Suite", "2027-04-11", "09:00–12:00"),
        ("Bilan", "2027-04-10", "14:00–16:30"),
    ]


def test_a_session_that_has_no_place_any_more_is_named(admin_client):
    event = forum()
    form = Form(admin_client, event).type(start="2027-04-10", end="2027-04-10")
    html = form.send("action-publish").content.decode()
    assert "« Suite » tombe en dehors des dates de l’événement." in html
    assert EventPage.objects.get(pk=event.pk).start == "2027-03-05"


def test_the_form_that_stays_open_while_it_saves_by_itself(admin_client):
    """Typed with pauses, saved at each: the day is on its way, and nothing piles up."""
    event = forum(draft)
    form = Form(admin_client, event)
    for typed in ("2027", "2027-04", "2027-04-1", "2027-04-10", "2027-04-10"):
        form.type(start=typed).autosave()
    form.type(end="2027-04-11").autosave()
    form.type(summary="Encore un mot.").autosave()
    assert programme(event) == expected("2027-04-10", "2027-04-11")
    assert form.send("action-publish").status_code == 302
    assert programme(event) == expected("2027-04-10", "2027-04-11")


def test_identifiers_and_numbers_of_sessions_outlast_saves_in_the_background(admin_client):
    event = published(
        sessions=[session("Un", "09:00", "10:00"), session("Deux")],
        speakers=[EventSpeaker(name="Ada", session_number=1)],
    )
    form = Form(admin_client, event)
    form.type(sessions__0__ORDER="2", sessions__1__ORDER="1").autosave()
    form.autosave()
    draft_ = EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()
    assert [one.title for one in draft_.sessions.all()] == ["Deux", "Un"]
    assert draft_.speakers.get().session_number == 2


# --- Duplicated -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("new", ["2027-04-10", "2027-01-04", "2027-03-06", "2027-03-05"])
def test_a_copy_has_all_its_days(desk, admin_client, new):
    event = forum()
    desk.post(reverse("events_desk:copy", args=[event.pk]), {"start": new})
    copy = EventPage.objects.exclude(pk=event.pk).get()
    second = str(datetime.date.fromisoformat(new) + datetime.timedelta(days=1))
    assert (copy.start, copy.end) == (new, second)
    assert programme(copy) == expected(new, second)


def test_a_copy_whose_day_comes_later(desk, admin_client):
    """Without a day the programme waits, and moves when the day is typed."""
    event = forum()
    desk.post(reverse("events_desk:copy", args=[event.pk]), {"start": ""})
    copy = EventPage.objects.exclude(pk=event.pk).get()
    assert (copy.start, copy.end) == ("", "")
    Form(admin_client, copy).type(start="2027-05-20").send()
    newest = EventPage.objects.get(pk=copy.pk).get_latest_revision_as_object()
    assert (newest.start, newest.end) == ("2027-05-20", "2027-05-21")
    assert programme(copy) == expected("2027-05-20", "2027-05-21")


def test_wagtails_own_copy_is_moved_by_its_form(admin_client):
    event = forum()
    admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[event.pk]),
        {"new_title": "Copie", "new_slug": "copie", "new_parent_page": event.get_parent().pk},
    )
    copy = EventPage.objects.get(slug="copie")
    form = Form(admin_client, copy).type(start="2027-10-02", end="2027-10-03")
    assert form.send("action-publish").status_code == 302
    assert programme(copy) == expected("2027-10-02", "2027-10-03")


# --- The rule ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "days", "end", "moved_days"),
    [
        (("2027-03-05", ""), ("2027-03-09", ""), [5], "", [9]),
        (("2027-03-05", "2027-03-07"), ("2027-03-06", "2027-03-07"), [6, 7], "2027-03-07", [6, 7]),
        (("2027-03-05", "2027-03-07"), ("2027-03-06", "2027-03-07"), [5, 7], "2027-03-07", [5, 7]),
        (("2027-03-05", "2027-03-06"), ("2027-03-04", "2027-03-06"), [5, 6], "2027-03-06", [5, 6]),
        (("", ""), ("2027-03-09", ""), [None, None], "", [None, None]),
        (("2027-03", ""), ("2027-03-09", ""), [None], "", [None]),
        (("2027-03-05", ""), ("", ""), [None], "", [None]),
        (("9", "x"), ("2027-03-09", "x"), [None], "x", [None]),
    ],
)
def test_the_rule(before, after, days, end, moved_days):
    told = moved(Dates(*before), Dates(*after), [day and march(day) for day in days])
    assert told == (end, [day and march(day) for day in moved_days])


def test_the_end_of_all_calendars():
    last = datetime.date.max
    assert moved(Dates("2027-03-05", ""), Dates("2027-03-09", ""), [last]) == ("", [last])
