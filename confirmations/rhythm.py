"""How long a sheet is held for true: what changes fast is asked about sooner. Reads no database."""

import datetime

from django.utils import timezone

from catalogue.choices import Kind, Status

_OVER = (Status.FINISHED, Status.SUSPENDED, Status.ABANDONED)
_UNDER_WAY = (Status.IDEA, Status.STUDY, Status.ONGOING, Status.ROLL_OUT)
_MORNING = datetime.time(9)


def months(sheet) -> int:
    if sheet.status in _OVER:
        return 24
    if sheet.status in _UNDER_WAY or sheet.kind == Kind.EXPERIMENT:
        return 6
    return 12


def due_at(sheet, known_on: datetime.date) -> datetime.datetime:
    """When to ask about a sheet that was known to be true on that day."""
    day = known_on + datetime.timedelta(days=round(months(sheet) * 365 / 12))
    return timezone.make_aware(datetime.datetime.combine(day, _MORNING))
