"""The editors' side: the list, one click to a draft, a question, a refusal, and what authors are told."""

import datetime
import re

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from catalogue.models import ProjectPage
from contributions import delays, exchange
from contributions.forms import LaterForm
from contributions.models import Contribution
from core import retention
from core.mail.blocked import BlockedMailbox
from core.mail.refusals import mailbox_keys, refuse
from core.signals import due
from tests.conftest import VisitorClient
from tests.factories import AuthorityFactory, ThemeFactory, UserFactory, published
from users.groups import EDITORS

from .authors import ADDRESS, fill, links, mails, send, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    """Without a token of Django's, which no visitor has."""
    return VisitorClient(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def boe():
    return AuthorityFactory(code="47031", name="Boé")


@pytest.fixture
def editor():
    published()  # the tree and the groups
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def act(editor, story, action: str, **data):
    return editor.post(f"/admin/recits/{story.pk}/", {"action": action, **data})


def send_mail() -> None:
    due.send(sender=None)


def test_one_click_makes_a_draft_of_what_was_told(visitor, editor):
    story = told(visitor)
    listed = text(editor.get("/admin/recits/"))
    assert "Un guichet unique en ligne" in listed
    assert "aujourd’hui" in listed
    assert "la rédaction" in listed
    assert "huit mois" in text(editor.get(f"/admin/recits/{story.pk}/"))
    answer = act(editor, story, "take")
    story.refresh_from_db()
    sheet = story.sheet
    assert answer.url == f"/admin/pages/{sheet.pk}/edit/"
    assert not sheet.live
    draft = sheet.get_latest_revision_as_object()
    assert (draft.origin, draft.authority.name, draft.start) == ("proposee", "Boé", "2024-03")
    assert draft.status_date == f"{timezone.now():%Y-%m}"
    assert draft.context == "<p>Les habitants devaient se déplacer trois fois.</p>"
    assert [(row.nature, str(row.amount)) for row in draft.costs.all()] == [
        ("investissement", "12500.00"),
        ("fonctionnement", "900.50"),
    ]
    assert [row.type for row in draft.difficulties.all()] == ["fournisseur"]
    assert [(str(row.quantity), row.unit) for row in draft.means.all()] == [("40.00", "jours")]
    assert (draft.contact_email, draft.answers_questions) == (ADDRESS, True)
    assert editor.get(answer.url).status_code == 200
    # Twice is once.
    assert act(editor, story, "take").url == f"/admin/recits/{story.pk}/"
    assert ProjectPage.objects.filter(origin="proposee").count() == 1


def test_a_question_is_mailed_answered_without_account_and_read(visitor, editor):
    story = told(visitor)
    act(editor, story, "take")
    assert "Écrivez la question" in text(act(editor, story, "ask", question=" "))
    act(editor, story, "ask", question="Qui l’a payé ?")
    send_mail()
    assert "Qui l’a payé" in mails()[-1].body
    (page,) = links()
    assert "Qui l’a payé" in text(visitor.get(page))
    wrong = visitor.post(page, {"reponse": "x" * 6000})
    assert wrong.status_code == 422
    assert "6 000 caractères" in text(wrong)
    answered = visitor.post(page, {"reponse": "La région, pour moitié."})
    assert "reprend la relecture" in text(visitor.get(answered.url))
    # A second window of the same page.
    assert visitor.post(page, {"reponse": "Autre chose"}).status_code == 409
    assert "La région, pour moitié." in text(editor.get(f"/admin/recits/{story.pk}/"))


def test_nobody_is_written_to_more_than_four_times(visitor, editor):
    story = told(visitor)
    act(editor, story, "take")
    for number in range(4):
        act(editor, story, "ask", question=f"Question {number} ?")
        send_mail()
        if number < 2:
            visitor.post(links()[0], {"reponse": "Oui."})
    assert "Deux questions ont été posées" in text(editor.get(f"/admin/recits/{story.pk}/"))
    act(editor, story, "decline", reason="Le sujet n’est pas numérique.")
    for _ in range(2):
        send_mail()
    assert [message.to for message in mails()] == [[ADDRESS]] * 4


def test_a_mailbox_that_refuses_reads_it_on_its_page_alone(visitor, editor):
    story = told(visitor)
    page = links()[1]
    refuse(mailbox_keys(ADDRESS)[0])
    act(editor, story, "take")
    assert "ne veut plus de courriel" in text(editor.get(f"/admin/recits/{story.pk}/"))
    act(editor, story, "ask", question="Qui l’a payé ?")
    send_mail()
    assert len(mails()) == 1
    assert "Qui l’a payé" in text(visitor.get(page))


def test_a_refusal_has_a_reason_in_words_and_is_erased_in_time(visitor, editor):
    story = told(visitor)
    page = links()[1]
    assert "Dites pourquoi" in text(act(editor, story, "decline", reason=""))
    act(editor, story, "decline", reason="Ce n’est pas\nun projet numérique.")
    send_mail()
    assert "un projet numérique." in mails()[-1].body
    assert "un projet numérique." in text(visitor.get(page))
    assert "Aucun récit n’attend" in text(editor.get("/admin/recits/"))
    assert "guichet" in text(editor.get("/admin/recits/?etat=non_retenue"))
    Contribution.objects.forget(timezone.now() + datetime.timedelta(days=29))
    assert visitor.get(page).status_code == 200
    Contribution.objects.forget(timezone.now() + datetime.timedelta(days=31))
    story.refresh_from_db()
    assert (story.email, list(story.answers)) == ("", ["titre"])
    assert set(story.events.values_list("text", flat=True)) == {""}
    assert visitor.get(page).status_code == 410
    assert editor.get(f"/admin/recits/{story.pk}/").status_code == 200


def test_a_refused_draft_forgets_its_author(visitor, editor):
    story = told(visitor)
    act(editor, story, "take")
    act(editor, story, "decline", reason="Doublon.")
    retention.forget_all(timezone.now() + datetime.timedelta(days=31))
    sheet = Contribution.objects.get(pk=story.pk).sheet
    draft = sheet.get_latest_revision_as_object()
    assert {sheet.contact_email, draft.contact_email, draft.contact_function} == {""}


def test_publication_is_told_once_whatever_way_it_came(visitor, editor):
    story = told(visitor)
    act(editor, story, "take")
    sheet = Contribution.objects.get(pk=story.pk).sheet
    send_mail()
    assert len(mails()) == 1
    draft = sheet.get_latest_revision_as_object()
    draft.summary, draft.kind, draft.main_theme = "En deux phrases.", "projet", ThemeFactory()
    draft.objectives = "<p>Moins de trajets.</p>"
    draft.save_revision().publish()
    for _ in range(2):
        send_mail()
    assert len(mails()) == 2
    assert sheet.title in mails()[-1].body
    assert sheet.slug in mails()[-1].body
    story.refresh_from_db()
    assert story.current_state() == "publiee"


def test_withdrawn_everything_is_gone_at_once(visitor, editor):
    story = told(visitor)
    page = links()[1]
    assert "est retiré" in text(visitor.post(page, {"retirer": "1"}))
    assert visitor.get(page).status_code == 410
    story.refresh_from_db()
    assert story.email == ""
    act(editor, story, "ask", question="Et alors ?")
    act(editor, story, "decline", reason="Rien.")
    send_mail()
    assert len(mails()) == 1


def test_what_may_be_the_same_project_is_seen_before_it_is_read(visitor, editor, boe):
    published(title="Un guichet unique pour les démarches en ligne", authority=boe)
    published(title="Un guichet unique pour les démarches en ligne")
    published(title="La fibre dans les écoles", authority=boe)
    first, second = told(visitor), told(visitor)
    assert text(editor.get("/admin/recits/")).count("2 récits ou fiches proches") == 2
    page = text(editor.get(f"/admin/recits/{second.pk}/"))
    assert "Un guichet unique pour les démarches en ligne" in page
    assert f"/admin/recits/{first.pk}/" in page
    assert "La fibre" not in page


def test_the_list_asks_the_same_whatever_its_length(visitor, editor, django_assert_max_num_queries):
    for _ in range(5):
        told(visitor)
    editor.get("/admin/recits/")
    with django_assert_max_num_queries(25):
        editor.get("/admin/recits/")


def test_by_telephone_the_editor_fills_in_and_the_author_corrects_and_sends(visitor, editor):
    wrong = editor.post("/admin/recits/telephone/", {"collectivite": "xyzxyz"})
    assert "Aucune collectivité" in text(wrong)
    begun = editor.post("/admin/recits/telephone/", {"collectivite": "Boé"})
    address = begun.url.removesuffix("2/")
    fill(visitor, address)
    assert "Envoyer à l’auteur" in text(visitor.get(f"{address}verifier/"))
    for _ in range(2):
        sent = send(visitor, address)
    assert "L’auteur va recevoir" in text(visitor.get(sent.url))
    (message,) = mails()
    assert message.to == [ADDRESS]
    (mailed,) = links()
    # A scanner opens it: nothing is sent.
    assert visitor.get(mailed).url == f"{mailed}verifier/"
    assert "par téléphone le" in text(visitor.get(f"{mailed}verifier/"))
    assert not Contribution.objects.confirmed().exists()
    visitor.post(f"{mailed}2/?retour", {"title": "Un guichet vraiment unique"})
    assert "La rédaction l’a reçu" in text(visitor.get(send(visitor, mailed).url))
    story = Contribution.objects.get()
    assert "Racontée par téléphone" in text(editor.get(f"/admin/recits/{story.pk}/"))
    act(editor, story, "take")
    story.refresh_from_db()
    (source,) = story.sheet.sources.all()
    assert (source.title, source.date) == (
        "Racontée par téléphone",
        timezone.localdate().isoformat(),
    )
    assert story.sheet.title == "Un guichet vraiment unique"
    assert {row.source_number for row in story.sheet.costs.all()} == {1}


def test_who_may_not_does_not(visitor, editor):
    story = told(visitor)
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.get(f"/admin/recits/{story.pk}/").status_code == 302
    assert visitor.get("/admin/recits/").status_code == 302
    # Unconfirmed, it is nobody's business.
    Contribution.objects.update(confirmed_at=None)
    assert editor.get(f"/admin/recits/{story.pk}/").status_code == 404
    assert "guichet" not in text(editor.get("/admin/recits/?etat=tous"))


def test_the_usual_delay_is_measured_or_not_said(visitor, editor):
    user = UserFactory()
    now = timezone.now()
    for days in (2, 5, 9):
        story = told(visitor)
        assert delays.usual_days() is None
        with time_machine.travel(now + datetime.timedelta(days=days, hours=1)):
            exchange.decline(story, "Non.", user)
    assert delays.usual_days() == 5
    told(visitor)
    assert "Réponse habituelle en 5 jours" in text(visitor.get(links()[1]))


def test_a_blocked_box_sends_nothing_more_whatever_the_form(visitor, editor):
    story = told(visitor)
    assert "Dites pourquoi" in text(act(editor, story, "block", reason=""))
    assert not BlockedMailbox.has(ADDRESS)
    act(editor, story, "block", reason="Des insultes.")
    assert BlockedMailbox.has(ADDRESS)
    later = LaterForm({"courriel": ADDRESS})
    assert "ne transmet plus" in later.errors["courriel"][0]


def test_stories_are_counted_for_everybody_and_for_editors(visitor, editor):
    public, desk = "/questions/chiffres/", "/admin/questions/chiffres/"
    for client, address in ((visitor, public), (editor, desk)):
        assert "Aucun projet n’a encore été raconté" in text(client.get(address))
    act(editor, told(visitor), "decline", reason="Doublon.")
    act(editor, told(visitor), "take")
    story = Contribution.objects.latest("confirmed_at")
    draft = story.sheet.get_latest_revision_as_object()
    draft.summary, draft.kind, draft.main_theme = (
        "En deux phrases.",
        "projet",
        ThemeFactory(name="Eau"),
    )
    draft.objectives = "<p>Moins de trajets.</p>"
    draft.save_revision().publish()
    send_mail()
    for client, address in ((visitor, public), (editor, desk)):
        page = text(client.get(address))
        assert "2 projets racontés, 1 publié, 1 non retenu." in page
        assert "Il est trop tôt pour dire en combien de jours la rédaction" in page
        assert re.search(r"Eau</th><td>1</td><td>1</td>", page)
