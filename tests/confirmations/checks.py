"""What the sides of a check do, through the real pages."""

import datetime

import time_machine
from django.utils import timezone

from catalogue.choices import Origin
from confirmations import clock
from confirmations.models import Check, CheckEvent
from core.mail.queue import drain
from exchanges import clock as questions_clock
from tests.exchanges.questions import link, mails_to

HALL = "accueil@baugy.invalid"
CONTACT = "dsi@baugy.invalid"
# What a sheet that its authority validated says.
VALIDATED = {
    "origin": Origin.VALIDATED,
    "validated_on": datetime.date(2026, 1, 5),
    "start": "2023",
    **dict.fromkeys(("context", "objectives", "actions", "reproducibility"), "<p>Dit.</p>"),
    "difficulties_text": "<p>Rien.</p>",
    "contact_function": "Service numérique",
    **dict.fromkeys(("means_unknown", "investment_unknown", "running_unknown"), True),
    "results_too_early": True,
}
# In service: asked about after a year; the morning after, and a little more.
YEAR = 366


def tick(days: float = 0):
    """The clock so many days from now, and what it wrote is sent; back now."""
    with at(days):
        questions_clock.run()
        clock.run()
        drain()


def at(days: float):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)


def kinds(sheet) -> list[str]:
    """All that happened to a sheet's checks."""
    events = CheckEvent.objects.filter(sheet_check__sheet=sheet)
    return list(events.order_by("sheet_check__number", "position").values_list("kind", flat=True))


def current(sheet) -> Check:
    return Check.objects.open().get(sheet=sheet)


def owner_path(address: str = CONTACT) -> str:
    """The page of the authority, whatever page of it the last mail leads to."""
    path = link(mails_to(address)[-1], "/collectivite/")
    return "/".join(path.split("/")[:3]) + "/"


def check_path(sheet, address: str = CONTACT) -> str:
    return f"{owner_path(address)}verifier/{sheet.number}/"


def say(visitor, sheet, action: str, address: str = CONTACT, **typed):
    """What a browser posts from the page of a sheet behind the owner's link."""
    data = {"action": action, "verification": current(sheet).pk, **typed}
    return visitor.post(check_path(sheet, address), data)
