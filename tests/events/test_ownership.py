"""The group Animation touches events and tours of its own networks alone, whichever way it comes."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from core.schedule import note_refusal
from core.schedule import waiting as schedule_waiting
from events.models import (
    AgendaPage,
    EventOrganiser,
    EventPage,
    Interest,
    Proposal,
    TourOrganiser,
    ToursPage,
)
from network.models import Announcer, Organisation
from setup.announcers import announce_as_before
from tests import factories
from tests.page_form import fields_of
from users.groups import EDITORS

from .factories import TourFactory, draft, organiser, published
from .visitors import call

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return Organisation.objects.create(name="Notre réseau")


@pytest.fixture
def theirs():
    return Organisation.objects.create(name="Leur réseau")


@pytest.fixture
def account(ours):
    return organiser(ours)


@pytest.fixture
def desk(client, account):
    client.force_login(account)
    return client


def event_of(network, make=published, **fields):
    return make(organisers=[EventOrganiser(organisation=network)], **fields)


def tour_of(network):
    tour = TourFactory(organisers=[TourOrganiser(organisation=network)])
    tour.save_revision().publish()
    return tour


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


WAYS = [
    ("get", "/admin/pages/{0}/edit/"),
    ("get", "/admin/pages/{0}/delete/"),
    ("get", "/admin/pages/{0}/unpublish/"),
    ("get", "/admin/pages/{0}/copy/"),
    ("get", "/admin/pages/{0}/move/"),
    ("get", "/admin/pages/{0}/history/"),
    ("get", "/admin/pages/{0}/view_draft/"),
    ("get", "/admin/animation/{0}/copie/"),
    ("get", "/admin/animation/{0}/compte-rendu/"),
    ("get", "/admin/animation/{0}/alentours/"),
]


@pytest.mark.parametrize(("method", "path"), WAYS)
def test_an_event_of_another_network_is_reached_by_no_page(desk, ours, theirs, method, path):
    own, foreign = event_of(ours), event_of(theirs)
    assert getattr(desk, method)(path.format(own.pk)).status_code == 200
    answer = getattr(desk, method)(path.format(foreign.pk))
    assert answer.status_code in (302, 403)


@pytest.mark.parametrize("action", ["unpublish", "delete", "copy", "publish"])
def test_nor_by_the_api(desk, theirs, action):
    foreign = event_of(theirs)
    count = EventPage.objects.count()
    sent = {"slug": "copie", "recursive": False} if action == "copy" else {}
    path = f"/admin/api/main/pages/{foreign.pk}/action/{action}/"
    answer = desk.post(path, sent, content_type="application/json")
    assert answer.status_code in (401, 403, 404)
    assert EventPage.objects.filter(live=True).count() == count


@pytest.mark.parametrize("action", ["delete", "unpublish", "publish", "move"])
def test_nor_in_bulk(desk, ours, theirs, action):
    own = event_of(ours, make=draft if action == "publish" else published)
    foreign = event_of(theirs, make=draft)
    live = event_of(theirs)
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    keys = "&".join(f"id={page.pk}" for page in (own, foreign, live))
    desk.post(f"{path}?{keys}", {"chooser": ToursPage.objects.get().pk})
    foreign.refresh_from_db()
    live.refresh_from_db()
    assert (foreign.live, live.live) == (False, True)
    # Its own did change; none moves away from the agenda.
    own = EventPage.objects.filter(pk=own.pk).first()
    assert own is None if action == "delete" else own.live is (action != "unpublish")
    assert live.get_parent().specific == AgendaPage.objects.get()


def test_a_post_to_the_form_changes_nothing(client, desk, theirs):
    foreign = event_of(theirs)
    chief = factories.UserFactory(is_superuser=True)
    client.force_login(chief)
    sent = fields_of(client.get(edit_url(foreign))) | {"title": "Pris", "action-publish": "1"}
    client.force_login(organiser())
    client.post(edit_url(foreign), sent)
    assert EventPage.objects.get(pk=foreign.pk).title == foreign.title


def test_tours_and_their_stages_are_of_the_network_of_the_tour(desk, ours, theirs):
    own, foreign = tour_of(ours), tour_of(theirs)
    own_stage, foreign_stage = published(tour=own), published(tour=foreign)
    for page in (own, own_stage):
        assert desk.get(edit_url(page)).status_code == 200
    for page in (foreign, foreign_stage):
        assert desk.get(edit_url(page)).status_code == 302


def test_an_event_that_names_no_network_is_for_whoever_announces(desk):
    assert desk.get(edit_url(published())).status_code == 200
    named = published(organisers=[EventOrganiser(name="Un club")])
    assert desk.get(edit_url(named)).status_code == 200


@pytest.mark.parametrize("action", ["action-publish", ""])
def test_nobody_announces_for_a_network_that_is_not_theirs(desk, ours, theirs, action):
    own = event_of(ours)
    sent = fields_of(desk.get(edit_url(own))) | {
        "organisers-0-organisation": str(theirs.pk),
        "title": "Un titre tapé",
        action: "1",
    }
    answer = desk.post(edit_url(own), sent)
    html = answer.content.decode()
    assert "un réseau que vous animez" in html
    assert "Un titre tapé" in html
    assert EventPage.objects.get(pk=own.pk).organisers.get().organisation == ours


def test_nor_joins_the_tour_of_another(desk, ours, theirs):
    own, tour = event_of(ours), tour_of(theirs)
    sent = fields_of(desk.get(edit_url(own))) | {"tour": str(tour.pk)}
    assert "celle d’un autre réseau" in desk.post(edit_url(own), sent).content.decode()
    sent = {"title": "D", "kind": "etape", "start": "3/12/2026", "tour": tour.pk, "action": "draft"}
    form = desk.post(reverse("events_desk:date"), sent).context["form"]
    assert "tour" in form.errors


def test_the_desk_shows_and_offers_what_is_own(desk, ours, theirs):
    event_of(ours, title="La nôtre", make=draft)
    event_of(theirs, title="La leur", make=draft)
    tour_of(theirs)
    html = desk.get(reverse("events_desk:desk")).content.decode()
    assert "La nôtre" in html
    assert "La leur" not in html
    form = desk.get(reverse("events_desk:date")).context["form"]
    assert list(form.fields["organiser"].queryset) == [ours]
    assert not form.fields["tour"].queryset.exists()


def visitors_of(event):
    asked = call(event)
    sheet = factories.published()
    given = {"authority": sheet.authority, "confirmed_at": timezone.now()}
    proposal = Proposal.objects.create(
        submission_key=f"p{event.pk}", title=f"Proposé {event.pk}", call=asked,
        email="x@exemple.invalid", **given,
    )  # fmt: skip
    interest = Interest.objects.create(
        submission_key=f"i{event.pk}", event=event, sheet=sheet, email=f"y{event.pk}@exemple.fr", **given
    )  # fmt: skip
    return asked, proposal, interest


def test_what_visitors_sent_is_read_by_who_may_touch_the_event(desk, ours, theirs):
    mine, other = visitors_of(event_of(ours)), visitors_of(event_of(theirs))
    for own, foreign in zip(mine, other, strict=True):
        name = f"/admin/snippets/events/{foreign._meta.model_name}"
        listed = desk.get(f"{name}/").content.decode()
        assert f"/{own.pk}/" in listed
        assert f"/edit/{foreign.pk}/" not in listed
        allowed = "delete" if isinstance(own, Interest) else "edit"
        assert desk.get(f"{name}/{allowed}/{own.pk}/").status_code == 200
        for page in ("edit", "delete", "usage", "history"):
            assert desk.get(f"{name}/{page}/{foreign.pk}/").status_code in (302, 403, 404)
        bulk = f"/admin/bulk/events/{foreign._meta.model_name}/delete/?id={foreign.pk}"
        desk.post(bulk)
        assert type(foreign).objects.filter(pk=foreign.pk).exists()
    exported = desk.get("/admin/snippets/events/interest/?export=csv")
    text = b"".join(exported.streaming_content).decode()
    assert mine[2].email in text
    assert other[2].email not in text


def test_a_call_is_opened_for_an_event_of_ones_own(desk, ours, theirs):
    path = "/admin/snippets/events/projectcall/add/"
    for network, made in ((theirs, False), (ours, True)):
        event = event_of(network)
        desk.post(path, {"event": event.pk, "text": "Des projets", "contact_email": "a@exemple.fr"})
        assert hasattr(EventPage.objects.get(pk=event.pk), "call") is made


def test_the_pages_that_hold_them_are_the_editors(desk, client):
    for page in (AgendaPage.objects.get(), ToursPage.objects.get()):
        assert desk.get(edit_url(page)).status_code == 302
        assert (
            desk.get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk])).status_code != 200
        )
    client.force_login(factories.editor())
    assert client.get(edit_url(AgendaPage.objects.get())).status_code == 200


def test_who_is_an_editor_too_is_not_bound(desk, account, theirs):
    foreign = event_of(theirs)
    factories.editor()
    account.groups.add(Group.objects.get(name=EDITORS))
    assert desk.get(edit_url(foreign)).status_code == 200


def test_lists_ask_once_whatever_the_number_of_rows(desk, ours, theirs):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("wagtailadmin_explore", args=[AgendaPage.objects.get().pk]))
        return len(asked)

    for network in (ours, theirs):
        event_of(network)
    statements()  # what is read once in a process
    few = statements()
    for network in (ours, theirs) * 4:
        event_of(network)
    assert statements() <= few + 1


def test_who_announced_before_goes_on(ours, theirs):
    before, newcomer = organiser(), organiser()
    own = event_of(theirs)
    Page.objects.filter(pk=own.pk).update(owner=before)
    announce_as_before()
    assert [row.organisation for row in Announcer.objects.filter(user=before)] == [theirs]
    assert not Announcer.objects.filter(user=newcomer).exists()


def test_what_is_programmed_of_another_network_is_not_told(
    desk, account, ours, theirs, django_assert_max_num_queries
):
    soon = timezone.now() + datetime.timedelta(days=1)
    for network in (ours, theirs):
        for name in ("à venir", "autre"):
            event = event_of(network, make=draft, title=f"{network.name} {name}")
            event.go_live_at = soon
            event.save_revision().publish()
            leaving = event_of(network, title=f"{network.name} {name} part")
            EventPage.objects.filter(pk=leaving.pk).update(expire_at=soon)
            note_refusal(leaving, "non")
    html = desk.get(reverse("schedule")).content.decode()
    assert html.count("Notre réseau à venir") == 3
    assert "Leur réseau" not in html
    told = {line.label: line.count for line in schedule_waiting(account)}
    assert told["Publications programmées cette semaine"] == 2
    assert told["Pages qui expirent cette semaine"] == 2
    with django_assert_max_num_queries(5):
        schedule_waiting(account)
