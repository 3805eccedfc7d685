"""What who follows a search does, through the real pages and the links of real messages."""

import datetime
import re
from urllib.parse import urlencode

import time_machine
from django.core import mail
from django.utils import timezone

from alerts import clock
from alerts.forms import AlertForm
from core.mail.queue import drain
from core.visitor_requests import tokens
from search.index import outbox
from tests.factories import published

READER = "elue@boe.invalid"


def data(**fields) -> dict:
    """What a browser posts."""
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        token = tokens.issue(AlertForm.name())
    return {"jeton": token, "courriel": READER, "rythme": "semaine", **fields}


def address(**params) -> str:
    return f"/alertes/nouvelle/?{urlencode(params, doseq=True)}"


def link(message, start: str) -> str:
    found = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", message.body)
    return next(path for path in found if path.startswith(start))


def asked(visitor, to=READER, rhythm="semaine", **params) -> str:
    """Sent: the link of the mail that asks to confirm."""
    answer = visitor.post(address(**params), data(courriel=to, rythme=rhythm))
    assert answer.status_code == 302, answer.content.decode()
    drain()
    return link(mail.outbox[-1], "/alertes/confirmer/")


def follow(visitor, **params) -> None:
    """Sent, and confirmed behind the link of its mail."""
    answer = visitor.post(asked(visitor, **params))
    assert "Vous serez prévenu" in answer.content.decode()
    mail.outbox.clear()


def morning(days: float = 1):
    """So many days on, when mails leave."""
    at = timezone.localtime() + datetime.timedelta(days=days)
    return time_machine.travel(at.replace(hour=7, minute=0), tick=False)


def told() -> list:
    """What arrives when the clock comes by."""
    mail.outbox.clear()
    outbox.drain()
    clock.run()
    drain()
    return list(mail.outbox)


def arrives(**fields):
    """A sheet that is published, and that the clock has met."""
    sheet = published(**fields)
    outbox.drain()
    clock.run()
    return sheet
