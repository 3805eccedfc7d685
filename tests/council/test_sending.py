"""« Envoyer à un contact »: whom it reaches, what it says, what stays, and that it writes to no strangers."""

import datetime
import html

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from core.mail.models import OutgoingMail
from core.mail.queue import drain
from core.mail.refusals import mailbox_keys, refuse
from core.visitor_requests import tokens
from council.models import Sending
from council.models.sendings import KEPT
from council.sending_form import SendingForm
from tests.factories import draft, published

pytestmark = pytest.mark.django_db
ME, ANNE, PAUL = "elue@boe.invalid", "anne@agen.invalid", "paul@pau.invalid"


def form(**fields) -> dict:
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        token = tokens.issue(SendingForm.name())
    return {"jeton": token, "courriel": ME, "contacts": "", "message": ""} | fields


def text(answer) -> str:
    page = html.unescape(answer.content.decode())
    return " ".join(page.replace("\u202f", " ").replace("\xa0", " ").split())


def mails() -> list:
    """What left since the last time."""
    drain()
    left, mail.outbox[:] = list(mail.outbox), []
    return left


def link(message) -> str:
    [address] = [word for word in message.body.split() if "/envois/confirmer/" in word]
    return address.removeprefix("http://127.0.0.1:8000")


def confirmed(visitor, address, **fields) -> str:
    """Sent and confirmed; the page that says what was done."""
    assert visitor.post(address, form(**fields)).status_code == 302
    [message] = mails()
    return text(visitor.post(link(message)))


def test_the_whole_way_and_nothing_of_anybody_stays(visitor):
    sheet = published(title="Cantine <numérique>")
    assert f'href="/f/{sheet.number}/envoyer/"' in text(visitor.get(sheet.relative_url(None)))
    address = f"/f/{sheet.number}/envoyer/"
    assert "Envoyer à un contact" in text(visitor.get(address))
    data = form(
        contacts=f"{ANNE}, {PAUL};\nAnne@AGEN.invalid {ME}", message="Pour jeudi, <b>non</b> ?"
    )
    answer = visitor.post(address, data)
    assert "Il reste à confirmer votre envoi" in text(visitor.get(answer.url))
    [asked] = mails()
    assert asked.to == [ME]
    assert "jeudi" not in asked.body
    assert ANNE not in asked.body

    # A mail program that opens links ahead of its reader sends nothing.
    for _ in range(2):
        page = text(visitor.get(link(asked)))
        assert f"{ANNE} <br>{PAUL}" in page.replace("<br>", " <br>")
        assert "Pour jeudi" in page
    assert not mails()

    assert "Vos 2 contacts reçoivent les fiches." in text(visitor.post(link(asked)))
    row = Sending.objects.get()
    assert "invalid" not in str(vars(row))
    assert not row.message
    left = {one.to[0]: one for one in mails()}
    assert set(left) == {ME, ANNE, PAUL}
    for one in (left[ANNE], left[PAUL]):
        assert f"/f/{sheet.number}/" in one.body
        assert ME in one.body
        assert "Pour jeudi" in one.body
        assert "les siens et non les nôtres" in one.body
        assert "List-Unsubscribe" in one.extra_headers
        assert "<b>non" not in one.alternatives[0][0]
        assert "jeudi" not in one.subject
    assert not OutgoingMail.objects.exclude(to="", text="", html="").exists()

    assert "C’est déjà envoyé" in text(visitor.post(link(asked)))
    assert not mails()
    assert not Sending.objects.forget(timezone.now())
    assert Sending.objects.forget(timezone.now() + KEPT + datetime.timedelta(hours=1)) == 1


