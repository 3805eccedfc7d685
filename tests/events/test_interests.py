"""« Ce projet m'intéresse »: agreed, confirmed, passed on once, withdrawn at will, forgotten in time."""

import csv
import datetime
import io

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.mail.queue import drain
from core.rate_limits import RateLimit
from core.visitor_requests import views as visitor_requests
from events import interests
from events.models import EventPage, EventProject, Interest
from tests.events.factories import TourFactory
from tests.events.test_proposals import organiser
from tests.events.visitors import call, forget, interest_data, links_in, proposal_data, stage
from tests.factories import AuthorityFactory, draft, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _boe():
    AuthorityFactory(name="Boé", code="2A931")


@pytest.fixture
def shown():
    """A stage and the sheet that it shows."""
    event, sheet = stage(), published(contact_email="porteur@agen.invalid")
    EventProject.objects.create(page=event, sheet=sheet)
    return event, sheet


def address(event, sheet) -> str:
    return f"/agenda/{event.slug}/interesse/{sheet.number}/"


@pytest.fixture
def post(visitor, django_capture_on_commit_callbacks):
    def send(event, sheet, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return visitor.post(address(event, sheet), interest_data(**fields))

    return send


@pytest.fixture
def confirmed(post, visitor):
    def make(event, sheet, **fields):
        assert post(event, sheet, **fields).status_code == 302
        confirm, withdraw, *_ = links_in(mail.outbox[-1])
        assert visitor.post(confirm).status_code == 200
        return withdraw

    return make


def test_interest_is_kept_once_confirmed(visitor, post, shown):
    event, sheet = shown
    assert sheet.title in visitor.get(address(event, sheet)).content.decode()
    response = post(event, sheet)
    assert "Il reste à confirmer" in visitor.get(response.url).content.decode()
    confirm, *_ = links_in(mail.outbox[0])
    assert "Confirmer et transmettre" in visitor.get(confirm).content.decode()
    assert not Interest.objects.confirmed().exists()
    assert "c’est confirmé" in visitor.post(confirm).content.decode()
    assert Interest.objects.confirmed().count() == 1
    assert "déjà confirmé" in visitor.post(confirm).content.decode()


def test_without_agreement_nothing_is_kept(post, shown):
    data = interest_data()
    response = post(*shown, accord="", message="Ma question")
    assert response.status_code == 422
    assert "Cochez la case" in response.context["form"].errors["accord"][0]
    assert "Ma question" in response.content.decode()
    assert data["accord"]
    assert not Interest.objects.exists()


def test_twice_is_once(post, shown):
    post(*shown)
    post(*shown, courriel="ELUE@boe.invalid")
    assert Interest.objects.count() == 1
    assert len(mail.outbox) == 1


def test_only_a_published_sheet_that_the_event_shows(visitor, shown):
    event, _ = shown
    assert visitor.get(address(event, published())).status_code == 404
    hidden = draft()
    EventProject.objects.create(page=event, sheet=hidden)
    assert visitor.get(address(event, hidden)).status_code == 404


@pytest.mark.parametrize(
    "over",
    [{"start": "2017-06-22"}, {"start": ""}, {"change": "annule", "change_reason": "Neige"}],
)
def test_an_event_that_is_long_over_takes_no_address(visitor, post, over):
    event, sheet = stage(**over), published()
    EventProject.objects.create(page=event, sheet=sheet)
    for response in (visitor.get(address(event, sheet)), post(event, sheet)):
        assert response.status_code == 410
        assert "ne sont plus recueillies" in response.content.decode()
    assert "m’intéresse" not in visitor.get(event.relative_url(None)).content.decode()


def test_the_event_s_page_leads_to_both_forms(visitor, shown):
    event, sheet = shown
    html = visitor.get(event.relative_url(None)).content.decode()
    assert "/proposer/" not in html
    assert f'href="{reverse("project_interest", args=[event.slug, sheet.number])}"' in html
    call(event)
    html = visitor.get(event.relative_url(None)).content.decode()
    assert f'href="{reverse("propose_project", args=[event.slug])}"' in html


def test_the_owner_gets_those_who_agreed_and_each_of_them_once(confirmed, post, shown):
    event, sheet = shown
    confirmed(event, sheet)
    post(event, sheet, courriel="pas-encore@boe.invalid")
    mail.outbox.clear()
    call_command("due")
    drain()
    [message] = mail.outbox
    assert message.to == ["porteur@agen.invalid"]
    assert "elue@boe.invalid" in message.body
    assert "Combien de temps" in message.body
    assert "pas-encore" not in message.body
    confirmed(event, sheet, courriel="maire@boe.invalid")
    mail.outbox.clear()
    call_command("due")
    drain()
    assert mail.outbox == []  # one list a day
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1)):
        call_command("due")
        drain()
        call_command("due")
        drain()
    [message] = mail.outbox
    assert "maire@boe.invalid" in message.body
    assert "elue@boe.invalid" not in message.body


