"""What the browser of somebody who tells a project sends, screen by screen."""

import datetime
import re

import time_machine
from django.core import mail
from django.utils import timezone

from contributions.forms import LaterForm, SendForm, StartForm
from contributions.models import Contribution
from core.mail.queue import drain
from core.visitor_requests import tokens

ADDRESS = "claude@boe.invalid"
# The shortest honest way: what each screen sends, from the second on.
ANSWERS = (
    {"title": "Un guichet unique en ligne pour toutes les démarches"},
    {"context": "Les habitants devaient se déplacer trois fois."},
    {"actions": "Un formulaire par démarche, relu par deux agents."},
    {"status": "en_service", "start": "mars 2024"},
    {"investment": "12 500", "running": "900,50"},
    {"days": "40"},
    {"fournisseur": "on", "fournisseur_mots": "L’éditeur a mis huit mois à livrer."},
    {"results_text": "Six démarches sur dix se font en ligne."},
    {"reproducibility": "Un agent à mi-temps pendant six mois."},
    {"again": "Commencer par deux démarches."},
    {"contact_function": "Secrétaire générale", "courriel": ADDRESS, "answers_questions": "on"},
)


def token(form) -> str:
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        return tokens.issue(form.name())


def begin(visitor, name: str = "Boé", **fields) -> str:
    """Address of the story, `/raconter/<token>/`."""
    answer = visitor.post("/raconter/", {"jeton": token(StartForm), "collectivite": name, **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url.removesuffix("2/")


def fill(visitor, address: str, answers=ANSWERS) -> None:
    for number, data in enumerate(answers, start=2):
        answer = visitor.post(f"{address}{number}/", data)
        assert answer.status_code == 302, (number, answer.context["form"].errors)


def send(visitor, address: str):
    return visitor.post(f"{address}verifier/", {"jeton": token(SendForm)})


def keep(visitor, address: str, email: str = ADDRESS):
    return visitor.post(f"{address}plus-tard/", {"jeton": token(LaterForm), "courriel": email})


def mails() -> list:
    """What was sent. The worker sends it: nothing is committed here."""
    drain()
    return mail.outbox


def links() -> list[str]:
    """Our own links of the last message, site-relative."""
    return re.findall(r"http://127\.0\.0\.1:8000(/raconter/\S+)", mails()[-1].body)


def told(visitor, name: str = "Boé", answers=ANSWERS) -> Contribution:
    """A confirmed story, told through the real forms."""
    address = begin(visitor, name)
    fill(visitor, address, answers)
    send(visitor, address)
    confirming, _ = links()
    assert visitor.post(confirming).status_code == 200
    return Contribution.objects.latest("confirmed_at")
