"""From the mail to the owner's page, the editors' desk, and back onto the sheet; what is wrong gets its own words."""

import pytest
from django.core import mail

from catalogue.choices import Status
from catalogue.models import OwnerConfirmation
from confirmations.models import Check, OutdatedReport
from confirmations.states import Kind
from exchanges.models import OwnerAddress, Question
from suggestions.models import Suggestion
from tests.confirmations.checks import (
    CONTACT,
    HALL,
    YEAR,
    at,
    check_path,
    current,
    kinds,
    owner_path,
    say,
    tick,
)
from tests.exchanges.questions import ask, mails_to, sheet
from tests.factories import UserFactory, published
from tests.reuses.made import documented

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(visitor):
    """A sheet whose contact was asked a moment ago."""
    about = sheet(
        contact_email=CONTACT,
        contact_function="Direction des systèmes d’information",
        contact_name="Camille Dubois",
        results_text="<p>Trois cents usagers.</p>",
    )
    tick()
    tick(YEAR)
    with at(YEAR):
        yield about


def shown(page) -> str:
    return page.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_still_true_is_one_click(visitor, asked):
    [message] = mails_to(CONTACT)
    body = message.body.replace("\xa0", " ")
    for words in ("Trois cents usagers.", "En service", "Elle ne dit pas : coût de fonctionnement"):
        assert words in body
    assert "Camille" not in message.body
    # One sheet: the mail leads straight to it.
    assert f"/verifier/{asked.number}/" in message.body
    desk = shown(visitor.get(owner_path()))
    assert "Toujours vraie ?" in desk
    page = shown(visitor.get(check_path(asked)))
    assert "Trois cents usagers." in page
    assert "La fiche n’en dit rien." in page
    answer = say(visitor, asked, "vrai", fonction="Direction des systèmes d’information")
    assert answer.status_code == 302
    assert "vous l’avez confirmée aujourd’hui" in shown(visitor.get(answer.url))
    told = OwnerConfirmation.objects.get(sheet=asked)
    assert told.confirmed_by == "Direction des systèmes d’information"
    assert kinds(asked)[-2:] == [Kind.TRUE, Kind.PLANNED]
    page = shown(visitor.get(asked.url))
    assert "Confirmée par le porteur" in page


def test_the_message_opens_with_what_the_sheets_earned_and_with_nothing_invented(visitor):
    about = sheet(contact_email=CONTACT)
    documented(about, "Boé")
    ask(visitor, about)
    tick()
    tick(YEAR)
    assert "Votre fiche : 1 question, 1 reprise." in mails_to(CONTACT)[-1].body.replace("\xa0", " ")
    other = sheet(contact_email="seul@baugy.invalid")
    tick()
    tick(YEAR)
    assert "question" not in mails_to("seul@baugy.invalid")[-1].body
    assert other


def test_a_correction_changes_nothing_by_itself(visitor, asked, client):
    before = asked.specific_class.objects.get(pk=asked.pk).latest_revision_id
    answer = say(
        visitor,
        asked,
        "vrai",
        status=Status.FINISHED,
        results_text="Six cents usagers <script>alert(1)</script>",
    )
    assert "reporte sur la fiche" in shown(visitor.get(answer.url))
    page = visitor.get(asked.url).content.decode()
    assert "Six cents" not in page
    asked.refresh_from_db()
    assert (asked.status, asked.latest_revision_id) == (Status.IN_SERVICE, before)
    assert not OwnerConfirmation.objects.exists()
    assert kinds(asked)[-1] == Kind.CORRECTED
    # An editor sees what stands beside what is said, and decides; then the sheet is confirmed.
    tick()
    assert kinds(asked)[-1] == Kind.CORRECTED
    client.force_login(UserFactory(is_superuser=True))
    desk = client.get(f"/admin/verifications/{current(asked).pk}/").content.decode()
    assert "Trois cents usagers." in desk
    assert "Six cents usagers" in desk
    assert "<script>alert" not in desk
    assert "Terminé" in desk
    client.post(f"/admin/suggestions/{asked.pk}/", {"action": "accepter-tout"})
    tick()
    assert OwnerConfirmation.objects.filter(sheet=asked).exists()
    assert kinds(asked)[-2:] == [Kind.DONE, Kind.PLANNED]
    page = shown(visitor.get(asked.url))
    assert "Six cents usagers" in page
    assert f"Dit par {asked.authority.label}" in page


