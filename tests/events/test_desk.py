"""The organiser's desk, used as its users do, and refused to the others."""

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from events.choices import Change
from events.desk.neighbours import clashes, witnesses
from events.models import EventPage
from home.models import HomePage
from network.models import Announcer, Organisation
from setup.tree import ensure_agenda
from tests.events.factories import (
    clock,
    draft,
    published,
)
from tests.factories import (
    AuthorityFactory,
    SheetFactory,
    ThemeFactory,
    UserFactory,
    catalogue_page,
    editor,
)
from tests.factories import draft as draft_sheet
from users.groups import ORGANISERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def url(name: str, *args) -> str:
    return reverse(f"events_desk:{name}", args=args)


def date(**fields) -> dict:
    return {
        "title": "Journée de Boé",
        "kind": "journee_etude",
        "start": "3 décembre 2026",
        "start_time": "09:00",
        "end_time": "17:00",
        "action": "publish",
        **fields,
    }


# --- Who may --------------------------------------------------------------------------------------------


def test_the_group_sees_its_desk_in_the_menu(desk):
    html = desk.get("/admin/").content.decode()
    assert url("desk") in html
    assert desk.get(url("desk")).status_code == 200


@pytest.mark.parametrize("name", ["desk", "date", "tour"])
def test_an_account_without_rights_is_refused_by_the_server(client, name):
    from django.contrib.auth.models import Permission

    ensure_agenda()
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for response in (client.get(url(name)), client.post(url(name), date())):
        assert response.status_code == 302
        assert response.url.startswith("/admin/")
    assert not EventPage.objects.exists()


@pytest.mark.parametrize("name", ["copy", "report", "neighbours"])
def test_the_same_for_what_is_done_to_an_event(client, name):
    from django.contrib.auth.models import Permission

    event = published()
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.post(url(name, event.pk), {"report": rich_text("<p>x</p>")}).status_code == 302
    assert EventPage.objects.count() == 1


def test_an_editor_may_too(client):
    ensure_agenda()
    client.force_login(editor())
    assert client.get(url("desk")).status_code == 200


def test_organisers_touch_events_and_nothing_else(desk):
    sheet = draft_sheet()
    home = HomePage.objects.get()
    refused = [
        reverse("wagtailadmin_pages:edit", args=[sheet.pk]),
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        reverse("wagtailadmin_pages:delete", args=[sheet.pk]),
        reverse("wagtailadmin_pages:add", args=["catalogue", "projectpage", catalogue_page().pk]),
        reverse("wagtailadmin_pages:add", args=["home", "plainpage", home.pk]),
        reverse("wagtailusers_users:index"),
        reverse("wagtailsites:index"),
        "/admin/snippets/network/organisation/",
        "/admin/snippets/taxonomy/theme/",
        "/admin/territoires/new/",
    ]
    for path in refused:
        assert desk.get(path).status_code in (302, 403, 404), path
    title = sheet.title
    desk.post(refused[0], {"title": "Pris", "slug": "pris", "action-publish": "1"})
    desk.post(refused[2])
    assert Page.objects.get(pk=sheet.pk).title == title


def test_organisers_may_add_events_and_tours(desk):
    agenda, tours = ensure_agenda()
    for app, model, parent in (("events", "eventpage", agenda), ("events", "tourpage", tours)):
        assert (
            desk.get(reverse("wagtailadmin_pages:add", args=[app, model, parent.pk])).status_code
            == 200
        )


# --- A date ---------------------------------------------------------------------------------------------


@pytest.fixture
def network(desk):
    """Which the account of the desk announces for."""
    network = Organisation.objects.create(name="Les Interconnectés")
    account = get_user_model().objects.get(groups__name=ORGANISERS)
    Announcer.objects.create(user=account, organisation=network)
    return network


def test_a_date_is_posted_in_one_form(desk, visitor, network):
    boe = AuthorityFactory(code="47031", name="Boé")
    response = desk.post(url("date"), date(commune="Boé", organiser=network.pk))
    event = EventPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert event.live
    assert (event.start, event.start_time, event.commune) == ("2026-12-03", clock("09:00"), boe)
    assert event.organisers.get().organisation == network
    assert visitor.get("/agenda/journee-de-boe/").status_code == 200
    assert event.calendar_entries.count() == 1


def test_the_next_date_starts_from_the_network_and_kind_of_the_last(desk, network):
    desk.post(url("date"), date(kind="webinaire", organiser=network.pk))
    form = desk.get(url("date")).context["form"]
    assert (form["kind"].value(), form["organiser"].value()) == ("webinaire", network.pk)
    assert form["title"].value() is None


def test_what_is_folded_opens_when_something_in_it_is_wrong(desk):
    assert not desk.get(url("date")).context["form"].is_open()
    response = desk.post(url("date"), date(end="1/12/2026"))
    assert response.context["form"].is_open()


