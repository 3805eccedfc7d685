"""A draft can always be saved; every way to publish asks the same question. Each fault has its message,
on its field, and what was typed stays."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from core.publishing import PublicationRefused
from events.choices import Change
from events.models import EventPage, EventSpeaker
from events.publication import publication_errors
from setup.tree import ensure_agenda
from tests.events.factories import clock, draft, organiser, published, session
from tests.factories import AuthorityFactory, DepartementFactory, RegionFactory

pytestmark = pytest.mark.django_db


def test_the_least_event_may_be_published():
    assert publication_errors(draft()) == {}
    assert publication_errors(draft(start="", commune=None, format="", main_theme=None)) == {}


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"kind": ""}, "kind", "nature"),
        ({"end": "2026-12-01"}, "end", "avant le début"),
        ({"start": "", "end": "2026-12-01"}, "start", "début"),
        ({"start_time": "16:00", "end_time": "09:00"}, "end_time", "avant l’heure"),
        ({"end_time": "09:00"}, "start_time", "heure de début"),
        ({"start": "2026-12", "start_time": "09:00"}, "start_time", "qu’avec le jour"),
        ({"start": "2026-03-29", "start_time": "02:30"}, "start_time", "n’existe pas ce jour-là"),
        ({"time_zone": "Europe/Boé"}, "time_zone", "n’existe pas"),
        ({"change": Change.CANCELLED}, "change_reason", "pourquoi"),
        (
            {"change": Change.POSTPONED, "change_reason": "Neige"},
            "first_announced",
            "d’abord été annoncée",
        ),
    ],
)
def test_each_fault_has_its_message(fields, field, words):
    fields = {
        name: clock(value) if name.endswith("_time") else value for name, value in fields.items()
    }
    event = draft()
    for name, value in fields.items():
        setattr(event, name, value)
    assert words in publication_errors(event)[field]


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ({"day": datetime.date(2026, 12, 5)}, "day", "en dehors"),
        ({"day": datetime.date(2026, 12, 1)}, "day", "en dehors"),
        ({"start": "11:00", "end": "10:00"}, "end_time", "avant d’avoir commencé"),
        ({"start": "", "end": "10:00"}, "start_time", "heure de début"),
    ],
)
def test_a_session_has_its_own_messages(row, field, words):
    event = draft(sessions=[session(), session(title="Fausse", **row)])
    (wrong,) = (one for one in event.sessions.all() if one.title == "Fausse")
    assert words in publication_errors(event)[f"sessions.{wrong.uuid}.{field}"]


def test_a_row_cannot_name_a_session_that_is_not_there():
    event = draft(sessions=[session()], speakers=[EventSpeaker(name="A", session_number=2)])
    assert "n° 2" in publication_errors(event)["calendar_by"]


def test_publishing_an_incomplete_draft_is_refused_everywhere(client):
    event = draft(kind="")
    with pytest.raises(PublicationRefused):
        event.get_latest_revision().publish()
    client.force_login(organiser())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?id={event.pk}&next=/admin/")
    assert not EventPage.objects.get(pk=event.pk).live


def test_a_refused_schedule_does_not_stop_the_others():
    due = timezone.now() - datetime.timedelta(minutes=1)
    wrong, right = draft(kind=""), draft()
    for event in (wrong, right):
        event.save_revision(approved_go_live_at=due)
        event.get_latest_revision().save()
        EventPage.objects.filter(pk=event.pk).update(go_live_at=due)
    call_command("publish_scheduled")
    assert not EventPage.objects.get(pk=wrong.pk).live
    assert EventPage.objects.get(pk=right.pk).live


# --- The form ---------------------------------------------------------------------------------------

ROWS = ("organisers", "sessions", "speakers", "projects", "documents")


@pytest.fixture
def desk(client):
    client.force_login(organiser())
    return client


def form_data(**fields) -> dict:
    rows = {name: inline_formset(fields.pop(name, [])) for name in ROWS}
    return nested_form_data(
        {
            "title": "Une étape",
            "slug": "une-etape",
            "summary": "",
            "kind": "etape",
            "start": "3/12/2026",
            "calendar_by": "jour",
            "description": rich_text(""),
            "report": rich_text(""),
            "comments": inline_formset([]),
            **rows,
            **fields,
        }
    )


def add_url() -> str:
    return reverse("wagtailadmin_pages:add", args=["events", "eventpage", ensure_agenda()[0].pk])


def test_the_form_opens(desk):
    html = desk.get(add_url()).content.decode()
    for words in (
        "L’essentiel",
        "Programme",
        "Venir",
        "Compte rendu",
        "venir sans voiture".capitalize(),
    ):
        assert words in html


def test_a_date_in_one_form(desk):
    response = desk.post(add_url(), form_data() | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    event = EventPage.objects.get()
    assert (event.live, event.start, event.time_zone) == (True, "2026-12-03", "Europe/Paris")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("start", "30 février 2027", "n’existe pas dans le calendrier"),
        ("start", "un jour", "Écrivez une année"),
        ("end", "1er décembre 2026", "avant le début"),
        ("registration_url", "pas une adresse", "URL"),
        ("online_url", "javascript:alert(1)", "URL"),
        ("time_zone", "Mars/Olympus", "n’existe pas"),
        ("title", "é" * 10_000, "255"),
        ("venue", "V" * 10_000, "200"),
        ("start_time", "25:61", "heure"),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_kept(desk, field, typed, words):
    data = form_data(summary="Texte déjà écrit.", **{field: typed}) | {"action-publish": "1"}
    response = desk.post(add_url(), data)
    assert response.status_code == 200
    assert words in " ".join(response.context["form"].errors[field])
    assert not EventPage.objects.exists()
    html = response.content.decode()
    assert "Texte déjà écrit." in html
    assert typed in html or field == "time_zone"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE", "‮gauche", "𝕬😀", "\u200b\ufeffa", "%s%n"]
)
def test_naughty_strings_are_only_text(desk, visitor, text):
    data = form_data(title=text, summary=text, venue=text) | {"action-publish": "1"}
    assert desk.post(add_url(), data).status_code == 302
    html = visitor.get("/agenda/une-etape/").content.decode()
    assert "<script>alert" not in html
    assert visitor.get("/agenda/une-etape.ics").status_code == 200


def test_a_session_outside_the_event_is_marked_in_its_row(desk):
    rows = [
        {"title": "Ouverture", "start_time": "09:00", "end_time": "10:00"},
        {"title": "Trop tard", "day": "2026-12-09"},
    ]
    response = desk.post(add_url(), form_data(sessions=rows) | {"action-publish": "1"})
    assert response.status_code == 200
    formset = response.context["form"].formsets["sessions"]
    assert formset.forms[0].errors == {}
    assert "en dehors" in formset.forms[1].errors["day"][0]


def test_new_rows_that_share_the_blank_rows_identifier_are_told_apart(desk):
    same = "6a1d1f3e-0000-4000-8000-000000000000"
    rows = [{"title": title, "uuid": same} for title in ("A", "B", "C")]
    desk.post(add_url(), form_data(sessions=rows) | {"action-publish": "1"})
    assert len({row.uuid for row in EventPage.objects.get().sessions.all()}) == 3


def test_a_session_keeps_its_identifier_when_the_event_is_edited(desk):
    event = published(sessions=[session()])
    row = event.sessions.get()
    rows = [{"id": row.pk, "uuid": str(row.uuid), "title": "Autre titre", "start_time": "10:00"}]
    data = form_data(sessions=inline_formset(rows, initial=1)["TOTAL_FORMS"] and rows)
    data |= {"sessions-INITIAL_FORMS": "1", "action-publish": "1"}
    url = reverse("wagtailadmin_pages:edit", args=[event.pk])
    response = desk.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    (edited,) = EventPage.objects.get().sessions.all()
    assert (edited.uuid, edited.title) == (row.uuid, "Autre titre")


def test_the_zone_follows_a_changed_place_unless_it_was_chosen(desk):
    reunion = DepartementFactory(
        code="974", name="La Réunion", region=RegionFactory(code="04", name="La Réunion")
    )
    saint_denis = AuthorityFactory(code="97411", name="Saint-Denis", departement=reunion)
    event = published()
    url = reverse("wagtailadmin_pages:edit", args=[event.pk])
    data = form_data(commune=saint_denis.pk, time_zone="Europe/Paris") | {"action-publish": "1"}
    assert desk.post(url, data).status_code == 302
    assert EventPage.objects.get().time_zone == "Indian/Reunion"
    data = form_data(commune=saint_denis.pk, time_zone="Europe/Paris") | {"action-publish": "1"}
    assert desk.post(url, data).status_code == 302
    assert EventPage.objects.get().time_zone == "Europe/Paris"
