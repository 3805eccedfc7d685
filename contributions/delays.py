"""How long the editors usually take: measured, or not said."""

import datetime
from statistics import median

from django.db.models import Min, Q
from django.utils import timezone

from . import states
from .models import Contribution

FEWEST = 3  # below that, one holiday would be the rule
LATEST = 100
_FIRST_ANSWER = (states.Kind.REVIEW, states.Kind.DECLINED)


def usual_days(now: datetime.datetime | None = None) -> int | None:
    """Median days from the confirmation to the first thing that an editor did, in a year; None when too few are known."""
    since = (now or timezone.now()) - datetime.timedelta(days=365)
    told = Contribution.objects.filter(confirmed_at__gte=since).annotate(
        answered=Min("events__at", filter=Q(events__kind__in=_FIRST_ANSWER))
    )
    pairs = (
        told.exclude(answered=None)
        .order_by("-confirmed_at")
        .values_list("confirmed_at", "answered")[:LATEST]
    )
    days = [(answered - confirmed).days for confirmed, answered in pairs]
    return max(1, round(median(days))) if len(days) >= FEWEST else None
