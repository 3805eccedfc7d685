"""Where a project is, said as of the day it was said: « En cours » of 2017 is not today's."""

import datetime

from django.utils import timezone

from core.words import partial_date

from .choices import Status

# Years after which a state that changes by itself is told as of then.
OLD = 2
# What does not change any more: the year beside it is enough, however old.
_LASTING = {Status.FINISHED.label, Status.ABANDONED.label}


def status_in_words(label: str, date: str, today: datetime.date | None = None) -> str:
    """« En cours (2026) », « En cours en janvier 2017 », « Terminé (2017) »; the label alone without a date.

    label: of `choices.Status`; date: partial, as stored; today: the local day unless said.
    """
    if not label or not date:
        return label
    if label in _LASTING or not is_old(date, today):
        return f"{label} ({date[:4]})"
    return f"{label} {'le' if len(date) == 10 else 'en'} {partial_date(date)}"


def is_old(date: str, today: datetime.date | None = None) -> bool:
    """Whether more than OLD years have passed, by the latest day that the partial date may mean."""
    today = today or timezone.localdate()
    latest = date + "-12-31"[len(date) - 4 :]
    return latest < f"{today.year - OLD}-{today:%m-%d}"