def test_the_same_title_twice_gets_an_address_of_its_own(desk):
    for _ in range(2):
        desk.post(url("date"), date(action="draft"))
    assert {one.slug for one in EventPage.objects.all()} == {"journee-de-boe", "journee-de-boe-1"}
    assert not EventPage.objects.filter(live=True).exists()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"start": "30/02/2027"}, "start", "n’existe pas dans le calendrier"),
        ({"start": ""}, "start", ""),
        ({"end": "1/12/2026"}, "end", "avant le début"),
        ({"start_time": "17:00", "end_time": "09:00"}, "end_time", "avant l’heure"),
        ({"commune": "Atlantide"}, "commune", "aucune commune"),
        ({"registration_url": "nulle part"}, "registration_url", "URL"),
        ({"title": "T" * 10_000}, "title", "200"),
        ({"kind": "x"}, "kind", ""),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_kept(desk, fields, field, words):
    response = desk.post(url("date"), date(venue="Salle des fêtes", **fields))
    assert words in " ".join(response.context["form"].errors[field])
    assert "Salle des fêtes" in response.content.decode()
    assert not EventPage.objects.exists()


def test_homonyms_are_asked(desk):
    for code in ("47001", "33001"):
        AuthorityFactory(code=code, name="Saint-Denis")
    response = desk.post(url("date"), date(commune="Saint-Denis"))
    message = response.context["form"].errors["commune"][0]
    assert "(47001)" in message
    assert "(33001)" in message
    assert desk.post(url("date"), date(commune="Saint-Denis (33001)")).status_code == 302
    assert EventPage.objects.get().commune.code == "33001"


def test_clashes_are_shown_before_a_date_is_published(desk):
    other = published(title="Congrès voisin", start="2026-12-03")
    response = desk.post(url("date"), date())
    assert response.status_code == 200
    assert "Congrès voisin" in response.content.decode()
    assert EventPage.objects.count() == 1
    response = desk.post(url("date"), date(seen=response.context["seen"]))
    assert response.status_code == 302
    assert EventPage.objects.exclude(pk=other.pk).get().live


def test_looking_around_saves_nothing(desk):
    response = desk.post(url("date"), date(action="check"))
    assert response.context["clashes"] == []
    assert not EventPage.objects.exists()


# --- Clashes and witnesses ---------------------------------------------------------------------------------


def test_what_clashes():
    theme = ThemeFactory()
    agen = AuthorityFactory(name="Agen", lon=0.62, lat=44.2)
    boe = AuthorityFactory(name="Boé", lon=0.63, lat=44.17)
    lille = AuthorityFactory(name="Lille", lon=3.06, lat=50.63)
    published(title="Même jour, loin", start="2026-12-03", commune=lille)
    published(title="Même jour, près", start="2026-12-02", end="2026-12-04", commune=boe)
    published(title="Même thème", start="2026-12-08", commune=lille, main_theme=theme)
    published(title="Près", start="2026-11-30", commune=boe)
    published(title="Ni l’un ni l’autre", start="2026-12-08", commune=lille)
    published(title="Trop tard", start="2026-12-20", commune=boe, main_theme=theme)
    published(title="Annulé", start="2026-12-03", change=Change.CANCELLED, change_reason="x")
    published(title="Quel jour ?", start="2026-12", commune=boe)
    draft(title="Brouillon", start="2026-12-03")
    found = clashes(start="2026-12-03", commune=agen, themes=[theme])
    assert [one.event.title for one in found] == [
        "Même jour, près",
        "Même jour, loin",
        "Près",
        "Même thème",
    ]
    assert found[0].reasons == ("le même jour", "à moins de 10 km")
    assert found[2].reasons == ("3 jours avant", "à moins de 10 km")
    assert found[3].reasons == ("5 jours après", "même thème")
    assert clashes(start="2026-12", commune=agen) == []
    assert clashes(start="2026-12-03", exclude=found[0].event.pk)[0].event != found[0].event


def test_who_could_testify():
    agen = AuthorityFactory(name="Agen", lon=0.62, lat=44.2)
    near = AuthorityFactory(name="Boé", lon=0.63, lat=44.17)
    farther = AuthorityFactory(name="Nérac", lon=0.34, lat=44.13)
    far = AuthorityFactory(name="Lille", lon=3.06, lat=50.63)
    SheetFactory(title="Près", authority=near)
    SheetFactory(title="Plus loin, volontaire", authority=farther, speaks_at_stages=True)
    SheetFactory(title="À Lille", authority=far, speaks_at_stages=True)
    draft_sheet(title="Brouillon", authority=near)
    found = witnesses(agen)
    assert [(one.sheet.title, one.is_willing) for one in found] == [
        ("Plus loin, volontaire", True),
        ("Près", False),
    ]
    assert witnesses(None) == []


def test_both_are_shown_for_an_event(desk):
    event = draft(start="2026-12-03")
    published(title="Congrès voisin", start="2026-12-03")
    html = desk.get(url("neighbours", event.pk)).content.decode()
    assert "Congrès voisin" in html
