"""A link confirms what its reader was sent, and nothing that somebody else wrote since."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from events.deleting import why_kept
from events.models import EventProject, Interest, Proposal
from tests.events.visitors import call, interest_data, links_in, proposal_data, stage
from tests.factories import AuthorityFactory, catalogue_page, published

pytestmark = pytest.mark.django_db
INSULT = "Ce projet est une honte."


@pytest.fixture(autouse=True)
def _boe():
    AuthorityFactory(name="Boé", code="2A931")
    AuthorityFactory(name="Agen", code="2A932")
    catalogue_page()


@pytest.fixture
def post(visitor, django_capture_on_commit_callbacks):
    def send(path, data):
        with django_capture_on_commit_callbacks(execute=True):
            response = visitor.post(path, data)
        assert response.status_code == 302, response.context["form"].errors
        return mail.outbox[-1]

    return send


@pytest.fixture
def shown():
    event, sheet = stage(), published(contact_email="porteur@agen.invalid")
    EventProject.objects.create(page=event, sheet=sheet)
    return event, sheet


def link(message) -> str:
    [url] = [one for one in links_in(message) if "confirmer" in one]
    return url


def interest_path(event, sheet) -> str:
    return f"/agenda/{event.slug}/interesse/{sheet.number}/"


@pytest.mark.parametrize(
    "changed", [{"courriel": "victime@agen.invalid"}, {"titre": INSULT}, {"message": INSULT}]
)
def test_a_proposal_sent_again_with_other_words_needs_its_new_link(visitor, post, changed):
    path, data = f"/agenda/{call().event.slug}/proposer/", proposal_data()
    first = link(post(path, data))
    second = link(post(path, data | changed))
    assert visitor.get(first).status_code == 410
    assert visitor.post(first).status_code == 410
    assert not Proposal.objects.confirmed().exists()
    assert visitor.post(second).status_code == 200
    assert Proposal.objects.confirmed().count() == 1


def test_words_that_change_between_reading_and_confirming_are_not_confirmed():
    fields = {
        "call": call(),
        "submission_key": "a" * 32,
        "authority": AuthorityFactory(),
        "title": "Un guichet",
        "email": "pirate@boe.invalid",
    }
    read = Proposal.objects.submit(**fields)
    Proposal.objects.submit(**fields | {"email": "victime@agen.invalid"})
    assert not read.confirm()
    assert not Proposal.objects.confirmed().exists()


def test_the_first_mail_repeats_nothing_that_was_typed(visitor, post):
    path = f"/agenda/{call().event.slug}/proposer/"
    message = post(path, proposal_data(titre=INSULT, resume=INSULT, message=INSULT, nom=INSULT))
    assert INSULT not in message.subject
    assert INSULT not in message.body
    assert INSULT not in message.alternatives[0][0]
    # The page behind the link shows it all before the button.
    page = visitor.get(link(message)).content.decode()
    assert page.count(INSULT.split()[-1]) >= 4


def test_the_owner_of_an_address_confirms_their_own_words(visitor, post, shown):
    first = link(post(interest_path(*shown), interest_data(message=INSULT)))
    own = interest_data(message="Combien d’agents ?", collectivite="Agen")
    second = link(post(interest_path(*shown), own))
    assert visitor.post(first).status_code == 410
    assert "Combien d’agents" in visitor.get(second).content.decode()
    assert visitor.post(second).status_code == 200
    interest = Interest.objects.get()
    assert interest.message == "Combien d’agents ?"
    assert interest.authority.name == "Agen"


def test_what_is_confirmed_is_not_changed_by_anybody_who_knows_the_address(visitor, post, shown):
    url = link(post(interest_path(*shown), interest_data()))
    assert visitor.post(url).status_code == 200
    post(interest_path(*shown), interest_data(message=INSULT))
    assert Interest.objects.confirmed().get().message == "Combien de temps ?"


def test_who_has_another_question_confirms_it_too_and_takes_back_both(visitor, post, shown):
    first = post(interest_path(*shown), interest_data())
    visitor.post(link(first))
    for _ in range(2):  # a double click
        second = post(interest_path(*shown), interest_data(message="Combien d’agents ?"))
    assert len(mail.outbox) == 2
    assert visitor.post(link(second)).status_code == 200
    asked = Interest.objects.confirmed().values_list("message", flat=True)
    assert set(asked) == {"Combien de temps ?", "Combien d’agents ?"}
    assert "1 personne intéressée" in why_kept(shown[0], deleting=True)
    [withdraw] = [one for one in links_in(first) if "retirer" in one]
    assert visitor.post(withdraw).status_code == 200
    assert not Interest.objects.exists()


def test_an_interest_that_changes_between_reading_and_confirming_is_not_confirmed(shown):
    event, sheet = shown
    fields = {"event": event, "sheet": sheet, "email": "elue@boe.invalid", "submission_key": "b"}
    read = Interest.objects.submit(**fields, authority=AuthorityFactory(), message="Bonjour")
    Interest.objects.submit(**fields, authority=AuthorityFactory(), message=INSULT)
    assert not read.confirm()
    assert not Interest.objects.confirmed().exists()


def test_the_withdrawal_has_no_end_of_its_own(visitor, post, shown):
    message = post(interest_path(*shown), interest_data())
    assert visitor.post(link(message)).status_code == 200
    [withdraw] = [one for one in links_in(message) if "retirer" in one]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=800)):
        assert "Retirer mon accord" in visitor.get(withdraw).content.decode()
        assert visitor.post(withdraw).status_code == 200
    assert not Interest.objects.exists()


def test_what_will_be_passed_on_is_said_everywhere(visitor, post, shown):
    consent = visitor.get(interest_path(*shown)).content.decode()
    assert "mon adresse, le nom de ma collectivité et mon message soient transmis" in consent
    message = post(interest_path(*shown), interest_data())
    for text in (message.body, message.alternatives[0][0], visitor.get(link(message)).content):
        text = text if isinstance(text, str) else text.decode()
        text = re.sub(r"\s+", " ", text)
        assert re.search(
            r"Votre adresse, le nom de (Boé \(Lot-et-Garonne\)|votre collectivité) et votre message",
            text,
        )


def test_the_page_of_a_proposal_that_changes_under_the_button(visitor, post, monkeypatch):
    path, data = f"/agenda/{call().event.slug}/proposer/", proposal_data()
    url = link(post(path, data))
    confirm = Proposal.confirm

    def after_somebody_else(record):
        Proposal.objects.update(message=INSULT)
        return confirm(record)

    monkeypatch.setattr(Proposal, "confirm", after_somebody_else)
    answer = visitor.post(url)
    assert answer.status_code == 410
    assert "plus rien à confirmer" in answer.content.decode()