def test_without_a_contact_the_event_s_team_gets_the_list_or_it_waits(confirmed):
    event, sheet = stage(), published()
    EventProject.objects.create(page=event, sheet=sheet)
    confirmed(event, sheet)
    assert interests.pass_on() == 0
    call(event)
    assert interests.pass_on() == 1
    drain()
    assert mail.outbox[-1].to == ["equipe@reseau.invalid"]


def test_an_agreement_is_withdrawn_by_a_button(visitor, confirmed, shown):
    withdraw = confirmed(*shown)
    assert "Retirer mon accord" in visitor.get(withdraw).content.decode()
    assert Interest.objects.exists()
    assert "Votre accord est retiré" in visitor.post(withdraw).content.decode()
    assert not Interest.objects.exists()
    assert "plus rien à retirer" in visitor.post(withdraw).content.decode()


def test_no_csrf_cookie_is_asked_for_and_nothing_is_cached(
    shown, django_capture_on_commit_callbacks
):
    browser = Client(enforce_csrf_checks=True)
    event, sheet = shown
    call(event)
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(address(event, sheet), interest_data()).status_code == 302
        propose = f"/agenda/{event.slug}/proposer/"
        assert browser.post(propose, proposal_data()).status_code == 302
    for url in (address(event, sheet), propose, links_in(mail.outbox[0])[0]):
        assert "no-store" in browser.get(url)["Cache-Control"]
    for url in links_in(mail.outbox[0])[:2]:
        assert browser.post(url).status_code == 200


def test_a_link_confirms_only_what_it_was_made_for(visitor, post, shown):
    post(*shown)
    confirm, withdraw, *_ = links_in(mail.outbox[0])
    swapped = withdraw.replace("retirer", "confirmer")
    assert visitor.post(swapped).status_code == 404
    assert not Interest.objects.confirmed().exists()
    assert visitor.post(confirm).status_code == 200


def test_too_many_mails_to_one_address_is_told_at_its_field(post, shown, monkeypatch):
    one = RateLimit("essai", times=1, period=datetime.timedelta(minutes=1))
    monkeypatch.setattr(visitor_requests, "MAILS_TO_ONE", one)
    assert post(*shown).status_code == 302
    response = post(*shown, courriel="Elue+2@boe.invalid")
    assert response.status_code == 422
    assert "beaucoup de courriels" in response.context["form"].errors["courriel"][0]


def test_forgotten_in_time(confirmed, post, shown):
    event, sheet = shown
    confirmed(event, sheet)
    post(event, sheet, courriel="jamais@boe.invalid")
    now = timezone.now()
    assert forget(now) == (0, 0)
    assert forget(now + datetime.timedelta(days=8)) == (1, 0)
    assert forget(now + datetime.timedelta(days=30 + 92)) == (1, 0)


def test_forgotten_after_a_year_where_the_day_is_not_known(confirmed):
    event, sheet = stage(), published()
    EventProject.objects.create(page=event, sheet=sheet)
    confirmed(event, sheet)
    EventPage.objects.update(begins_at=None, over_at=None)
    now = timezone.now()
    assert forget(now + datetime.timedelta(days=200)) == (0, 0)
    assert forget(now + datetime.timedelta(days=366)) == (1, 0)


def test_the_desk_shows_who_is_interested(client, confirmed, shown):
    confirmed(*shown)
    client.force_login(organiser())
    html = client.get(reverse("wagtailsnippets_events_interest:list")).content.decode()
    assert "elue@boe.invalid" in html


def test_the_people_of_a_real_project_are_not_written_to_for_a_demonstration():
    tour = TourFactory(is_demonstration=True)
    event = stage(tour=tour)
    sheet = published(contact_email="porteur@agen.invalid")
    assert Interest(event=event, sheet=sheet).recipient() == ""
    call(event, contact_email="equipe@reseau.invalid")
    assert Interest(event=event, sheet=sheet).recipient() == "equipe@reseau.invalid"


def test_the_organiser_takes_the_list_away_with_those_who_agreed_alone(
    client, confirmed, post, shown
):
    event, sheet = shown
    confirmed(event, sheet, courriel="elue@boe.invalid", message='=HYPERLINK("http://mal.invalid")')
    post(event, sheet, courriel="pas-encore@boe.invalid")
    client.force_login(organiser())
    path = reverse("wagtailsnippets_events_interest:list")
    assert "export=csv" in client.get(path).content.decode()
    response = client.get(f"{path}?export=csv")
    assert "projets-qui-interessent-" in response["Content-Disposition"]
    text = response.getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["Projet"] == sheet.title
    assert row["Collectivité"] == "Boé (Lot-et-Garonne)"
    assert row["Code (INSEE, SIREN)"] == Interest.objects.confirmed().get().authority.code
    assert row["Adresse électronique"] == "elue@boe.invalid"
    # A spreadsheet shows what was typed, and calculates nothing.
    assert row["Question ou précision"].startswith("'=HYPERLINK")
    agreed = timezone.localtime(Interest.objects.confirmed().get().confirmed_at)
    assert row["Confirmation"] == f"{agreed:%d/%m/%Y %H:%M}"
    other = client.get(f"{path}?export=csv&sheet={published().pk}")
    assert "elue@boe.invalid" not in other.getvalue().decode()