def test_a_project_that_stopped(visitor, asked):
    assert "terminé, suspendu ou abandonné" in shown(say(visitor, asked, "arrete"))
    answer = say(visitor, asked, "arrete", etat=Status.ABANDONED, arret="Plus de budget.")
    assert answer.status_code == 302
    assert kinds(asked)[-1] == Kind.STOPPED
    assert Suggestion.objects.get(field="status").value == {"status": Status.ABANDONED}
    # One more thing, seen later.
    assert say(visitor, asked, "corriger", tools_text="Aucun").status_code == 302


def test_somebody_else_answers_now(visitor, asked):
    question = ask(visitor, asked)
    tick()
    path = owner_path()
    new = "nouvelle@baugy.invalid"
    assert "une autre personne" in shown(
        say(visitor, asked, "plus-moi", adresse="DSI@baugy.invalid")
    )
    assert "Écrivez l’adresse" in shown(say(visitor, asked, "confier"))
    assert "nom@domaine.fr" in shown(say(visitor, asked, "plus-moi", adresse="ici"))
    answer = say(visitor, asked, "plus-moi", adresse=new)
    assert "C’est noté" in shown(answer)
    assert visitor.get(path).status_code == 410
    tick()
    assert kinds(asked)[-2:] == [Kind.HANDED_OVER, Kind.ASKED]
    # One link for all: the question went there too.
    assert len(mails_to(new)) == 2
    page = shown(visitor.get(owner_path(new)))
    assert question.label in page
    assert asked.title in page


def test_one_sheet_is_handed_to_a_colleague_and_the_others_stay(visitor):
    about = sheet(contact_email=CONTACT)
    other = published(authority=about.authority, contact_email=CONTACT)
    tick()
    tick(YEAR)
    with at(YEAR):
        assert say(visitor, about, "confier", adresse="culture@baugy.invalid").status_code == 302
        tick()
        assert kinds(about)[-1] == Kind.ASKED
        assert other.title not in mails_to("culture@baugy.invalid")[0].body
        assert say(visitor, other, "vrai").status_code == 302


def test_nobody_answers_there_any_more(visitor, asked):
    path = owner_path()
    say(visitor, asked, "plus-moi")
    assert visitor.get(path).status_code == 410
    tick()
    # A documentary sheet without another contact.
    assert kinds(asked)[-2:] == [Kind.NOT_ME, Kind.WITH_EDITORS]


def test_do_not_ask_again(visitor, asked):
    assert say(visitor, asked, "plus-demander").status_code == 302
    before = len(mail.outbox)
    tick(YEAR)
    assert len(mail.outbox) == before
    assert kinds(asked)[-1] == Kind.WITH_EDITORS
    # The owner may still say so, of himself.
    with at(10):
        assert say(visitor, asked, "vrai").status_code == 302


def test_two_people_answer_at_once_and_a_double_click_confirms_once(visitor, asked):
    stale = {"action": "corriger", "verification": current(asked).pk, "tools_text": "Matomo"}
    assert say(visitor, asked, "vrai").status_code == 302
    late = visitor.post(check_path(asked), stale)
    assert late.status_code == 409
    assert "vient d’y répondre" in shown(late)
    assert "Matomo" in shown(late)
    twice = visitor.post(check_path(asked), {**stale, "action": "vrai", "tools_text": ""})
    assert twice.status_code == 409
    assert OwnerConfirmation.objects.count() == 1


