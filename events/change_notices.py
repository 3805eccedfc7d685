"""Who left an address about a date is told, once, that it is cancelled, moved to another day, or held otherwise.

Run every minute by `manage.py due`: whatever way the page was published, what it says is compared with what people
were told. The comparison is noted in the transaction that queues the mails: a worker killed meanwhile has done nothing,
another one does it all.
"""

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.mail.queue import send
from core.mail.refusals import wanting
from core.mail.rendering import absolute

from .choices import Change, Format
from .models import AnnouncedDate, EventPage, Interest, Proposal


def tell_changes(now: datetime.datetime | None = None) -> int:
    """How many mails were queued."""
    now = now or timezone.now()
    _note_unknown()
    same = {name: F(f"event__{name}") for name in AnnouncedDate.FIELDS}
    changed = AnnouncedDate.objects.filter(event__live=True).exclude(**same)
    return sum(_tell(announced, now) for announced in changed.select_related("event"))


def _note_unknown() -> None:
    """Of addresses left before changes were told."""
    left = Q(pk__in=Interest.objects.confirmed().values("event")) | Q(
        pk__in=Proposal.objects.confirmed().exclude(email="").values("call__event")
    )
    for event in EventPage.objects.filter(left, live=True, announced_date=None):
        AnnouncedDate.note(event)


def _tell(announced: AnnouncedDate, now: datetime.datetime) -> int:
    event, before = announced.event, AnnouncedDate.said_of(announced)
    with transaction.atomic():
        # Two workers: the one whose update finds the row as it was read writes the mails.
        row = AnnouncedDate.objects.filter(pk=announced.pk, **before)
        if not row.update(**AnnouncedDate.said_of(event)):
            return 0
        is_over = event.over_at is not None and event.over_at < now and not event.date_to_come
        changes = changes_between(before, AnnouncedDate.said_of(event))
        if is_over or not changes:
            return 0
        people = _people(event)
        for email, withdraw_url in people.items():
            send(
                to=email,
                subject=f"{'Annulé' if 'cancelled' in changes else 'Changement'} : {event.title}",
                template="event_changed",
                context={
                    "event": event,
                    "changes": changes,
                    "before": before,
                    "format_before": Format(before["format"]).label if before["format"] else "",
                    "url": absolute(event.relative_url(None)),
                    "withdraw_url": withdraw_url,
                },
                at_once=False,
            )
    return len(people)


def changes_between(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Of what people count on: "cancelled", "restored", "postponed" (to a date not known), "moved", "format".

    A month that becomes a day of that month is no move, a format that becomes known is no other one.
    """
    found = set()
    if after["change"] == Change.CANCELLED:
        return {"cancelled"} if before["change"] != Change.CANCELLED else set()
    if before["change"] == Change.CANCELLED:
        found.add("restored")
    if _is_other_day(before["start"], after["start"]) or _is_other_day(
        before["end"] or before["start"], after["end"] or after["start"]
    ):
        found.add("moved")
    elif after["change"] == Change.POSTPONED and before["change"] != Change.POSTPONED:
        found.add("postponed")
    if before["format"] and after["format"] and before["format"] != after["format"]:
        found.add("format")
    return found


def _is_other_day(before: str, after: str) -> bool:
    return bool(before) and before != after and not after.startswith(before)


def _people(event: EventPage) -> dict[str, str]:
    """{address: link to withdraw, or ""} of everybody who confirmed, and refused nothing since; one mail an address."""
    proposals = Proposal.objects.confirmed().filter(call__event=event).exclude(email="")
    people = {proposal.email.lower(): "" for proposal in wanting(proposals)}
    for interest in wanting(Interest.objects.confirmed().filter(event=event)):
        people[interest.email] = interest.withdraw_url
    return people
