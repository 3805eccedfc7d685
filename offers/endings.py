"""When a service is not proposed any more: a fact of its source, or of the clock."""

import datetime

from core.dates import is_over
from core.words import since

from .choices import State


def ended(state: str, closes_on: str, today: datetime.date) -> str:
    """« arrêté », « clos depuis mars 2026 »; "" while it is proposed."""
    if state == State.STOPPED:
        return State.STOPPED.label.lower()
    return f"clos depuis {since(closes_on)}" if is_over(closes_on, today) else ""
