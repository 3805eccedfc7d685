"""How long personal data that visitors left with an event is kept. Registered in `core.retention`."""

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Revision

from catalogue.models import ProjectPage

from .choices import Change
from .models import Decision, Interest, Proposal

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
    # As `EventPage.date_to_come`: the day that is past is not the day of the event.
    to_come = Q(**{f"{event}__change": Change.POSTPONED}) & (
        Q(**{f"{event}__start": ""}) | Q(**{f"{event}__start": F(f"{event}__first_announced")})
    )
    undated = Q(**{f"{event}__over_at": None}) | to_come
    return (~undated & Q(**{f"{event}__over_at__lt": now - AFTER_EVENT})) | (
        undated & Q(created_at__lt=now - WITHOUT_DATE)
    )


def forget(now: datetime.datetime | None = None) -> tuple[int, int]:
    """Do all that is due; how many rows were deleted, and how many erased."""
    now = now or timezone.now()
    old = Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED)
    deleted = Proposal.objects.filter(old).delete()[0]
    deleted += Interest.objects.filter(old | _over("event", now)).delete()[0]
    declined = Q(decision=Decision.DECLINED, decided_at__lt=now - AFTER_DECLINED)
    # Decided after it was erased: what was written then is erased in its turn.
    left = Q(erased_at=None) | Q(decided_at__gt=F("erased_at"))
    due = Proposal.objects.filter(left, declined | _over("call__event", now))
    with transaction.atomic():
        for proposal in due.filter(
            decision=Decision.DECLINED, sheet__isnull=False, sheet__first_published_at=None
        ):
            _forget_author(proposal)
        # What was proposed, by which authority and what became of it is no personal data: it stays.
        erased = due.update(
            contact_name="",
            contact_function="",
            contact_email="",
            message="",
            answer="",
            erased_at=now,
        )
    return deleted, erased


def _forget_author(proposal: Proposal) -> None:
    """Of the draft sheet that it made, earlier versions included; what editors wrote since stays."""
    revisions = Revision.objects.for_instance(proposal.sheet).order_by("created_at", "pk")
    if not (first := revisions.first()):
        return
    # The first version is the copy of the proposal, which may be erased already.
    copied = {
        name: value
        for name in ("contact_email", "contact_function")
        if (value := first.content[name])
    }
    for name, value in copied.items():
        ProjectPage.objects.filter(pk=proposal.sheet_id, **{name: value}).update(**{name: ""})
    for revision in revisions:
        blank = {name: "" for name, value in copied.items() if revision.content.get(name) == value}
        if blank:
            content = revision.content | blank
            Revision.objects.filter(pk=revision.pk).update(content=content)
