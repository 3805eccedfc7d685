"""What the three sides of a question do, through the real pages."""

import datetime
import re

import time_machine
from django.core import mail
from django.utils import timezone

from core.mail.queue import drain
from core.visitor_requests import tokens
from exchanges import clock
from exchanges.forms import AskForm
from exchanges.models import Question
from territories.other_names import TownHall
from tests.factories import AuthorityFactory, published

ASKER = "elue@boe.invalid"
HALL = "accueil@baugy.invalid"
CONTACT = "dsi@baugy.invalid"


def sheet(*, hall: str = HALL, **fields):
    authority = AuthorityFactory(name="Baugy")
    if hall:
        TownHall.objects.create(authority=authority, email=hall, telephone="02 48 26 15 12")
    return published(authority=authority, **fields)


def data(**fields) -> dict:
    """What a browser posts."""
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        token = tokens.issue(AskForm.name())
    return {
        "jeton": token,
        "fait": "costs",
        "question": "Maintenance comprise ?",
        "collectivite": "",
        "fonction": "Élue au numérique",
        "courriel": ASKER,
        "souhaite": "reponse",
        "publier": "on",
        **fields,
    }


def links_in(message) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", message.body)


def link(message, start: str) -> str:
    return next(path for path in links_in(message) if path.startswith(start))


def ask(visitor, about, **fields) -> Question:
    """Sent, and confirmed behind the link of its mail."""
    before = len(mail.outbox)
    answer = visitor.post(f"/f/{about.number}/demander/", data(**fields))
    assert answer.status_code == 302, answer.content.decode()
    drain()
    # Its own mail, not another one that waited.
    sent = mail.outbox[before:]
    path = next(
        link(one, "/questions/confirmer/")
        for one in sent
        if one.to == [fields.get("courriel", ASKER)]
    )
    assert visitor.post(path).status_code == 200
    return Question.objects.latest("pk")


def tick(days: float = 0):
    """The clock so many days from now, and what it wrote is sent; back now."""
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        clock.run()
        drain()


def mails_to(address: str) -> list:
    return [one for one in mail.outbox if one.to == [address]]


def owner_path(address: str = HALL) -> str:
    return link(mails_to(address)[-1], "/collectivite/")


def reply(visitor, path: str, question: Question, **fields):
    return visitor.post(
        f"{path}{question.pk}/",
        {
            "action": "repondre",
            "reponse": "12 000 € la première année.",
            "fonction": "Direction des systèmes d’information",
            "publiable": "oui",
            **fields,
        },
    )
