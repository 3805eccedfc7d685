"""When a service is not proposed any more: a fact of its source, or of the clock."""

import datetime

from core.words import partial_date

from .choices import State


def is_over(date: str, today: datetime.date) -> bool:
    """A partial date stands for its last day: « 2026 » is not over on 30 November 2026."""
    return date != "" and date < today.isoformat()[: len(date)]


def ended(state: str, closes_on: str, today: datetime.date) -> str:
    """« arrêté », « clos depuis mars 2026 »; "" while it is proposed."""
    if state == State.STOPPED:
        return State.STOPPED.label.lower()
    return f"clos depuis {_since(closes_on)}" if is_over(closes_on, today) else ""


def _since(date: str) -> str:
    return f"le {partial_date(date)}" if len(date) == len("2026-03-19") else partial_date(date)
