"""What who asks, who answers and the clock do, through the real pages and the links of real mails."""

import datetime
import re

import time_machine
from django.core import mail
from django.utils import timezone

from core.mail.queue import drain
from core.visitor_requests import tokens
from relay import clock
from relay.forms import RelayForm
from relay.models import RelayRequest

ASKER, HOLDER = "elue@boe.invalid", "animation@rdv.invalid"


def data(place, **fields) -> dict:
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        token = tokens.issue(RelayForm.name())
    return {
        "jeton": token,
        "nom": "Zoé Martin",
        "fonction": "Élue au numérique",
        "collectivite": place.name,
        "collectivite_choisie": place.code,
        "courriel": ASKER,
        "pourquoi": "Nous débutons & cherchons des pairs.",
        "transmettre": "on",
        **fields,
    }


def link(message, start: str) -> str:
    found = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", message.body)
    return next(path for path in found if path.startswith(start))


def mails_to(address: str) -> list:
    return [one for one in mail.outbox if one.to == [address]]


def ask(visitor, address: str, place, **fields) -> RelayRequest:
    answer = visitor.post(address, data(place, **fields))
    assert answer.status_code == 302, answer.content.decode()
    drain()
    path = link(mails_to(fields.get("courriel", ASKER))[-1], "/mises-en-relation/confirmer/")
    assert visitor.post(path).status_code == 200
    return RelayRequest.objects.latest("pk")


def tick(days: float = 0) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        clock.run()
        drain()


def holder_path(address: str = HOLDER) -> str:
    return link(mails_to(address)[-1], "/mises-en-relation/")


def own_path(one: RelayRequest) -> str:
    return one.asker_url.removeprefix("http://127.0.0.1:8000")


def reply(visitor, path: str, **fields):
    said = {"decision": "oui", "reponse": "Avec plaisir : lundi.", "fonction": "Animation"}
    return visitor.post(path, {"action": "repondre", **said, **fields})