def test_nothing_typed_is_lost(visitor, asked):
    empty = say(visitor, asked, "corriger")
    assert empty.status_code == 422
    assert "au moins une correction" in shown(empty)
    long = say(visitor, asked, "corriger", results_text="a" * 5_001, tools_text="Matomo")
    assert long.status_code == 422
    assert "Matomo" in shown(long)
    assert "raccourcissez" in shown(long)
    foreign = visitor.post(
        check_path(asked),
        {"action": "corriger", "tools_text": "Matomo"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert foreign.status_code == 403
    assert "Matomo" in shown(foreign)
    for data in ({}, {"action": "rien"}, {"action": "vrai", "verification": "x" * 300}):
        assert visitor.post(check_path(asked), data).status_code in (200, 409)
    assert say(visitor, asked, "corriger", status="inconnu").status_code == 422


def test_a_link_opens_its_own_sheets_alone_and_a_scanner_does_nothing(visitor, asked):
    other = published()
    tick()
    path = owner_path()
    assert visitor.get(f"{path}verifier/{other.number}/").status_code == 410
    assert visitor.get(f"{path}verifier/999999/").status_code == 410
    assert visitor.get(f"{path[:-9]}/verifier/{asked.number}/").status_code == 404
    for _ in range(3):
        assert visitor.get(check_path(asked)).status_code == 200
    assert kinds(asked)[-1] == Kind.ASKED
    asked.unpublish()
    assert visitor.get(check_path(asked)).status_code == 410


def test_a_reader_reports_and_confirms(visitor):
    about = sheet(contact_email=CONTACT)
    tick()
    from confirmations.forms import ReportForm
    from core.visitor_requests import tokens
    from tests.exchanges.questions import drain, link

    path = f"/f/{about.number}/signaler/"
    assert path in visitor.get(about.url).content.decode()
    assert visitor.post(path, {}).status_code == 422
    with at(-0.01):
        token = tokens.issue(ReportForm.name())
    data = {
        **{"jeton": token, "quoi": "source", "precision": "Erreur 404"},
        "courriel": "lectrice@exemple.invalid",
    }
    assert "adresse de site" in shown(visitor.post(path, {**data, "precision": "https://x.fr"}))
    assert visitor.post(path, data).status_code == 302
    drain()
    confirming = link(mail.outbox[-1], "/signalements/confirmer/")
    assert visitor.get(confirming).status_code == 200
    assert kinds(about) == [Kind.PLANNED]
    assert visitor.post(confirming).status_code == 200
    assert visitor.post(confirming).status_code == 200
    assert kinds(about) == [Kind.PLANNED, Kind.SIGNALLED]
    assert OutdatedReport.objects.get().label == "Une source ne s’ouvre plus"
    assert visitor.get("/f/999999/signaler/").status_code == 404


def test_two_unanswered_questions_bring_the_check(visitor):
    about = sheet(hall="")
    for fact in ("costs", "again"):
        ask(visitor, about, fait=fact, courriel=f"{fact}@exemple.invalid")
    for day in (0, 29, 60):
        tick(day)
    assert Question.objects.with_state().filter(current="sans_nouvelles").count() == 2
    assert Kind.SIGNALLED in kinds(about)


def test_no_address_anywhere(visitor, asked, client, caplog, capsys):
    say(visitor, asked, "confier", adresse="culture@baugy.invalid")
    tick()
    client.force_login(UserFactory(is_superuser=True))
    number = Check.objects.open().get().pk
    pages = [
        visitor.get(path).content.decode()
        for path in (
            *(asked.url, owner_path("culture@baugy.invalid"), "/questions/chiffres/"),
            *(check_path(asked, "culture@baugy.invalid"), f"/f/{asked.number}/signaler/"),
            *("/projets/fiches.atom", "/projets/?q=baugy"),
        )
    ]
    pages += [
        client.get(f"/admin/verifications/{path}").content.decode()
        for path in ("", "?etat=attente", "?etat=closes", f"{number}/")
    ]
    texts = [*pages, caplog.text, *capsys.readouterr(), owner_path("culture@baugy.invalid")]
    for text in texts:
        for address in (CONTACT, HALL, "culture@baugy.invalid"):
            assert address not in text
    for one in mail.outbox:
        for address in (CONTACT, HALL, "culture@baugy.invalid"):
            assert one.to == [address] or address not in one.body
    assert OwnerAddress.objects.count() >= 2
