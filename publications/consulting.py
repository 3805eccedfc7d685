"""Where a publication stands today: consultations open and close by the clock, computed when asked."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.visibility import visible
from core.words import partial_date

from .choices import State


@dataclass(frozen=True, slots=True)
class Consultation:
    is_open: bool
    words: str  # « En consultation jusqu’au 12 décembre 2026 »


def consultation_of(opens: str, closes: str, today: datetime.date) -> Consultation | None:
    """opens, closes: days as ISO texts, "" when not known. None: there is none, or a draft does not say until when."""
    if not closes:
        return None
    day = today.isoformat()
    if opens and day < opens:
        return Consultation(False, f"Consultation à partir du {partial_date(opens)}")
    if day > closes:
        return Consultation(False, f"Consultation close le {partial_date(closes)}")
    return Consultation(True, f"En consultation jusqu’au {partial_date(closes)}")


def with_state(card: dict, now: datetime.datetime) -> dict:
    """The card of a publication with what the clock has made of it: `state_label`."""
    return card | {"state_label": state_of(card, timezone.localdate(now))}


def state_of(card: dict, today: datetime.date) -> str:
    """In words; "" when no source tells it."""
    found = consultation_of(card["consultation_opens"], card["consultation_closes"], today)
    if found and (found.is_open or card["state"] == State.CONSULTED):
        return found.words
    return State(card["state"]).label if card["state"] in State.values else ""


def open_today(publications: QuerySet) -> QuerySet:
    """Those whose consultation is open, the next to close first."""
    today = timezone.localdate()
    begun = Q(consultation_opens_on=None) | Q(consultation_opens_on__lte=today)
    return (
        visible(publications)
        .filter(begun, consultation_closes_on__gte=today)
        .order_by("consultation_closes_on", "title")
    )
