"""What mail servers send back of a message that they had accepted."""

import uuid

import pytest
from django.utils import timezone

from core.mail.models import OutgoingMail
from tests.mail_reports import pipe, report

pytestmark = pytest.mark.django_db


def sent(**fields) -> OutgoingMail:
    return OutgoingMail.objects.create(
        **{"template": "check_asked", "sent_at": timezone.now(), **fields}
    )


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_message_that_comes_back_is_given_up(monkeypatch, kind):
    mail, other = sent(), sent()
    pipe(monkeypatch, report(mail.message_id, kind=kind))
    mail.refresh_from_db()
    assert mail.given_up_at
    assert mail.last_error == "non distribué 5.1.1"
    other.refresh_from_db()
    assert other.given_up_at is None


def test_a_delay_a_strangers_report_and_an_answer_change_nothing(monkeypatch):
    mail, waiting = sent(), sent(sent_at=None)
    answer = f"From: a@b.invalid\nIn-Reply-To: <{mail.message_id}@exemple.invalid>\n\nMerci"
    for text in (
        report(mail.message_id, action="delayed", status="4.4.1"),
        report(mail.message_id, action="delivered", status="2.0.0"),
        report(uuid.uuid4()),
        report("mairie"),
        report(waiting.message_id),
        answer,
        "",
        b"\x00\xff" * 2_000_000,
        report(mail.message_id).replace('boundary="B"', 'boundary="C"'),
    ):
        pipe(monkeypatch, text)
    assert not OutgoingMail.objects.exclude(given_up_at=None).exists()


@pytest.mark.parametrize("status", ["5.7.1", "5.7.26", "5.3.4", "5.4.4", "5.2.2", "5.0.0"])
def test_what_says_nothing_of_the_mailbox_leaves_its_address(monkeypatch, status):
    """Our own server on a blocklist, a message too large, a full box."""
    mail, gone = sent(), sent()
    pipe(monkeypatch, report(mail.message_id, status=status))
    pipe(monkeypatch, report(gone.message_id, status="5.1.1"))
    mail.refresh_from_db()
    assert mail.given_up_at
    assert status in mail.last_error
    assert list(OutgoingMail.objects.dead()) == [gone]
