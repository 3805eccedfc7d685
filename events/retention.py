"""How long personal data that visitors left with an event is kept."""

import datetime

from django.db.models import F, Q

from .choices import Change

# Thanks, slides and the report follow the event.
AFTER_EVENT = datetime.timedelta(days=90)
# The answer was sent; a reply to it may come.
AFTER_DECLINED = datetime.timedelta(days=30)
# For an event whose day is not known.
WITHOUT_DATE = datetime.timedelta(days=365)


def long_over(event: str, now: datetime.datetime) -> Q:
    """The time to keep what was left with an event has passed. event: the way to it, "call__event"."""
    # As `EventPage.date_to_come`: the day that is past is not the day of the event.
    to_come = Q(**{f"{event}__change": Change.POSTPONED}) & (
        Q(**{f"{event}__start": ""}) | Q(**{f"{event}__start": F(f"{event}__first_announced")})
    )
    undated = Q(**{f"{event}__over_at": None}) | to_come
    return (~undated & Q(**{f"{event}__over_at__lt": now - AFTER_EVENT})) | (
        undated & Q(created_at__lt=now - WITHOUT_DATE)
    )
