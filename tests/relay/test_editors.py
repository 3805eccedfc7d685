"""What editors do of a request that waits for them, or that should not have come."""

import pytest
from django.urls import reverse

from core.mail.blocked import BlockedMailbox
from core.mail.queue import drain
from core.mail.refusals import mailbox_keys, refuse
from expertise.models import Expertise
from groups.models import Group
from network.models import Organisation
from offers.models import Offer
from relay.models import RelayEvent, RelayRequest
from relay.states import Kind
from tests.factories import editor

from .steps import ASKER, HOLDER, ask, data, holder_path, link, mails_to, own_path, reply, tick

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_editor_finds_the_right_address_and_the_old_link_dies(visitor, client, group, place):
    one = ask(visitor, f"{group.get_absolute_url()}rejoindre/", place)
    tick()
    old = holder_path()
    assert "Merci" in visitor.post(old, {"action": "pas-moi"}).content.decode()
    client.force_login(editor())
    assert "Mises en relation sans réponse" in client.get(reverse("wagtailadmin_home")).text
    assert "Club des villages" in client.get(reverse("relay_requests") + "?etat=a-faire").text
    page = reverse("relay_request", args=[one.pk])
    assert ASKER not in client.get(page).text
    BlockedMailbox.block("bloquee@rdv.invalid", "abus")
    refuse(mailbox_keys("refus@rdv.invalid")[0])
    for wrong in (ASKER, "bloquee@rdv.invalid", "refus@rdv.invalid"):
        answer = client.post(page, {"action": "rediriger", "address": wrong})
        assert answer.status_code == 200, wrong
        assert RelayRequest.objects.get().state == Kind.WITH_EDITORS
    client.post(page, {"action": "rediriger", "address": "nouvelle@rdv.invalid"})
    tick()
    assert len(mails_to("nouvelle@rdv.invalid")) == 1
    assert visitor.get(old).status_code == 410
    assert visitor.get(holder_path("nouvelle@rdv.invalid")).status_code == 200
    # The next one goes there at once; one whom the editors set aside reads why.
    other = ask(visitor, f"{group.get_absolute_url()}rejoindre/", place, courriel="x@boe.invalid")
    page = reverse("relay_request", args=[other.pk])
    client.post(page, {"action": "ecarter", "ecarter-reason": "Publicité."})
    assert RelayRequest.objects.get(pk=other.pk).state == Kind.DISMISSED
    shown = visitor.get(own_path(other)).content.decode()
    assert "Publicité" in shown


def test_who_said_that_he_is_not_the_right_one_learns_nothing_more(visitor, client, group, place):
    one = ask(visitor, f"{group.get_absolute_url()}rejoindre/", place)
    tick()
    path = holder_path()
    tick(7.1)
    tick(14.3)
    assert RelayRequest.objects.get().state == Kind.WITH_EDITORS  # nobody answered
    waited = RelayEvent.objects.latest("position").due_at
    page = visitor.post(path, {"action": "pas-moi"})
    assert "Merci" in page.content.decode()
    assert "Zoé" not in page.content.decode()
    assert RelayEvent.objects.latest("position").due_at == waited
    assert reply(visitor, path).status_code == 410
    # The editors have the answer by telephone: the address is theirs to pass on, and nobody is told otherwise.
    client.force_login(editor())
    desk = reverse("relay_request", args=[one.pk])
    said = {"decision": "oui", "reponse": "Venez lundi.", "fonction": ""}
    client.post(desk, {"action": "repondre", **said})
    assert RelayRequest.objects.get().state == Kind.ACCEPTED
    gone = visitor.get(path)
    assert gone.status_code == 410
    assert "n’est plus pour vous" in gone.content.decode()
    assert ASKER in client.get(desk).text
    drain()
    told = mails_to(ASKER)[-1]
    assert "Venez lundi." in told.body
    assert "votre adresse est donnée" not in told.body


def test_a_yes_of_the_editors_gives_the_address_to_no_mailbox(visitor, client, group, place):
    one = ask(visitor, f"{group.get_absolute_url()}rejoindre/", place)
    tick()
    client.force_login(editor())
    said = {"decision": "oui", "reponse": "Venez lundi.", "fonction": ""}
    client.post(reverse("relay_request", args=[one.pk]), {"action": "repondre", **said})
    shown = visitor.get(holder_path()).content.decode()
    assert "Venez lundi." in shown
    assert ASKER not in shown


def test_a_new_address_for_a_joint_purchase_says_whose_it_becomes(visitor, client, place):
    provider = Organisation.objects.create(name="GIP", contact_email=HOLDER)
    offer = Offer.objects.create(name="Achat de câbles", provider=provider, kind="groupement")
    one = ask(visitor, f"{offer.get_absolute_url()}interet/", place)
    tick()
    visitor.post(holder_path(), {"action": "pas-moi"})
    client.force_login(editor())
    desk = reverse("relay_request", args=[one.pk])
    assert "deviendra celle de" in client.get(desk).text
    new = {"action": "rediriger", "address": "achats@gip.invalid"}
    said = client.post(desk, new, follow=True).text
    assert "devient celle de « GIP »" in said
    assert f"Avant : {HOLDER}." in said


def test_a_blocked_mailbox_has_nothing_passed_on(visitor, client, group, place):
    address = f"{group.get_absolute_url()}rejoindre/"
    need = Expertise.objects.create(direction="besoin", subject="Archiver", label="Des villages")
    one = ask(visitor, address, place)
    ask(visitor, f"{need.get_absolute_url()}interet/", place, courriel="elue+1@boe.invalid")
    other = Group.objects.create(name="Autre", kind="reseau", joining="open", contact_email=HOLDER)
    elsewhere = f"{other.get_absolute_url()}rejoindre/"
    assert visitor.post(elsewhere, data(place)).status_code == 302
    client.force_login(editor())
    blocked = {"action": "bloquer", "bloquer-reason": "Abus."}
    client.post(reverse("relay_request", args=[one.pk]), blocked)
    drain()
    visitor.post(link(mails_to(ASKER)[-1], "/mises-en-relation/confirmer/"))
    tick()
    assert [found.state for found in RelayRequest.objects.all()] == [Kind.DISMISSED] * 3
    assert mails_to(HOLDER) == []


def test_who_may_read_and_what_an_administrator_closes(client, visitor, group, place):
    one = ask(visitor, f"{group.get_absolute_url()}rejoindre/", place)
    assert client.get(reverse("relay_request", args=[one.pk])).status_code == 302
    from core.site_settings import SiteSettings

    SiteSettings.objects.create(takes_introductions=False)
    assert "/rejoindre/" not in visitor.get(group.get_absolute_url()).text
    closed = visitor.post(f"{group.get_absolute_url()}rejoindre/", data(place))
    assert closed.status_code == 410
    assert "cherchons des pairs" in closed.text
