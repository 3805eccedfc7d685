"""What the two sides of a reuse do, through the real pages."""

import datetime

import time_machine
from django.core import mail
from django.utils import timezone

from core.mail.queue import drain
from core.visitor_requests import tokens
from reuses import clock
from reuses.forms import DeclareForm
from reuses.models import Declaration
from territories.other_names import TownHall
from tests.exchanges.questions import HALL, link, mails_to
from tests.factories import AuthorityFactory, published

DECLARER = "elue@boe.invalid"
BOE_HALL = "mairie@boe.invalid"


def hall(authority, email: str) -> None:
    TownHall.objects.create(authority=authority, email=email, telephone="02 48 26 15 12")


def sheet(*, email: str = HALL, name: str = "Baugy", **fields):
    authority = AuthorityFactory(name=name)
    if email:
        hall(authority, email)
    return published(authority=authority, **fields)


def data(who, **fields) -> dict:
    """What a browser posts. who: an authority."""
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        token = tokens.issue(DeclareForm.name())
    return {
        "jeton": token,
        "collectivite": who.name,
        "fonction": "Élue au numérique",
        "courriel": DECLARER,
        "avancement": "en_service",
        "version": "2",
        "decidee": "2023",
        "en_service": "mars 2024",
        "garde": "Le formulaire",
        "change": "Le nom",
        "abandonne": "",
        "cout": "12 000",
        "cout_mots": "",
        "jours": "20",
        "coince": ["budget"],
        "coince_mots": "Plus cher que prévu",
        **fields,
    }


def send(visitor, about, who, way: str = "repris", **fields):
    return visitor.post(f"/f/{about.number}/{way}/", data(who, **fields))


def declare(visitor, about, who, way: str = "repris", **fields) -> Declaration:
    """Sent, and confirmed behind the link of its mail."""
    before = len(mail.outbox)
    answer = send(visitor, about, who, way, **fields)
    assert answer.status_code == 302, answer.content.decode()
    drain()
    address = fields.get("courriel", DECLARER)
    path = next(
        link(one, "/reprises/confirmer/") for one in mail.outbox[before:] if one.to == [address]
    )
    shown = visitor.get(path).content.decode()
    assert "Le formulaire" in shown or "garde" in fields
    assert visitor.post(path).status_code == 200
    return Declaration.objects.latest("pk")


def tick(days: float = 0):
    """The clock so many days from now, and what it wrote is sent; back now."""
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        clock.run()
        drain()


def other_path(reuse, address: str = HALL) -> str:
    return f"{link(mails_to(address)[-1], '/collectivite/')}reprises/{reuse.pk}/"


def path_of(declaration) -> str:
    return declaration.url.removeprefix("http://127.0.0.1:8000")
