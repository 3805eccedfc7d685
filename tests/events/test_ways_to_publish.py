"""Whatever way a sheet or a date goes live, changes or leaves: what the browser posts, and what people get.

Complete, it is online, told to calendars and found; incomplete, it is refused in words and stays a draft.
"""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page, PageLogEntry, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from core.publishing import PublicationRefused, RemovalRefused
from core.schedule import REFUSED
from events.choices import Change
from events.models import EventPage, EventProject, Interest
from search.models import Outbox
from tests import factories as sheets
from tests.events import factories as events
from tests.factories import AuthorityFactory

pytestmark = pytest.mark.django_db

MAKERS = {"sheet": sheets, "event": events}
INCOMPLETE = {"sheet": {"summary": ""}, "event": {"kind": ""}}
SAID = {"sheet": "Résumez le projet", "event": "Choisissez la nature"}


@pytest.fixture(params=["sheet", "event"])
def kind(request):
    return request.param


def make(kind: str, *, complete: bool = True, live: bool = False):
    lacking = {} if complete else INCOMPLETE[kind]
    return (MAKERS[kind].published if live else MAKERS[kind].draft)(
        title="Une page à suivre", **lacking
    )


def is_live(page) -> bool:
    return Page.objects.get(pk=page.pk).live


def statuses(visitor, event) -> list[str]:
    response = visitor.get(f"/agenda/{event.slug}.ics")
    assert response.status_code == 200
    return [str(one["STATUS"]) for one in Calendar.from_ical(response.content).walk("VEVENT")]


def check_online(page, visitor) -> None:
    assert is_live(page)
    assert visitor.get(page.get_url()).status_code == 200
    assert Outbox.objects.filter(key__endswith=f":{page.pk}").exists()
    if isinstance(page, EventPage):
        assert statuses(visitor, page) == ["CONFIRMED"]


def edit_form(page, **fields) -> dict:
    """What the browser sends for the page as it is, read from the form itself."""
    values, rows = {}, {}
    form = page.get_edit_handler().get_form_class()(
        instance=page, for_user=sheets.UserFactory(is_superuser=True)
    )
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if hasattr(value, "all") or isinstance(value, list):
            value = [getattr(one, "pk", one) for one in value]
        if value not in (None, False, "", []):
            values[name] = value.isoformat() if hasattr(value, "isoformat") else value
        if "Draftail" in type(field.widget).__name__:
            values[name] = rich_text(value or "")
    for name, formset in form.formsets.items():
        found = []
        for row in formset.initial_forms:
            found.append(
                {
                    key: getattr(value, "pk", value)
                    for key in row.fields
                    if (value := row.get_initial_for_field(row.fields[key], key)) not in (None, "")
                }
                | {"id": row.instance.pk}
            )
        rows[name] = inline_formset(found, initial=len(found))
    return nested_form_data(values | rows | fields)


def edit(client, page, **fields):
    page = page.specific_class.objects.get(pk=page.pk)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    draft = page.get_latest_revision_as_object()
    return client.post(url, edit_form(draft, **fields) | {"action-publish": "1"}, follow=True)


def api(client, page, action, **data):
    return client.post(
        f"/admin/api/main/pages/{page.pk}/action/{action}/", data, content_type="application/json"
    )


# --- Going live ---------------------------------------------------------------------------------------


def by_form(client, page):
    return edit(client, page).content.decode()


def by_bulk(client, page):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{url}?id={page.pk}&next=/admin/", follow=True).content.decode()


def by_approval(client, page):
    """From the dashboard: the reviewer opens nothing but the comment."""
    user = sheets.UserFactory()
    Workflow.objects.first().start(page, user)
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, {"comment": ""}, follow=True).content.decode()


def by_schedule(client, page):
    soon = timezone.now() + datetime.timedelta(hours=1)
    page.go_live_at = soon
    try:
        page.save_revision().publish()
    except PublicationRefused as refusal:
        return str(refusal)
    with time_machine.travel(soon + datetime.timedelta(minutes=1)):
        call_command("publish_scheduled")
    return ""


def by_api(client, page):
    return " ".join(str(one) for one in _flat(api(client, page, "publish").json()))


def by_code(client, page):
    try:
        page.get_latest_revision().publish()
    except PublicationRefused as refusal:
        return str(refusal)
    return ""


