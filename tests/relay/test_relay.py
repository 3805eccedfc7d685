"""Joining a group, interest in an expertise or a joint purchase: from the public page to the answer, by the real pages."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from core.mail.queue import drain
from core.mail.refusals import mailbox_keys, refuse
from expertise.models import Expertise
from groups.models import Group
from network.models import Organisation
from offers.models import Offer
from relay import states
from relay.models import KEPT, RelayEvent, RelayRequest
from relay.states import Kind
from territories.other_names import TownHall
from tests.factories import AuthorityFactory
from tests.failing_mail import NO_MAILBOX, OUR_RELAY, given_up

from .steps import ASKER, HOLDER, ask, data, holder_path, link, mails_to, own_path, reply, tick

pytestmark = pytest.mark.django_db(transaction=True)


def test_joining_from_the_page_of_the_group_to_the_answer(visitor, group, place):
    page = visitor.get(group.get_absolute_url()).content.decode()
    address = f"{group.get_absolute_url()}rejoindre/"
    assert f'href="{address}"' in page
    assert HOLDER not in page
    form = visitor.get(address).content.decode()
    assert "Qui anime ce groupe reçoit" in form
    assert HOLDER not in form
    wrong = visitor.post(address, data(place, nom="", pourquoi="voir https://exemple.invalid"))
    assert wrong.status_code == 422
    assert "Écrivez votre nom" in wrong.content.decode()
    assert "https://exemple.invalid" in wrong.content.decode()
    assert not RelayRequest.objects.exists()

    ask(visitor, address, place)
    assert mails_to(HOLDER) == []
    tick()
    [sent] = mails_to(HOLDER)
    assert "Zoé Martin, Élue au numérique, Boé" in sent.body
    assert "débutons & cherchons" in sent.body
    assert group.get_absolute_url() + ")" in sent.body
    assert "Ne plus jamais recevoir" in sent.body
    assert ASKER not in sent.body
    path = holder_path()
    assert "cherchons des pairs" in visitor.get(path).content.decode()
    assert ASKER not in visitor.get(path).content.decode()
    empty = reply(visitor, path, reponse="", decision="")
    assert empty.status_code == 422
    assert "Dites oui ou non" in empty.content.decode()
    assert "votre réponse est partie" in reply(visitor, path).content.decode()
    late = reply(visitor, path, reponse="Une autre")
    assert late.status_code == 409
    assert "Une autre" in late.content.decode()
    drain()
    told = mails_to(ASKER)[-1]
    assert "est oui" in told.body
    assert "Avec plaisir" in told.body
    assert HOLDER not in told.body
    # With consent, and after a yes alone.
    assert ASKER in mails_to(HOLDER)[-1].body
    assert ASKER in visitor.get(path).content.decode()
    mine = visitor.get(link(told, "/mises-en-relation/")).content.decode()
    assert "La réponse est oui" in mine
    assert "Avec plaisir" in mine
    assert visitor.get(link(told, "/mises-en-relation/")[:-6] + "/").status_code == 404
    assert len(mails_to(HOLDER)) == 2

    # The purpose is served: words and address go, on their day.
    now = timezone.now()
    assert RelayRequest.objects.forget(now + KEPT - datetime.timedelta(hours=1)) == 0
    assert RelayRequest.objects.forget(now + KEPT + datetime.timedelta(hours=1)) == 1
    one = RelayRequest.objects.get()
    assert (one.email, one.name, one.text, one.answer) == ("", "", "", "")
    assert "Zoé" not in visitor.get(path).content.decode()


def test_a_no_keeps_the_address(visitor, group, place):
    ask(visitor, f"{group.get_absolute_url()}rejoindre/", place)
    tick()
    reply(visitor, holder_path(), decision="non", reponse="Complet cette année.")
    drain()
    assert "est non" in mails_to(ASKER)[-1].body
    assert ASKER not in mails_to(HOLDER)[-1].body


def test_a_group_that_does_not_say_it_is_open_takes_none(visitor, group, place):
    for joining in ("", "conditions"):
        Group.objects.filter(pk=group.pk).update(joining=joining)
        assert "/rejoindre/" not in visitor.get(group.get_absolute_url()).content.decode()
        address = f"{group.get_absolute_url()}rejoindre/"
        assert visitor.get(address).status_code == 410
        assert visitor.post(address, data(place)).status_code == 410
    assert visitor.get("/groupes/inconnu/rejoindre/").status_code == 404


def test_without_an_answer_it_is_reminded_once_then_the_editors_have_it(
    visitor, client, group, place
):
    address = f"{group.get_absolute_url()}rejoindre/"
    ask(visitor, address, place)
    for days, state, mails in (
        *((0, Kind.SENT, 1), (6, Kind.SENT, 1), (7.1, Kind.REMINDED, 2)),
        *((14.3, Kind.WITH_EDITORS, 2), (29, Kind.TOLD, 2), (90, Kind.CLOSED, 2)),
    ):
        tick(days)
        assert RelayRequest.objects.get().state == state, days
        assert len(mails_to(HOLDER)) == mails, days
    assert "pas encore de réponse" in mails_to(ASKER)[-1].body
    assert len(mails_to(ASKER)) == 2


def test_to_whom_it_goes(visitor, group, place):
    """The group, else who holds it, else the town hall of who does; else the editors; never the asker."""
    address = f"{group.get_absolute_url()}rejoindre/"
    hall = AuthorityFactory(name="Échirolles")
    TownHall.objects.create(authority=hall, email="mairie@echirolles.invalid")
    Group.objects.filter(pk=group.pk).update(contact_email="")
    Organisation.objects.update(contact_email="Elue@Boe.invalid", authority=hall)
    ask(visitor, address, place)
    tick()
    [sent] = mails_to("mairie@echirolles.invalid")
    assert "annuaire de l’administration" in sent.body
    Organisation.objects.update(contact_email="")
    # Others of the same day wait for the next.
    ask(visitor, address, place, courriel="autre@boe.invalid")
    ask(visitor, address, place, courriel="encore@boe.invalid")
    tick()
    assert len(mails_to("mairie@echirolles.invalid")) == 1
    Organisation.objects.update(contact_email=HOLDER)
    tick(1.1)
    [both] = mails_to(HOLDER)
    assert both.body.count("/repondre/") == 2
    refuse(mailbox_keys(HOLDER)[0])
    Organisation.objects.update(authority=None)
    form = visitor.get(address).content.decode()
    assert "la rédaction cherche" in form
    last = ask(visitor, address, place, courriel="trois@boe.invalid")
    tick()
    assert last.state == Kind.WITH_EDITORS


def test_one_person_cannot_have_a_mailbox_written_to_again_and_again(visitor, group, place):
    address = f"{group.get_absolute_url()}rejoindre/"

    def again(name: str) -> RelayRequest:
        with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
            one = ask(visitor, address, place, nom=name, courriel="Elue+1@boe.invalid")
        tick(2)
        return one

    # What was withdrawn before it went may be written anew.
    early = ask(visitor, address, place, nom="Trop tôt")
    visitor.post(own_path(early), {"action": "retirer"})
    first = ask(visitor, address, place)
    tick()
    assert len(mails_to(HOLDER)) == 1
    second = again("Zoé M.")
    assert "Vous l’aviez déjà demandé" in visitor.get(own_path(second)).content.decode()
    assert RelayRequest.objects.get(pk=first.pk).state == Kind.SENT
    visitor.post(own_path(first), {"action": "retirer"})
    shown = visitor.get(holder_path()).content.decode()
    assert "s’est retirée" in shown
    assert "Zoé" not in shown
    assert "cherchons des pairs" not in shown
    again("Zoé Ma.")
    assert len(mails_to(HOLDER)) == 1
    # Another one may.
    ask(visitor, address, place, courriel="autre@boe.invalid")
    tick(2)
    reply(visitor, holder_path(), decision="non")
    assert RelayRequest.objects.latest("pk").state == Kind.DECLINED
    drain()
    received = len(mails_to(HOLDER))
    ask(visitor, address, place, nom="Insiste", courriel="autre@boe.invalid")
    tick(4)
    assert len(mails_to(HOLDER)) == received


def test_an_address_that_does_not_receive_is_not_written_to_again(visitor, group, place):
    one = ask(visitor, f"{group.get_absolute_url()}rejoindre/", place)
    tick()
    given_up(RelayEvent.objects.get(kind=Kind.SENT).mail, NO_MAILBOX)
    tick()
    assert RelayRequest.objects.get().state == Kind.WITH_EDITORS
    RelayRequest.objects.get().note(Kind.REDIRECTED, "redaction")
    tick()
    assert RelayRequest.objects.get(pk=one.pk).state == Kind.WITH_EDITORS
    assert len(mails_to(HOLDER)) == 1


def test_a_mail_that_never_left_goes_to_the_editors_and_its_address_stays(visitor, group, place):
    one = ask(visitor, f"{group.get_absolute_url()}rejoindre/", place)
    tick()
    given_up(RelayEvent.objects.get(kind=Kind.SENT).mail, OUR_RELAY)
    tick()
    assert RelayRequest.objects.get(pk=one.pk).state == Kind.WITH_EDITORS
    assert "Le courriel n’est pas arrivé" in visitor.get(own_path(one)).content.decode()
    RelayRequest.objects.get(pk=one.pk).note(Kind.REDIRECTED, "redaction")
    tick(1.1)
    assert RelayRequest.objects.get(pk=one.pk).state == Kind.SENT
    assert len(mails_to(HOLDER)) == 2


def test_interest_in_a_need_is_counted_by_authority_until_it_closes(visitor, place):
    need = Expertise.objects.create(direction="besoin", subject="Archiver", label="Des villages")
    page, address = need.get_absolute_url(), f"{need.get_absolute_url()}interet/"
    assert f'href="{address}"' in visitor.get(page).content.decode()
    others = [AuthorityFactory() for _ in range(2)]
    for number, one in enumerate((place, place, *others)):
        assert "ont dit leur intérêt" not in visitor.get(page).content.decode()
        last = ask(visitor, address, one, courriel=f"n{number}@boe.invalid")
    assert "<strong>3</strong> collectivités ont dit leur intérêt" in visitor.get(page).text
    # Nobody is told whom.
    assert others[0].name not in visitor.get(page).text
    # What is erased still counts; what is withdrawn does not.
    RelayRequest.objects.filter(pk=last.pk).update(email="", name="", erased_at=timezone.now())
    assert "<strong>3</strong>" in visitor.get(page).text
    mine = own_path(last)
    assert "retiré" in visitor.post(mine, {"action": "retirer"}).content.decode()
    assert "ont dit leur intérêt" not in visitor.get(page).text
    need.closes_on = "2020-03"
    need.save()
    shown = visitor.get(page).text
    assert "Clos depuis" in shown
    assert address not in shown
    assert visitor.post(address, data(place)).status_code == 410


def test_a_joint_purchase_takes_interest_until_its_closing_date(visitor, place):
    provider = Organisation.objects.create(name="GIP", contact_email=HOLDER)
    offer = Offer.objects.create(name="Achat de câbles", provider=provider, kind="groupement")
    other = Offer.objects.create(name="Un service", provider=provider, kind="carte")
    address = f"{offer.get_absolute_url()}interet/"
    assert address in visitor.get(offer.get_absolute_url()).text
    assert "/interet/" not in visitor.get(other.get_absolute_url()).text
    assert visitor.get(f"{other.get_absolute_url()}interet/").status_code == 410
    ask(visitor, address, place)
    tick()
    assert "Achat de câbles" in mails_to(HOLDER)[0].subject
    visitor.post(address, data(place, courriel="tard@boe.invalid"))
    drain()
    Offer.objects.filter(pk=offer.pk).update(closes_on="2020")
    assert visitor.get(address).status_code == 410
    # Neither is what was sent in time confirmed too late.
    late = link(mails_to("tard@boe.invalid")[0], "/mises-en-relation/confirmer/")
    for answer in (visitor.get(late), visitor.post(late)):
        assert answer.status_code == 410
        assert "C’est clos" in answer.content.decode()
    assert RelayRequest.objects.confirmed().count() == 1
    # What was sent before is answered all the same.
    assert "votre réponse est partie" in reply(visitor, holder_path()).content.decode()


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 10_000, "\ud800", "<script>alert(1)</script>"])
def test_whatever_is_typed_is_answered(visitor, group, place, typed):
    address = f"{group.get_absolute_url()}rejoindre/"
    for field in ("nom", "fonction", "collectivite", "courriel", "pourquoi"):
        sent = data(place, **{field: typed.encode("utf-8", "surrogatepass").decode("latin-1")})
        answer = visitor.post(address, sent)
        assert answer.status_code in (302, 422), field
        assert "<script>alert" not in answer.content.decode()


def test_every_state_has_words_and_a_way_on():
    for kind in Kind:
        assert states.WORDS[kind][0]
        assert kind in states.MAY_FOLLOW
    for before, after in states.NEXT.items():
        assert before in states.MAY_FOLLOW[after]
        assert before in states.WAIT