def test_what_cannot_be_sent_is_said_at_its_field_and_kept(visitor):
    sheet = published()
    address = f"/f/{sheet.number}/envoyer/"
    six = " ".join(f"contact{n}@agen.invalid" for n in range(6))
    for fields, words in (
        ({"contacts": six}, "Cinq adresses au plus, en plus de la vôtre : vous en avez donné 6."),
        (
            {"contacts": "anne@agen.invalid\r\nBcc: tous@pau.invalid"},
            "« Bcc : » : Écrivez une adresse",
        ),
        ({"contacts": "nulle part"}, "« nulle » : Écrivez une adresse"),
        ({"contacts": "a" * 3000}, "2 000 au plus"),
        ({"message": "Voyez www.gagnez.invalid"}, "sans lien ni adresse"),
        ({"message": "Voyez gagnez.com/x"}, "sans lien ni adresse"),
        ({"message": "Voyez impots-gouv.de"}, "Après un point, laissez une espace."),
        ({"message": "bit.ly/abc"}, "sans lien ni adresse"),
        ({"message": "a" * 501}, "500 au plus"),
        ({"courriel": "elue@boe.invalid\nBcc: x@y.invalid"}, "nom@domaine.fr"),
        ({"courriel": ""}, "Écrivez votre adresse électronique."),
    ):
        answer = visitor.post(address, form(**{"message": "Bonjour", "contacts": ANNE} | fields))
        assert answer.status_code == 422, fields
        assert words in text(answer), fields
        assert (fields.get("message") or "Bonjour") in text(answer)
    for hostile in ("\x00", "\ud800".encode("utf-8", "replace").decode(), "é" * 400, "\u202e"):
        answer = visitor.post(address, form(contacts=hostile, message=hostile, courriel=hostile))
        assert answer.status_code == 422
    assert (
        visitor.post(address, form(), headers={"sec-fetch-site": "cross-site"}).status_code == 403
    )
    assert not Sending.objects.exists()
    assert not mails()


def test_who_refused_gets_nothing_and_nobody_is_buried_in_mail(visitor):
    sheet = published()
    address = f"/f/{sheet.number}/envoyer/"
    refuse(mailbox_keys(PAUL)[0])
    page = confirmed(visitor, address, contacts=f"{ANNE} {PAUL}")
    assert "Contacts qui reçoivent les fiches : 1 sur 2." in page
    assert {one.to[0] for one in mails()} == {ME, ANNE}
    # From whomever it comes: three a day.
    for number in range(3):
        page = confirmed(
            visitor, address, contacts="An.ne+x@agen.invalid anne@agen.invalid",
            courriel=f"autre{number}@boe.invalid",
        )  # fmt: skip
        mails()
    assert "1 sur 2" in page
    # Oneself a hundred times.
    answers = [visitor.post(address, form()).status_code for _ in range(25)]
    assert set(answers) <= {302, 422, 429}
    assert len(mails()) <= 20


def test_a_selection_is_sent_as_it_is_public_then(visitor):
    one, other, hidden = published(title="Une"), published(title="Autre"), draft(title="Cachée")
    assert visitor.get(f"/f/{hidden.number}/envoyer/").status_code == 404
    assert (
        visitor.get(f"/selection/envoyer/?f={hidden.number}")
        .headers["Location"]
        .startswith("/selection/")
    )
    chosen = f"f={one.number},{hidden.number},{other.number}"
    page = text(visitor.get(f"/selection/?{chosen}"))
    assert "/selection/envoyer/?f=" in page
    address = f"/selection/envoyer/?{chosen}"
    visitor.post(address, form(contacts=ANNE))
    [asked] = mails()
    assert "Une<br>Autre" in text(visitor.get(link(asked)))
    other.unpublish()
    page = text(visitor.post(link(asked)))
    assert "Votre contact reçoit les fiches, sauf" in page
    [sent] = [one for one in mails() if one.to == [ANNE]]
    assert "Une" in sent.body
    assert "Autre" not in sent.body
    assert "Cachée" not in sent.body

    visitor.post(f"/f/{one.number}/envoyer/", form(contacts=PAUL))
    [asked] = mails()
    one.unpublish()
    assert "Rien n’a été envoyé" in text(visitor.post(link(asked)))
    assert not mails()