def by_row(client, page):
    """No action at all: the flag of the row."""
    row = Page.objects.get(pk=page.pk)
    row.live = True
    try:
        row.save()
    except PublicationRefused as refusal:
        return str(refusal)
    return ""


def _flat(answer):
    return [
        value
        for values in answer.values()
        for value in (values if isinstance(values, list) else [values])
    ]


WAYS = [by_form, by_bulk, by_approval, by_schedule, by_api, by_code, by_row]


@pytest.mark.parametrize("way", WAYS)
def test_a_complete_page_goes_live(way, kind, admin_client, visitor):
    page = make(kind)
    Outbox.objects.all().delete()
    way(admin_client, page)
    check_online(page, visitor)


@pytest.mark.parametrize("way", WAYS)
def test_an_incomplete_one_is_refused_in_words(way, kind, admin_client):
    page = make(kind, complete=False)
    assert SAID[kind] in way(admin_client, page)
    assert not is_live(page)
    assert page.get_latest_revision().content["title"] == "Une page à suivre"


def test_an_incomplete_change_of_a_live_page_is_refused(kind, admin_client):
    page = make(kind, live=True)
    for name, value in INCOMPLETE[kind].items():
        setattr(page, name, value)
    page.save_revision()
    for way in (by_form, by_bulk, by_api, by_code):
        assert SAID[kind] in way(admin_client, page)
    live = type(page).objects.get(pk=page.pk)
    assert live.publication_errors() == {}


# --- Changing -------------------------------------------------------------------------------------------


def test_a_cancellation_from_the_form_reaches_the_calendars(admin_client, visitor):
    event = make("event", live=True)
    edit(admin_client, event, change="annule", change_reason="Neige")
    assert EventPage.objects.get().change == Change.CANCELLED
    assert statuses(visitor, event) == ["CANCELLED"]


def test_a_new_day_from_the_form_is_numbered(admin_client, visitor):
    event = make("event", live=True)
    edit(admin_client, event, start="10/12/2026")
    entry = event.calendar_entries.get()
    assert (entry.sequence, entry.content["start"]) == (1, "2026-12-10")


def test_a_draft_in_memory_tells_nothing(admin_client, visitor):
    event = make("event", live=True)
    event.start = "2026-12-10"
    event.save_revision()
    assert event.calendar_entries.get().sequence == 0


# --- Copies and aliases ---------------------------------------------------------------------------------


def copy_form(page, **fields) -> dict:
    return {
        "new_title": page.title,
        "new_slug": "copie",
        "new_parent_page": page.get_parent().pk,
        "next": "",
    } | fields


def test_a_copy_that_goes_live_is_told_and_found(kind, admin_client, visitor):
    page = make(kind, live=True)
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    admin_client.post(url, copy_form(page, publish_copies="on"))
    copy = type(page).objects.get(slug="copie")
    check_online(copy, visitor)


def test_a_copy_of_what_may_no_longer_be_published_is_a_message(kind, admin_client):
    page = make(kind, live=True)
    type(page).objects.filter(pk=page.pk).update(**INCOMPLETE[kind])
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    response = admin_client.post(url, copy_form(page, publish_copies="on"))
    assert SAID[kind] in response.content.decode()
    assert 'value="copie"' in response.content.decode()
    answer = api(admin_client, page, "copy", keep_live=True, slug="copie")
    assert (answer.status_code, SAID[kind] in answer.content.decode()) == (400, True)
    assert not type(page).objects.filter(slug="copie").exists()
    parent = page.get_parent()
    assert parent.numchild == parent.get_children().count()


def test_there_is_no_alias(kind, admin_client):
    page = make(kind, live=True)
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert 'name="alias"' not in admin_client.get(url).content.decode()
    response = admin_client.post(url, copy_form(page, alias="on"))
    assert "n’a pas d’alias" in response.content.decode()
    for data in ({}, {"update_slug": "copie"}):
        answer = api(admin_client, page, "create_alias", **data)
        assert (answer.status_code, "n’a pas d’alias" in answer.content.decode()) == (400, True)
    with pytest.raises(ValidationError), transaction.atomic():
        page.create_alias(update_slug="copie")
    assert type(page).objects.count() == 1


