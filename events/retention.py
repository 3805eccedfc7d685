"""How long personal data that visitors left with an event is kept. Table: docs/personal-data.md.

Run by `manage.py due`; each rule is one statement and may run any number of times.
"""

import datetime

from django.db.models import Q
from django.utils import timezone

from .models import Interest, Proposal

# Nobody opened the link: the address may be somebody else's. Also how long the link is good for.
UNCONFIRMED = datetime.timedelta(days=7)
# Thanks, slides and the report follow the event.
AFTER_EVENT = datetime.timedelta(days=90)
# The answer was sent; a reply to it may come.
AFTER_DECLINED = datetime.timedelta(days=30)
# For an event whose day is not known.
WITHOUT_DATE = datetime.timedelta(days=365)


def _over(event: str, now: datetime.datetime) -> Q:
    """The time to keep what was left with an event has passed. event: the way to it, "event"."""
    return Q(**{f"{event}__over_at__lt": now - AFTER_EVENT}) | Q(
        **{f"{event}__over_at": None, "created_at__lt": now - WITHOUT_DATE}
    )


def forget(now: datetime.datetime | None = None) -> tuple[int, int]:
    """Do all that is due; how many rows were deleted, and how many erased."""
    now = now or timezone.now()
    old = Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED)
    deleted = Proposal.objects.filter(old).delete()[0]
    deleted += Interest.objects.filter(old | _over("event", now)).delete()[0]
    declined = Q(decision="declinee", decided_at__lt=now - AFTER_DECLINED)
    # What was proposed, by which authority and what became of it is no personal data: it stays.
    erased = Proposal.objects.filter(declined | _over("call__event", now), erased_at=None).update(
        contact_name="", contact_function="", contact_email="", message="", answer="", erased_at=now
    )
    return deleted, erased
