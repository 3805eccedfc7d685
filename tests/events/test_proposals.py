"""From the public form to the answer: nothing is lost, nothing is done before it is confirmed."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from catalogue.choices import Origin
from catalogue.models import ProjectPage
from core.mail.models import OutgoingMail
from core.mail.queue import drain
from events import proposals
from events.models import EventProject, Proposal
from setup.accounts import ORGANISERS, ensure_groups, ensure_organisers
from setup.tree import ensure_agenda
from tests.events.visitors import call, forget, links_in, proposal_data, soon, stage
from tests.factories import AuthorityFactory, ThemeFactory, UserFactory, catalogue_page, published
from tests.naughty import NAUGHTY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _boe():
    AuthorityFactory(name="Boé", code="2A931")
    catalogue_page()


@pytest.fixture
def post(visitor, django_capture_on_commit_callbacks):
    def send(event, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return visitor.post(f"/agenda/{event.slug}/proposer/", proposal_data(**fields))

    return send


@pytest.fixture
def confirmed(post, visitor, django_capture_on_commit_callbacks):
    """A proposal that went all the way to its confirmation."""

    def make(event=None, **fields):
        event = event or call().event
        assert post(event, **fields).status_code == 302
        [url] = [link for link in links_in(mail.outbox[-1]) if "confirmer" in link]
        with django_capture_on_commit_callbacks(execute=True):
            assert visitor.post(url).status_code == 200
        return Proposal.objects.latest("pk")

    return make


def organiser():
    """An account of the group Animation, with the rights that an instance gives it."""
    ensure_groups(catalogue_page())
    ensure_organisers(*ensure_agenda())
    user = UserFactory()
    user.groups.add(Group.objects.get(name=ORGANISERS))
    return user


# --- the form


def test_a_proposal_is_written_and_its_author_asked_to_confirm(visitor, post):
    event = call().event
    assert "Des projets utiles." in visitor.get(f"/agenda/{event.slug}/proposer/").content.decode()
    response = post(event)
    assert response.status_code == 302
    assert "Il reste à confirmer" in visitor.get(response.url).content.decode()
    proposal = Proposal.objects.get()
    assert (proposal.authority.name, proposal.confirmed_at) == ("Boé", None)
    [message] = mail.outbox
    assert message.to == ["claude@boe.invalid"]
    assert not ProjectPage.objects.exists()
    assert not Proposal.objects.confirmed().exists()


def test_a_double_click_makes_one_record_and_one_mail(visitor, django_capture_on_commit_callbacks):
    event, data = call().event, proposal_data()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert visitor.post(f"/agenda/{event.slug}/proposer/", data).status_code == 302
    assert Proposal.objects.count() == 1
    assert len(mail.outbox) == 1


def test_a_mistyped_address_is_corrected_by_sending_again(
    visitor, django_capture_on_commit_callbacks
):
    event, data = call().event, proposal_data(courriel="claude@bo.invalid")
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(f"/agenda/{event.slug}/proposer/", data)
        visitor.post(f"/agenda/{event.slug}/proposer/", data | {"courriel": "claude@boe.invalid"})
    assert Proposal.objects.get().email == "claude@boe.invalid"
    assert [message.to[0] for message in mail.outbox] == ["claude@bo.invalid", "claude@boe.invalid"]


@pytest.mark.parametrize(
    "written",
    [
        "{n}",
        "n° {n}",
        "Fiche n° {n}",
        "/f/{n}",
        "https://x.fr/f/{n}/",
        "{url}",
        "http://127.0.0.1:8000{url}?territoire=1",
    ],
)
def test_an_existing_sheet_by_number_or_address(post, written):
    sheet = published()
    url = sheet.relative_url(None)
    response = post(
        call().event, fiche=written.format(n=sheet.number, url=url), titre="", resume=""
    )
    assert response.status_code == 302
    assert Proposal.objects.get().sheet == sheet


@pytest.mark.parametrize(
    "written",
    ["999999", "/projets/inconnue/", "n'importe quoi", "/f/99999999999999999999/", "https://"],
)
def test_a_sheet_that_is_not_there_is_told_at_its_field(post, written):
    response = post(call().event, fiche=written)
    form = response.context["form"]
    assert response.status_code == 422
    assert "Aucune fiche publiée ne répond" in form.errors["fiche"][0]
    assert form["titre"].value() == "Un guichet unique en ligne"


def test_a_draft_is_not_a_sheet_that_can_be_proposed(post):
    from tests.factories import draft

    assert "fiche" in post(call().event, fiche=str(draft().number)).context["form"].errors


def test_neither_sheet_nor_title(post):
    errors = post(call().event, titre="", resume="").context["form"].errors
    assert set(errors) == {"titre", "resume"}


def test_homonyms_are_asked(post, visitor):
    AuthorityFactory(name="Saint-Denis", code="93066")
    reunion = AuthorityFactory(name="Saint-Denis", code="97411")
    event = call().event
    response = post(event, collectivite="Saint-Denis")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Plusieurs répondent à « Saint-Denis »".replace(" ", "") in html.replace(
        "\xa0", ""
    ).replace(" ", "").replace("&nbsp;", "")
    assert 'value="97411"' in html
    assert "#id_collectivite_choisie_0" in html
    assert post(event, collectivite="Saint-Denis", collectivite_choisie="97411").status_code == 302
    assert Proposal.objects.get().authority == reunion


def test_an_unknown_authority_and_a_choice_that_is_not_offered(post):
    event = call().event
    assert (
        "Aucune collectivité"
        in post(event, collectivite="Zzyzx").context["form"].errors["collectivite"][0]
    )
    AuthorityFactory(name="Saint-Denis", code="93066")
    AuthorityFactory(name="Saint-Denis", code="97411")
    form = post(event, collectivite="Saint-Denis", collectivite_choisie="75056").context["form"]
    assert "collectivite_choisie" in form.errors


@pytest.mark.parametrize("text", NAUGHTY)
def test_naughty_strings_are_kept_as_text(client, django_capture_on_commit_callbacks, text):
    event = call().event
    fields = dict.fromkeys(("titre", "resume", "message", "nom", "fonction"), f"a {text}")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/agenda/{event.slug}/proposer/", proposal_data(**fields))
        assert response.status_code == 302
        proposal = Proposal.objects.get()
        assert proposal.confirm()
    assert "<script" not in mail.outbox[0].alternatives[0][0]
    assert "<img" not in mail.outbox[0].alternatives[0][0]
    assert ProjectPage.objects.get().title == proposal.title


def test_ten_thousand_characters_are_refused_at_their_field_and_kept(post):
    long = "ü" * 10_000
    form = post(call().event, titre=long, resume=long, message=long, nom=long).context["form"]
    assert set(form.errors) == {"titre", "resume", "message", "nom"}
    assert form["message"].value() == long


# --- the call


@pytest.mark.parametrize(
    "closed",
    [
        lambda: call(closes_on=timezone.localdate() - datetime.timedelta(days=1)).event,
        lambda: call(stage(start=soon(-3))).event,
        lambda: call(stage(change="annule", change_reason="Grève")).event,
        lambda: stage(),
    ],
)
def test_a_call_that_is_closed_says_so_and_takes_nothing(visitor, post, closed):
    event = closed()
    for response in (visitor.get(f"/agenda/{event.slug}/proposer/"), post(event)):
        assert response.status_code == 410
        assert "Aucun appel à projets" in response.content.decode()
    assert not Proposal.objects.exists()


def test_a_draft_event_has_no_form(visitor):
    event = call().event
    event.unpublish()
    assert visitor.get(f"/agenda/{event.slug}/proposer/").status_code == 404


# --- the link


def test_opening_the_link_does_nothing_and_the_button_makes_a_draft_sheet(
    post, visitor, django_capture_on_commit_callbacks
):
    theme = ThemeFactory(name="Relation aux usagers")
    post(call().event, theme=theme.pk)
    [url] = [link for link in links_in(mail.outbox[0]) if "confirmer" in link]
    assert "Confirmer ma proposition" in visitor.get(url).content.decode()
    assert not ProjectPage.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert "est confirmée" in visitor.post(url).content.decode()
    sheet = ProjectPage.objects.get()
    assert (sheet.live, sheet.origin) == (False, Origin.PROPOSED)
    assert (sheet.authority.name, sheet.main_theme) == ("Boé", theme)
    assert sheet.latest_revision
    drain()
    assert mail.outbox[-1].to == ["equipe@reseau.invalid"]
    assert "claude@boe.invalid" in mail.outbox[-1].body
    for answer in (visitor.get(url), visitor.post(url)):
        assert "déjà confirmée" in answer.content.decode()
    assert ProjectPage.objects.count() == 1


def test_an_expired_link(post, visitor):
    post(call(stage(start=soon(60))).event)
    [url] = [link for link in links_in(mail.outbox[0]) if "confirmer" in link]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        call_command("due")
        answer = visitor.post(url)
    assert answer.status_code == 410
    assert "Ce lien a expiré" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_mail_server_that_is_down_loses_neither_proposal_nor_mail(settings, post, visitor):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.core.test_mail.Down"
    response = post(call().event)
    assert response.status_code == 302
    assert visitor.get(response.url).status_code == 200
    assert Proposal.objects.count() == 1
    assert OutgoingMail.objects.waiting().count() == 1
    settings.EMAIL_BACKEND = backend
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        call_command("due")
    assert mail.outbox[0].to == ["claude@boe.invalid"]


def test_two_titles_alike_and_a_title_without_latin_letters(confirmed):
    event = call().event
    for title in ("Un guichet", "Un guichet", "田中さん"):
        confirmed(event, titre=title)
    assert ProjectPage.objects.count() == 3
    assert len(set(ProjectPage.objects.values_list("slug", flat=True))) == 3


# --- the decision


def test_picking_links_the_sheet_and_answers(client, confirmed):
    sheet = published()
    proposal = confirmed(fiche=str(sheet.number))
    client.force_login(organiser())
    url = reverse("wagtailsnippets_events_proposal:edit", args=[proposal.pk])
    assert "Un guichet" not in client.get(url).content.decode()
    response = client.post(url, {"decision": "retenue", "answer": "À 14 h."})
    assert response.status_code == 302, response.context["form"].errors
    proposal.refresh_from_db()
    assert proposal.decision == "retenue"
    assert [row.sheet for row in EventProject.objects.filter(page=proposal.call.event)] == [sheet]
    assert sheet.title in client.get(proposal.call.event.relative_url(None)).content.decode()
    drain()
    message = mail.outbox[-1]
    assert message.to == ["claude@boe.invalid"]
    assert "est retenu" in message.body
    assert "À 14 h." in message.body


def test_a_decision_is_taken_once(client, confirmed):
    proposal = confirmed()
    client.force_login(organiser())
    url = reverse("wagtailsnippets_events_proposal:edit", args=[proposal.pk])
    assert client.post(url, {"decision": "declinee", "answer": ""}).status_code == 302
    again = client.post(url, {"decision": "retenue", "answer": "Si, finalement"})
    assert again.status_code == 200
    assert "a déjà reçu une réponse" in again.content.decode()
    drain()
    assert sum("pas été retenu" in message.body for message in mail.outbox) == 1
    assert not EventProject.objects.exists()


def test_without_a_decision_nothing_is_saved(client, confirmed):
    proposal = confirmed()
    client.force_login(organiser())
    url = reverse("wagtailsnippets_events_proposal:edit", args=[proposal.pk])
    answer = client.post(url, {"answer": "Merci"})
    assert "Retenez la proposition ou déclinez-la" in answer.content.decode()


def test_the_desk_lists_what_is_confirmed_and_adds_nothing(client, confirmed, post):
    event = call().event
    confirmed(event, titre="Le projet confirmé")
    post(event, titre="Le projet en attente")
    client.force_login(organiser())
    html = client.get(reverse("wagtailsnippets_events_proposal:list")).content.decode()
    assert "Le projet confirmé" in html
    assert "Le projet en attente" not in html
    assert client.get(reverse("wagtailsnippets_events_proposal:add")).status_code in (302, 403)


def test_the_draft_under_way_gets_the_project_and_stays_a_draft(confirmed):
    sheet = published()
    proposal = confirmed(fiche=str(sheet.number))
    event = proposal.call.event
    event.title = "Titre en chantier"
    event.save_revision()
    proposals.decide(proposal, decision="retenue", answer="", user=organiser())
    event.refresh_from_db()
    assert event.title != "Titre en chantier"
    assert [row.sheet_id for row in event.projects.all()] == [sheet.pk]
    draft = event.get_latest_revision_as_object()
    assert draft.title == "Titre en chantier"
    assert [row.sheet_id for row in draft.projects.all()] == [sheet.pk]


# --- how long


def test_names_and_addresses_go_in_time(confirmed):
    declined = confirmed()
    proposals.decide(declined, decision="declinee", answer="Non.", user=None)
    waiting = confirmed(call(stage(title="Autre étape", start=soon(10))).event)
    now = timezone.now()
    assert forget(now) == (0, 0)
    assert forget(now + datetime.timedelta(days=31)) == (0, 1)
    declined.refresh_from_db()
    assert (declined.email, declined.contact_name, declined.answer) == ("", "", "")
    assert declined.title
    assert forget(now + datetime.timedelta(days=105)) == (0, 1)
    waiting.refresh_from_db()
    assert waiting.email == ""