# --- Leaving --------------------------------------------------------------------------------------------


@pytest.fixture
def counted_on():
    """A date in which somebody is interested."""
    sheet = sheets.published()
    event = events.published(title="Étape", projects=[EventProject(sheet=sheet)])
    Interest.objects.create(
        event=event,
        sheet=sheet,
        email="a@b.invalid",
        authority=AuthorityFactory(),
        confirmed_at=timezone.now(),
    )
    return event


def test_the_api_keeps_what_people_count_on(admin_client, counted_on):
    for action, data in (("unpublish", {}), ("unpublish", {"recursive": True}), ("delete", {})):
        answer = api(admin_client, counted_on, action, **data)
        assert (answer.status_code, "1 personne intéressée" in answer.content.decode()) == (
            400,
            True,
        )
    assert is_live(counted_on)


def test_nor_does_it_go_with_its_parent(admin_client, counted_on):
    agenda = counted_on.get_parent()
    answer = api(admin_client, agenda, "unpublish", recursive=True)
    assert answer.status_code == 400
    assert api(admin_client, agenda, "delete").status_code == 400
    url = reverse("wagtailadmin_pages:unpublish", args=[agenda.pk])
    html = admin_client.post(url, {"include_descendants": "on"}, follow=True).content.decode()
    # The agenda itself is one of the pages that the site does not go without.
    assert "« Agenda » reste en ligne" in html
    url = reverse("wagtailadmin_pages:delete", args=[agenda.pk])
    html = admin_client.post(url, follow=True).content.decode()
    assert "« Étape » n’est pas supprimé" in html
    assert is_live(agenda)
    assert is_live(counted_on)


def test_code_is_asked_too(counted_on):
    for page in (counted_on, Page.objects.get(pk=counted_on.pk)):
        with pytest.raises(RemovalRefused, match="reste en ligne"), transaction.atomic():
            page.unpublish()
        with pytest.raises(RemovalRefused, match="n’est pas supprimé"), transaction.atomic():
            page.delete()
    assert is_live(counted_on)


def test_an_expiry_that_is_refused_is_not_tried_every_minute(counted_on, capsys):
    past = timezone.now() - datetime.timedelta(minutes=1)
    Page.objects.filter(pk=counted_on.pk).update(expire_at=past)
    call_command("publish_scheduled")
    call_command("publish_scheduled")
    assert is_live(counted_on)
    assert capsys.readouterr().err.count("Étape") == 1
    assert PageLogEntry.objects.filter(page=counted_on.pk, action=REFUSED).count() == 1


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_what_nobody_counts_on_leaves(action, kind, admin_client, visitor):
    page = make(kind, live=True)
    address = page.get_url()
    Outbox.objects.all().delete()
    assert api(admin_client, page, action).status_code in (200, 204)
    assert visitor.get(address).status_code == 404
    assert Outbox.objects.filter(key__endswith=f":{page.pk}").exists()


# --- Nothing answers 500 ----------------------------------------------------------------------------------


ACTIONS = {
    "move": [
        {},
        {"destination_page_id": 1},
        {"destination_page_id": 999999},
        {"destination_page_id": "self"},
    ],
    "copy": [
        {},
        {"destination_page_id": 1},
        {"destination_page_id": 999999},
        {"slug": "é è"},
        {"title": ""},
        {"recursive": True, "destination_page_id": "self"},
        {"slug": "x" * 300},
        {"title": "x" * 300},
    ],
    "create_alias": [{"destination_page_id": 1}, {"update_slug": "x" * 300}],
    "copy_for_translation": [
        {},
        {"locale": "fr"},
        {"locale": "xx"},
        {"locale": "fr", "alias": True},
    ],
    "convert_alias": [{}],
    "revert_to_page_revision": [{}, {"revision_id": 999999}],
    "publish": [{}],
    "unpublish": [{"recursive": "peut-être"}],
    "delete": [{}],
    "sans-nom": [{}],
}


@pytest.mark.parametrize("action", ACTIONS)
def test_no_action_of_the_api_fails(action, kind, admin_client):
    for data in ACTIONS[action]:
        page = make(kind, live=True)
        data = {key: page.pk if value == "self" else value for key, value in data.items()}
        assert api(admin_client, page, action, **data).status_code < 500, data
