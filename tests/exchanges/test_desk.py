"""The editors' list, and what they do with a question; the numbers; no address anywhere."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client, override_settings

from core.mail.blocked import BlockedMailbox
from core.mail.queue import drain
from exchanges import answering
from exchanges.models import Answer, Question
from exchanges.states import By, Kind
from tests.exchanges.questions import (
    ASKER,
    HALL,
    ask,
    data,
    link,
    mails_to,
    owner_path,
    reply,
    sheet,
    tick,
)
from tests.factories import UserFactory
from users.groups import EDITORS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(user)
    return client


def act(desk, question, action, **fields):
    return desk.post(f"/admin/questions/{question.pk}/", {"action": action, **fields}, follow=True)


def read(desk, path) -> str:
    return desk.get(f"/admin/questions/{path}").content.decode()


def test_the_list_says_state_age_and_whose_turn_it_is(visitor, desk):
    assert "Aucune question ici" in read(desk, "")
    about = sheet()
    ask(visitor, about)
    tick()
    page = read(desk, "")
    assert "Ce que cela a coûté" in page
    assert "Transmise" in page
    assert "la collectivité" in page
    assert "Ce que cela a coûté" not in read(desk, "?etat=a-faire")
    assert "Aucune question ici" in read(desk, "?etat=closes")
    assert "Ce que cela a coûté" in read(desk, "?etat=xyz")


def test_an_editor_answers_in_the_networks_name_and_publishes(visitor, desk):
    about = sheet(hall="")
    question = ask(visitor, about)
    tick()
    assert "Ce que cela a coûté" in read(desk, "?etat=a-faire")
    act(desk, question, "reprendre")
    assert Question.objects.get().state == Kind.TAKEN_OVER
    assert "Écrivez la réponse" in act(desk, question, "repondre").content.decode()
    act(desk, question, "repondre", text="Dix jours.", said_by="La DSI, par téléphone", agreed="on")
    tick()
    assert "La rédaction répond" in mails_to(ASKER)[-1].body
    assert "Ce que cela a coûté" in read(desk, "?etat=a-publier")
    act(desk, question, "publier")
    page = visitor.get(about.url).content.decode()
    assert "Dix jours." in page
    assert "Dit par La DSI, par téléphone" in page
    act(desk, question, "retirer")
    assert "Dix jours." not in visitor.get(about.url).content.decode()


def test_an_editor_finds_the_right_person(visitor, desk):
    question = ask(visitor, sheet(hall=""))
    tick()
    assert "nom@domaine.fr" in act(desk, question, "rediriger", address="x").content.decode()
    act(desk, question, "rediriger", address="dgs@baugy.invalid")
    tick()
    assert len(mails_to("dgs@baugy.invalid")) == 1
    assert "la rédaction du site" in mails_to("dgs@baugy.invalid")[0].body


def test_what_the_authority_will_get_is_seen_and_its_link_revoked(visitor, desk):
    question = ask(visitor, sheet())
    tick()
    path = owner_path()
    page = read(desk, f"{question.pk}/")
    assert "Ce que la collectivité recevra" in page
    assert "une prestation" in page
    # Its link is the owner's alone, but where no mail leaves: the editor plays both sides there.
    whose = path.partition(":")[0]  # what follows is of the second in which it was signed
    assert page.count(whose) == 1
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"):
        assert whose not in read(desk, f"{question.pk}/")
    act(desk, question, "revoquer")
    assert visitor.get(path).status_code == 410
    # Asked for anew, by another link.
    tick()
    tick(1.1)
    assert visitor.get(owner_path()).status_code == 200


def test_closed_with_a_reason_that_the_asker_reads(visitor, desk):
    question = ask(visitor, sheet())
    assert "Dites pourquoi" in act(desk, question, "clore").content.decode()
    act(desk, question, "clore", **{"clore-reason": "La fiche le dit déjà."})
    page = visitor.get(question.asker_url.removeprefix("http://127.0.0.1:8000")).content.decode()
    assert "La fiche le dit déjà" in page
    tick()
    assert mails_to(HALL) == []
    assert "autre chose" in act(desk, question, "reprendre").content.decode()


def test_a_blocked_mailbox_asks_no_more(visitor, desk):
    about = sheet()
    question = ask(visitor, about)
    ask(visitor, about, fait="autre", question="Et le délai ?", courriel="elue+1@boe.invalid")
    visitor.post(f"/f/{about.number}/demander/", data(fait="autre", question="Et la suite ?"))
    drain()
    act(desk, question, "bloquer", **{"bloquer-reason": "Insultes"})
    # Nothing else of it goes on, confirmed before or after.
    visitor.post(link(mails_to(ASKER)[-1], "/questions/confirmer/"))
    assert [one.state for one in Question.objects.all()] == [Kind.CLOSED] * 3
    assert BlockedMailbox.has("ELUE+x@boe.invalid")
    answer = visitor.post(f"/f/{about.number}/demander/", data(courriel="Elue@boe.invalid"))
    assert answer.status_code == 422
    assert "ne transmet plus" in answer.content.decode()
    page = read(desk, "bloquees/")
    assert "Insultes" in page
    assert "boe.invalid" not in page
    desk.post("/admin/questions/bloquees/", {"boite": str(BlockedMailbox.objects.get().pk)})
    assert not BlockedMailbox.has("elue@boe.invalid")


def test_numbers_are_honest(visitor, desk):
    assert (
        "Aucune question n’a encore été posée"
        in visitor.get("/questions/chiffres/").content.decode()
    )
    question = ask(visitor, sheet())
    tick()
    reply(visitor, owner_path(), question)
    page = visitor.get("/questions/chiffres/").content.decode()
    assert "1 question posée" in page.replace("\xa0", " ")
    assert "trop tôt" in page
    assert "Par thème" in read(desk, "chiffres/")


def test_no_address_anywhere(visitor, desk, caplog, capsys, django_capture_on_commit_callbacks):
    about = sheet()
    question = ask(visitor, about)
    tick()
    path = owner_path()
    colleague = "voirie@baugy.invalid"
    reply(visitor, path, question)
    second = ask(visitor, about, fait="again", courriel="autre@boe.invalid")
    tick(1.1)
    visitor.post(f"{path}{second.pk}/", {"action": "transmettre", "adresse": colleague})
    answering.publish(Answer.objects.get(), by=By.EDITOR)
    tick(1.2)
    call_command("search_rebuild", verbosity=0)
    mine = question.asker_url.removeprefix("http://127.0.0.1:8000")
    addresses = (ASKER, HALL, colleague, "autre@boe.invalid")
    shown = [
        *(
            visitor.get(one).content.decode()
            for one in (about.url, path, mine, "/questions/chiffres/")
        ),
        visitor.get(f"{path}{second.pk}/").content.decode(),
        visitor.get(f"/f/{about.number}/demander/").content.decode(),
        visitor.get("/projets/fiches.atom").content.decode(),
        visitor.get("/projets/?q=baugy").content.decode(),
        *(
            read(desk, one)
            for one in ("", "?etat=toutes", "chiffres/", f"{question.pk}/", f"{second.pk}/")
        ),
        *(path, mine, caplog.text, *capsys.readouterr()),
    ]
    for text in shown:
        for address in addresses:
            assert address not in text
    # A mail names nobody but whom it is for.
    for address in addresses:
        for other in addresses:
            if other != address:
                assert all(other not in one.body for one in mails_to(address))
