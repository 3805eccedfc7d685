"""What became of a note: from the form of the note to the answer behind the link of a mail, three months later."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from core import retention
from core.mail.queue import drain
from core.mail.refusals import mailbox_keys, refuse
from outcomes import clock
from outcomes.models import NoteOutcome
from outcomes.templatetags.outcomes_tags import outcomes
from reuses.models import Declaration, Reuse
from reuses.states import By
from tests.factories import AuthorityFactory, published

pytestmark = pytest.mark.django_db

READER = "maire@boe.invalid"
ANSWERED = {"reponse": "adopte"}


@pytest.fixture
def sheets():
    AuthorityFactory(code="47031", name="Boé", tncc=0)
    return [published(title="Des capteurs d’eau"), published(title="Un guichet unique")]


def plain(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def noted(visitor, sheets, *, email=READER, territory="47031", confirmed=True) -> None:
    """A note is made twice, and its address confirmed behind the link of the mail."""
    numbers = ",".join(str(sheet.number) for sheet in sheets)
    before = len(mail.outbox)
    for kind in ("docx", "docx"):
        address = f"/note/?f={numbers}&territoire={territory}"
        answer = visitor.post(address, {"objet": "Secret", "courriel": email, "format": kind})
        assert answer.headers["Content-Type"].startswith("application/vnd")
    drain()
    assert len(mail.outbox) == before + 1
    [confirm] = re.findall(r"127\.0\.0\.1:8000(/note/suite/\S+)", mail.outbox[-1].body)
    assert "adoptée, reportée" in plain(visitor.get(confirm))
    if confirmed:
        assert "C’est noté" in plain(visitor.post(confirm))
    mail.outbox.clear()


def asked(months: float = 3.2) -> list[str]:
    """Paths of the links that go out then."""
    with time_machine.travel(timezone.now() + datetime.timedelta(days=months * 30)):
        for _ in range(2):
            clock.run()
            drain()
    return [re.search(r"127\.0\.0\.1:8000(/note/suite/\S+)", one.body)[1] for one in mail.outbox]


def test_adopted_it_opens_a_reuse_and_the_address_goes(visitor, sheets):
    assert "Et après" in plain(visitor.get(f"/note/?f={sheets[0].number}"))
    noted(visitor, sheets)
    row = NoteOutcome.objects.get()
    assert "Secret" not in repr(vars(row))
    assert asked(2.5) == []
    [link] = asked()
    assert "Des capteurs d’eau" in mail.outbox[0].body
    assert "refuser" in mail.outbox[0].body
    page = plain(visitor.get(link))
    assert "Adopté" in page
    assert not Reuse.objects.exists()
    ticked = {"fiche": [str(sheets[1].number)]}
    refused = visitor.post(link, ticked)
    assert refused.status_code == 422
    assert "Choisissez une des quatre réponses" in plain(refused)
    assert plain(refused).count(" checked") == 1
    assert visitor.post(link, {"reponse": "peut-être"}).status_code == 422
    foreign = visitor.post(link, ANSWERED | ticked, headers={"Origin": "http://x.invalid"})
    assert foreign.status_code == 403
    assert plain(foreign).count(" checked") == 2
    done = visitor.post(link, ANSWERED | {"fiche": [str(sheets[1].number), "9", "\x00"]})
    assert "« Un guichet unique » est proposée comme envisagée" in plain(done)
    assert "sans votre adresse" not in plain(done)
    reuse = Reuse.objects.get()
    assert reuse.original.sheet == sheets[1]
    assert reuse.reuser.authority.code == "47031"
    assert reuse.declared_by == By.REUSER
    assert reuse.accepted_at is None  # the other side confirms it
    assert Declaration.objects.get().facts == {"progress": "envisagee"}
    assert "déjà répondu" in plain(visitor.post(link, {"reponse": "refuse"}))
    retention.forget_all()
    row.refresh_from_db()
    assert (row.email, row.numbers, row.territory, row.answer) == ("", "", "", "adopte")
    assert visitor.get(link).status_code == 410
    assert visitor.get(f"{link[:-5]}/").status_code == 404


def test_other_answers_and_what_cannot_be_a_reuse(visitor, sheets):
    for number, answer in enumerate(("reporte", "refuse", "adopte")):
        noted(visitor, sheets[:1], email=f"n{number}@boe.invalid")
        [link] = asked()
        done = plain(visitor.post(link, {"reponse": answer}))
        assert ("est proposée comme envisagée" in done) == (answer == "adopte")
        mail.outbox.clear()
    assert Reuse.objects.count() == 1
    assert {one["label"]: one["count"] for one in outcomes()} == {
        **{"Adopté": 1, "Reporté": 1, "Refusé": 1, "Abandonné": 0}
    }
    # Of a note without territory, the form of a reuse is one click away; one of one's own is refused with words.
    noted(visitor, sheets, territory="")
    [link] = asked()
    assert f"/f/{sheets[0].number}/repris/" in plain(visitor.post(link, ANSWERED))
    mail.outbox.clear()
    noted(visitor, sheets[:1], territory=sheets[0].authority.code)
    [link] = asked()
    assert "ne peut pas reprendre son propre projet" in plain(visitor.post(link, ANSWERED))


def test_nobody_is_asked_who_did_not_confirm_or_refused(visitor, sheets):
    address = f"/note/?f={sheets[0].number}"
    wrong = visitor.post(address, {"objet": "Gardé", "courriel": "nulle part", "format": "docx"})
    assert wrong.status_code == 422
    assert "Gardé" in plain(wrong)
    assert visitor.post(address, {"format": "docx"}).status_code == 200
    assert not NoteOutcome.objects.exists()
    noted(visitor, sheets, confirmed=False)
    noted(visitor, sheets[:1])
    refuse(mailbox_keys(READER)[0])
    visitor.post(address, {"courriel": READER, "format": "docx"})
    drain()
    assert asked() == []
    assert NoteOutcome.objects.count() == 2
    retention.forget_all(timezone.now() + datetime.timedelta(days=200))
    assert not NoteOutcome.objects.exclude(email="").exists()
