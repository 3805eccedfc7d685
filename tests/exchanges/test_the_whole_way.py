"""A question as all its people live it: the passer-by, the asker, the owner, the page of the sheet."""

import json
import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from catalogue.models import ProjectPage
from core.mail.queue import drain
from core.mail.refusals import is_refused
from exchanges import answering
from exchanges.models import Answer, OwnerAddress, Question
from exchanges.states import By, Kind
from tests.exchanges.questions import (
    ASKER,
    CONTACT,
    HALL,
    ask,
    data,
    link,
    links_in,
    mails_to,
    owner_path,
    reply,
    sheet,
    tick,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_asked_confirmed_sent_answered_and_on_the_sheet(visitor):
    about = sheet()
    page = visitor.get(about.url).content.decode()
    assert f"/f/{about.number}/demander/?fait=costs" in page
    form = visitor.get(f"/f/{about.number}/demander/?fait=costs").content.decode()
    assert "ira à la mairie de Baugy" in form
    assert HALL not in form
    question = ask(visitor, about)
    tick()
    [sent] = mails_to(HALL)
    assert "Ce que cela a coûté" in sent.body
    assert "Maintenance comprise" in sent.body
    assert "annuaire de l’administration" in sent.body
    assert "Ne plus jamais recevoir" in sent.body
    assert ASKER not in sent.body
    path = owner_path()
    assert "Ce que cela a coûté" in visitor.get(path).content.decode()
    answer = reply(visitor, path, question)
    assert answer.status_code == 302
    assert "votre réponse est partie" in visitor.get(answer.url).content.decode()
    tick()
    assert "la première année" in mails_to(ASKER)[-1].body
    mine = link(mails_to(ASKER)[-1], "/questions/")
    shown = visitor.get(mine).content.decode()
    assert "Vous avez une réponse" in shown
    assert "la première année" in shown
    # Both agreed: an editor accepts, and only then it is on the sheet.
    assert "la première année" not in visitor.get(about.url).content.decode()
    given = Answer.objects.get()
    assert answering.publish(given, by=By.EDITOR)
    page = visitor.get(about.url).content.decode()
    assert "la première année" in page
    assert "Dit par Direction des systèmes d’information" in page
    machines = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    [said] = json.loads(machines[-1])["@graph"]
    assert said["acceptedAnswer"]["author"]["name"] == "Direction des systèmes d’information"
    assert "Maintenance comprise" in page
    for address in (ASKER, HALL):
        assert address not in page
    # And the asker takes it back.
    visitor.post(mine, {"action": "accord"})
    assert "la première année" not in visitor.get(about.url).content.decode()
    assert not Answer.objects.shown().exists()


def test_what_is_said_on_the_page_of_a_validated_sheet_needs_no_editor(visitor):
    about = sheet()
    ProjectPage.objects.filter(pk=about.pk).update(origin="validee")
    question = ask(visitor, about)
    tick()
    reply(visitor, owner_path(), question)
    assert Answer.objects.shown().count() == 1
    # The owner takes it off again.
    visitor.post(owner_path(), {"reponse": str(Answer.objects.get().pk)})
    assert not Answer.objects.shown().exists()


@pytest.mark.parametrize(("asker", "owner"), [(False, True), (True, False), (False, False)])
def test_nothing_is_published_without_both_consents(visitor, asker, owner):
    about = sheet()
    question = ask(visitor, about, **({} if asker else {"publier": ""}))
    tick()
    reply(visitor, owner_path(), question, publiable="oui" if owner else "non")
    given = Answer.objects.get()
    assert not given.may_be_published
    assert not answering.publish(given, by=By.EDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=given.pk).update(accepted_at=given.answered_at)
    assert "la première année" not in visitor.get(about.url).content.decode()


def test_to_the_contact_first_and_never_to_the_asker(visitor):
    about = sheet(contact_email=CONTACT, contact_function="Directrice du numérique")
    form = visitor.get(f"/f/{about.number}/demander/").content.decode()
    assert "la personne-ressource du projet (Directrice du numérique)" in form
    ask(visitor, about)
    tick()
    assert len(mails_to(CONTACT)) == 1
    assert mails_to(HALL) == []
    ask(visitor, about, fait="again", courriel="DSI+x@Baugy.invalid")
    tick()
    assert len(mails_to(CONTACT)) == 1
    assert len(mails_to(HALL)) == 1


def test_without_anybody_the_team_looks(visitor):
    about = sheet(hall="")
    form = visitor.get(f"/f/{about.number}/demander/").content.decode()
    assert "l’équipe du réseau" in form
    question = ask(visitor, about)
    tick()
    assert question.state == Kind.WITH_EDITORS
    assert len(mail.outbox) == 1


def test_equal_questions_are_grouped_and_one_answer_serves_all(visitor):
    about = sheet()
    others = [f"n{number}@exemple.invalid" for number in range(4)]
    first = ask(visitor, about, courriel=others[0])
    tick()
    for address in others[1:]:
        ask(visitor, about, courriel=address, question="")
        tick()
    assert len(mails_to(HALL)) == 1
    page = visitor.get(about.url).content.decode()
    assert "4 autres l’ont demandé" in page
    assert "4 collectivités le demandent" in visitor.get(owner_path()).content.decode()
    reply(visitor, owner_path(), first)
    tick()
    assert [len(mails_to(address)) for address in others] == [2, 2, 2, 2]
    assert Answer.objects.count() == 1


def test_two_others_are_not_told(visitor):
    about = sheet()
    for number in range(2):
        ask(visitor, about, courriel=f"n{number}@exemple.invalid")
    assert "l’ont demandé" not in visitor.get(about.url).content.decode()


def test_asking_the_same_twice_is_one_question(visitor):
    about = sheet()
    first = ask(visitor, about)
    second = ask(visitor, about, courriel="Elue+bis@boe.invalid")
    assert second.state == Kind.CLOSED
    assert first.state == Kind.CONFIRMED
    tick()
    assert len(mails_to(HALL)) == 1
    mine = visitor.get(link_of(second)).content.decode()
    assert "déjà posé" in mine


def test_back_to_a_form_that_was_confirmed_and_another_question(visitor):
    about, sent = sheet(), data()
    path = f"/f/{about.number}/demander/"
    other = sent | {"fait": "autre", "question": "Combien de personnes ?"}
    for posted in (sent, other, other):
        answer = visitor.post(path, posted)
        assert answer.status_code == 302, answer.context["form"].errors
        drain()
        for one in mails_to(ASKER):
            visitor.post(link(one, "/questions/confirmer/"))
    assert [one.text for one in Question.objects.confirmed().order_by("pk")] == [
        "Maintenance comprise ?",
        "Combien de personnes ?",
    ]
    assert Question.objects.count() == 2


def link_of(question) -> str:
    return question.asker_url.removeprefix("http://127.0.0.1:8000")


def test_an_owner_hands_on_and_leaves(visitor):
    about = sheet()
    question = ask(visitor, about)
    tick()
    path = owner_path()
    colleague = "voirie@baugy.invalid"
    same = visitor.post(f"{path}{question.pk}/", {"action": "transmettre", "adresse": HALL})
    assert same.status_code == 422
    visitor.post(f"{path}{question.pk}/", {"action": "transmettre", "adresse": colleague})
    tick()
    assert len(mails_to(colleague)) == 1
    assert "vous a confié" in mails_to(colleague)[0].body
    theirs = owner_path(colleague)
    done = visitor.post(f"{theirs}{question.pk}/", {"action": "plus-moi"})
    assert "C’est noté" in done.content.decode()
    assert visitor.get(theirs).status_code == 410
    tick()
    # Back to the town hall, a day after its last new question at the soonest; nobody at the dead address.
    tick(1.1)
    assert len(mails_to(HALL)) == 2
    assert len(mails_to(colleague)) == 1


def test_what_is_no_longer_asked_is_put_off_and_handed_to_nobody(visitor):
    question = ask(visitor, sheet())
    tick()
    path, colleague = f"{owner_path()}{question.pk}/", "voirie@baugy.invalid"
    foreign = visitor.post(
        path,
        {"action": "transmettre", "adresse": colleague},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert colleague in foreign.content.decode()
    visitor.post(link_of(question), {"action": "retirer"})
    before = question.events.count()
    for action in ("transmettre", "plus-tard", "signaler"):
        answer = visitor.post(path, {"action": action, "adresse": colleague})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "La personne a retiré sa question entre-temps" in page
        assert (colleague in page) == (action == "transmettre")
    assert question.events.count() == before
    # A link of the authority opens all its sheets: nobody has it for nothing, nor is asked about them.
    assert not OwnerAddress.objects.filter(email=colleague).exists()


def test_not_now_is_one_reminder_in_a_month(visitor):
    question = ask(visitor, sheet())
    tick()
    visitor.post(f"{owner_path()}{question.pk}/", {"action": "plus-tard"})
    tick(29)
    assert len(mails_to(HALL)) == 1
    tick(31)
    assert len(mails_to(HALL)) == 2


def test_a_misplaced_question_is_the_editors(visitor):
    question = ask(visitor, sheet())
    tick()
    path = owner_path()
    visitor.post(f"{path}{question.pk}/", {"action": "signaler"})
    assert question.events.last().kind == Kind.REPORTED
    assert "Aucune question" in visitor.get(path).content.decode()


def test_the_asker_withdraws_and_the_owner_reads_so(visitor):
    question = ask(visitor, sheet())
    tick()
    mine = link_of(question)
    assert "est retirée" in visitor.post(mine, {"action": "retirer"}).content.decode()
    assert "autre chose entre-temps" in visitor.post(mine, {"action": "retirer"}).content.decode()
    said = {"action": "suite", "suite": "abandonne", "precision": "Trop cher pour nous"}
    late = visitor.post(mine, said)
    assert late.status_code == 409
    assert "Trop cher pour nous" in late.content.decode()
    late = reply(visitor, owner_path(), question, reponse="Tout mon texte")
    assert late.status_code == 409
    page = late.content.decode()
    assert "a retiré sa question entre-temps" in page
    assert "Tout mon texte" in page
    assert not Answer.objects.exists()
    assert len(mails_to(ASKER)) == 1


def test_two_answer_at_once_and_the_second_keeps_its_words(visitor):
    question = ask(visitor, sheet())
    tick()
    reply(visitor, owner_path(), question)
    second = reply(visitor, owner_path(), question, reponse="La mienne")
    assert second.status_code == 409
    page = second.content.decode()
    assert "vient d’y répondre" in page
    assert "La mienne" in page
    assert Answer.objects.count() == 1
    tick()
    assert len(mails_to(ASKER)) == 2


def test_links_that_are_cut_or_opened_by_a_scanner(visitor):
    question = ask(visitor, sheet())
    tick()
    reply(visitor, owner_path(), question)
    tick()
    before = question.events.count()
    opened = 0
    for message in list(mail.outbox):
        for one in links_in(message):
            visitor.get(one)
            if one.startswith(("/questions/", "/collectivite/", "/courriels/")):
                opened += 1
                assert visitor.get(one[:-7] + "/").status_code == 404
    assert opened >= 5
    assert question.events.count() == before
    assert not is_refused(HALL)
    assert not is_refused(ASKER)


def test_an_owner_opens_nothing_of_another_authority(visitor):
    question = ask(visitor, sheet())
    foreign = ask(visitor, sheet(hall="autre@exemple.invalid"), courriel="autre@boe.invalid")
    tick()
    path = owner_path(HALL)
    assert visitor.get(f"{path}{question.pk}/").status_code == 200
    assert visitor.get(f"{path}{foreign.pk}/").status_code == 410
    assert reply(visitor, path, foreign).status_code == 410


def test_a_dead_owners_link_brings_a_new_one_where_the_authority_is_known(visitor):
    question = ask(visitor, sheet())
    tick()
    path = owner_path()
    event = question.events.last()
    event.recipient.end("revoquee")
    dead = visitor.get(path)
    assert dead.status_code == 410
    assert "Recevoir un nouveau lien" in dead.content.decode()
    before = len(mails_to(HALL))
    assert "vient d’y partir" in visitor.post(path).content.decode()
    tick()
    assert len(mails_to(HALL)) == before + 1
    assert visitor.get(owner_path()).status_code == 200
    assert visitor.get(path).status_code == 410


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("question", "x" * 10_000, "1\u202f500 au plus"),
        ("question", "voir https://exemple.invalid", "ne peut pas contenir d’adresse de site"),
        ("question", '<a href="x">', "ne peut pas contenir d’adresse de site"),
        ("courriel", "nulle part", "nom@domaine.fr"),
        ("fait", "n’importe quoi", "Choisissez dans cette liste"),
        ("souhaite", "x", "Choisissez une réponse, un appel ou une visite"),
        ("collectivite", "xyzxyz", "Aucune collectivité"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(visitor, field, value, words):
    about = sheet()
    sent = data(**{"question": "Et la suite ?"} | {field: value})
    answer = visitor.post(f"/f/{about.number}/demander/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Élue au numérique" in page
    assert ("Et la suite" in page) or field == "question"
    assert not Question.objects.exists()


def test_other_needs_words(visitor):
    answer = visitor.post(f"/f/{sheet().number}/demander/", data(fait="autre", question=""))
    assert "ne dit pas quoi" in answer.content.decode()


def test_html_is_shown_as_typed(visitor):
    question = ask(visitor, sheet(), question="<b>Gras</b> & <script>alert(1)</script>")
    tick()
    [sent] = mails_to(HALL)
    assert "<script>" not in sent.alternatives[0][0]
    page = visitor.get(f"{owner_path()}{question.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


def test_what_follows_an_answer(visitor):
    question = ask(visitor, sheet())
    tick()
    reply(visitor, owner_path(), question)
    tick(31)
    assert "servi" in mails_to(ASKER)[-1].subject
    mine = link_of(question)
    assert visitor.post(mine, {"action": "suite"}).status_code == 422
    foreign = visitor.post(
        mine,
        {"action": "suite", "suite": "abandonne", "precision": "Trop cher"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert "Trop cher</textarea>" in foreign.content.decode()
    visitor.post(mine, {"action": "suite", "suite": "abandonne", "precision": "Trop cher"})
    told = visitor.post(mine, {"action": "suite", "suite": "abandonne", "precision": "Trop cher"})
    assert "c’est noté" in told.content.decode()
    assert Question.objects.get().events.filter(kind=Kind.OUTCOME).count() == 1
    assert "Trop cher" in told.content.decode()
    tick(300)
    assert len(mails_to(ASKER)) == 3
