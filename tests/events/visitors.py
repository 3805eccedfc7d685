"""What a visitor's browser sends, and the mail that follows."""

import datetime
import re

import time_machine
from django.utils import timezone

from core import retention
from core.visitor_requests import tokens
from events.models import EventPage, ProjectCall
from events.visitor_forms import InterestForm, ProposalForm
from setup.tree import ensure_agenda


def soon(days: int = 30) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def stage(**fields) -> EventPage:
    """A published stage in a month, unless told otherwise."""
    agenda, _ = ensure_agenda()
    values = {"title": "Étape de Boé", "kind": "etape", "start": soon(), "live": False, **fields}
    event = agenda.add_child(instance=EventPage(**values))
    event.save_revision().publish()
    event.refresh_from_db()
    return event


def call(event: EventPage | None = None, **fields) -> ProjectCall:
    values = {"text": "Des projets utiles.", "contact_email": "equipe@reseau.invalid", **fields}
    return ProjectCall.objects.create(event=event or stage(), **values)


def _token(form) -> str:
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        return tokens.issue(form.name())


def proposal_data(**fields) -> dict:
    return {
        "jeton": _token(ProposalForm),
        "collectivite": "Boé",
        "titre": "Un guichet unique en ligne",
        "resume": "Toutes les démarches au même endroit.",
        "message": "Dix minutes, avec la secrétaire de mairie.",
        "nom": "Claude Martin",
        "fonction": "Secrétaire générale",
        "courriel": "claude@boe.invalid",
        **fields,
    }


def interest_data(**fields) -> dict:
    return {
        "jeton": _token(InterestForm),
        "collectivite": "Boé",
        "courriel": "elue@boe.invalid",
        "message": "Combien de temps ?",
        "accord": "on",
        **fields,
    }


def links_in(message) -> list[str]:
    """The site-relative addresses of our own links in a message's text, in order."""
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", message.body)


def forget(now: datetime.datetime | None = None) -> tuple[int, int]:
    """What `due` does with what visitors left: rows deleted, rows erased."""
    done = retention.forget_all(now)
    erased = done.pop(
        "le nom, la fonction, l’adresse et le message d’un projet proposé pour un événement et confirmé"
    )
    return sum(
        rows for what, rows in done.items() if "projet proposé" in what or "intéresse" in what
    ), erased
