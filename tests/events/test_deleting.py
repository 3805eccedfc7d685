"""What people count on does not go without a word."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from events.choices import Change
from events.models import EventPage, EventProject, EventSpeaker, Interest, Proposal
from tests.events.factories import change, draft, published, session
from tests.events.visitors import call
from tests.factories import AuthorityFactory
from tests.factories import published as published_sheet

pytestmark = pytest.mark.django_db
LINK = "https://inscription.exemple.fr/boe"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def delete(client, event):
    return client.post(
        reverse("wagtailadmin_pages:delete", args=[event.pk]), follow=True
    ).content.decode()


def test_an_event_where_people_may_have_registered_stays(desk):
    event = published(title="Étape", registration_url=LINK)
    html = delete(desk, event)
    assert "des personnes ont pu s’inscrire" in html
    assert EventPage.objects.filter(pk=event.pk).exists()
    change(event, change=Change.CANCELLED, change_reason="Neige")
    delete(desk, event)
    assert not EventPage.objects.exists()


def test_a_draft_or_a_past_event_may_go(desk):
    for event in (
        draft(registration_url=LINK),
        published(registration_url=LINK, start="2026-10-01"),
    ):
        delete(desk, event)
    assert not EventPage.objects.exists()


def test_what_visitors_sent_keeps_its_event(desk):
    sheet = published_sheet()
    event = published(projects=[EventProject(sheet=sheet)])
    authority = AuthorityFactory()
    common = {"authority": authority, "confirmed_at": timezone.now()}
    Interest.objects.create(event=event, sheet=sheet, email="a@b.invalid", **common)
    for number in range(2):
        Proposal.objects.create(
            call=call(event) if not number else event.call,
            title="P",
            submission_key=str(number),
            **common,
        )
    Proposal.objects.create(
        call=event.call, title="Non confirmée", submission_key="x", authority=authority
    )
    html = delete(desk, event)
    assert "2 propositions de projets, 1 personne intéressée" in html
    assert EventPage.objects.exists()


def test_it_stays_online_too(desk, admin_client):
    event = published(title="Étape", registration_url=LINK)
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[event.pk])
    html = desk.post(unpublish, follow=True).content.decode()
    assert "« Étape » reste en ligne : des personnes ont pu s’inscrire" in html
    other = published()
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    response = admin_client.post(f"{path}?id={event.pk}&id={other.pk}&next=/admin/", follow=True)
    assert "reste en ligne" in response.content.decode()
    assert {one.pk for one in EventPage.objects.live()} == {event.pk}
    change(event, change=Change.CANCELLED, change_reason="Neige")
    desk.post(unpublish)
    assert not EventPage.objects.live().exists()


def test_the_same_in_bulk(admin_client):
    kept = published(registration_url=LINK)
    gone = published()
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = admin_client.post(f"{path}?id={kept.pk}&id={gone.pk}&next=/admin/", follow=True)
    assert "ont pu s’inscrire" in response.content.decode()
    assert [one.pk for one in EventPage.objects.all()] == [kept.pk]


def form_data(event, sessions, **fields) -> dict:
    empty = {
        name: inline_formset([]) for name in ("speakers", "projects", "organisers", "documents")
    }
    return nested_form_data(
        {
            "title": event.title,
            "slug": event.slug,
            "kind": event.kind,
            "start": event.start,
            "commune": event.commune_id,
            "time_zone": event.time_zone,
            "calendar_by": event.calendar_by,
            "description": rich_text(""),
            "report": rich_text(""),
            "sessions": inline_formset(sessions, initial=event.sessions.count()),
            "action-publish": "1",
            **empty,
            **fields,
        }
    )


def rows(event, **deleted) -> list[dict]:
    return [
        {
            "id": one.pk,
            "uuid": str(one.uuid),
            "title": one.title,
            "start_time": "10:00",
            "end_time": "11:00",
            "registration_url": one.registration_url,
            "DELETE": "on" if one.title in deleted else "",
        }
        for one in event.sessions.all()
    ]


def test_a_session_where_people_may_have_registered_stays(desk):
    event = published(sessions=[session("Ouverture"), session("Atelier", registration_url=LINK)])
    path = reverse("wagtailadmin_pages:edit", args=[event.pk])
    html = desk.post(path, form_data(event, rows(event, Atelier=True))).content.decode()
    assert "« Atelier » reçoit des inscriptions" in html
    assert event.sessions.count() == 2
    response = desk.post(path, form_data(event, rows(event, Ouverture=True)))
    assert response.status_code == 302
    assert [one.title for one in event.sessions.all()] == ["Atelier"]


def with_a_speaker(event, **fields) -> list[dict]:
    (speaker,) = event.speakers.all()
    return [{"id": speaker.pk, "name": speaker.name, "session_number": 2, **fields}]


@pytest.fixture
def programme():
    return published(
        sessions=[session("Ouverture"), session("Atelier")],
        speakers=[EventSpeaker(name="Ada", session_number=2)],
    )


def place_of_speaker(event) -> int:
    return EventPage.objects.get(pk=event.pk).speakers.get().session_number


def test_a_speaker_follows_the_session_that_moves(desk, programme):
    path = reverse("wagtailadmin_pages:edit", args=[programme.pk])
    speakers = inline_formset(with_a_speaker(programme), initial=1)
    swapped = [row | {"ORDER": order} for row, order in zip(rows(programme), "21", strict=True)]
    data = form_data(programme, swapped, speakers=speakers)
    assert desk.post(path, data).status_code == 302
    assert [one.title for one in programme.sessions.all()] == ["Atelier", "Ouverture"]
    assert place_of_speaker(programme) == 1


def test_a_place_that_was_typed_is_one_of_the_new_order(desk, programme):
    path = reverse("wagtailadmin_pages:edit", args=[programme.pk])
    speakers = inline_formset(with_a_speaker(programme, session_number=1), initial=1)
    swapped = [row | {"ORDER": order} for row, order in zip(rows(programme), "21", strict=True)]
    assert desk.post(path, form_data(programme, swapped, speakers=speakers)).status_code == 302
    assert place_of_speaker(programme) == 1


def test_a_speaker_whose_session_goes_says_so(desk, programme):
    path = reverse("wagtailadmin_pages:edit", args=[programme.pk])
    speakers = inline_formset(with_a_speaker(programme), initial=1)
    gone = form_data(programme, rows(programme, Atelier=True), speakers=speakers)
    response = desk.post(path, gone)
    (form,) = response.context["form"].formsets["speakers"].forms
    assert "est retirée" in form.errors["session_number"][0]
    assert programme.sessions.count() == 2
    speakers = inline_formset(with_a_speaker(programme, session_number=""), initial=1)
    gone = form_data(programme, rows(programme, Atelier=True), speakers=speakers)
    assert desk.post(path, gone).status_code == 302
    assert place_of_speaker(programme) is None


def test_the_first_session_goes_and_the_speaker_of_the_second_stays_with_it(desk, programme):
    path = reverse("wagtailadmin_pages:edit", args=[programme.pk])
    speakers = inline_formset(with_a_speaker(programme), initial=1)
    gone = form_data(programme, rows(programme, Ouverture=True), speakers=speakers)
    assert desk.post(path, gone).status_code == 302
    assert [one.title for one in programme.sessions.all()] == ["Atelier"]
    assert place_of_speaker(programme) == 1


def test_it_may_go_once_its_address_is_gone(desk):
    event = published(sessions=[session("Ouverture"), session("Atelier", registration_url=LINK)])
    path = reverse("wagtailadmin_pages:edit", args=[event.pk])
    without = rows(event)
    without[1]["registration_url"] = ""
    assert desk.post(path, form_data(event, without)).status_code == 302
    assert desk.post(path, form_data(event, rows(event, Atelier=True))).status_code == 302
    assert [one.title for one in event.sessions.all()] == ["Ouverture"]


def proposed(event=None) -> Proposal:
    return Proposal.objects.create(
        call=call(event or published()),
        title="P",
        submission_key="c" * 32,
        authority=AuthorityFactory(),
        confirmed_at=timezone.now(),
    )


def test_a_call_does_not_take_its_proposals_with_it(admin_client):
    proposal = proposed()
    name = "wagtailsnippets_events_projectcall"
    path = reverse(f"{name}:delete", args=[proposal.call.pk])
    for answer in (admin_client.get(path, follow=True), admin_client.post(path, follow=True)):
        assert "il a reçu 1 proposition de projet" in answer.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["events", "projectcall", "delete"])
    answer = admin_client.post(f"{bulk}?id={proposal.call.pk}&next=/admin/", follow=True)
    assert "il a reçu 1 proposition de projet" in answer.content.decode()
    assert Proposal.objects.exists()
    Proposal.objects.update(confirmed_at=None)
    admin_client.post(path)
    assert not Proposal.objects.exists()


def test_a_sheet_does_not_take_those_who_ask_about_it_with_it(admin_client):
    sheet = published_sheet()
    event = published(projects=[EventProject(sheet=sheet)])
    Interest.objects.create(
        event=event,
        sheet=sheet,
        email="a@b.invalid",
        authority=AuthorityFactory(),
        confirmed_at=timezone.now(),
    )
    assert "1 personne intéressée attend" in delete(admin_client, sheet)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = admin_client.post(f"{bulk}?id={sheet.pk}&next=/admin/", follow=True)
    assert "1 personne intéressée attend" in answer.content.decode()
    assert Interest.objects.exists()
    Interest.objects.all().delete()
    assert "cela sert à 1 événement" in delete(admin_client, sheet)
    change(event, projects=[])
    delete(admin_client, sheet)
    assert not type(sheet).objects.filter(pk=sheet.pk).exists()
