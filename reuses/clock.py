"""What time asks of reuses, each minute (`manage.py due`): ask the other side, once; say after thirty days that it did not
answer.

Each step is one transaction, in which the event and its mail are written together: a worker that dies, or a second
one, leaves both or neither. When nothing is due it reads two indexes.
"""

import datetime

from django.utils import timezone

from core.event_log import lost, safely
from core.mail.models import NOT_ARRIVED
from core.mail.unasked import Held
from core.models import OutgoingMail
from core.page_cache import content_changed
from exchanges.models import OwnerAddress
from exchanges.models.owners import Ended

from . import mails, states
from .models import Reuse, ReuseEvent
from .recipients import recipient_of
from .states import By, Kind

BATCH = 500  # events of one round: the next minute takes the others
_ENDED = {Ended.BOUNCED: Kind.BOUNCED, Ended.REFUSED: Kind.UNWANTED}


def run(now: datetime.datetime | None = None) -> None:
    _notice_dead_addresses()
    _notice_lost_mails()
    now = now or timezone.now()
    due = list(
        ReuseEvent.objects.due(now).select_related(
            "reuse__original__sheet__authority",
            "reuse__original__authority",
            "reuse__reuser__sheet__authority",
            "reuse__reuser__authority",
        )[:BATCH]
    )
    groups: dict[OwnerAddress | None, list[Reuse]] = {}
    for event in due:
        if event.kind in states.TO_SEND:
            groups.setdefault(recipient_of(event.reuse), []).append(event.reuse)
    for recipient, reuses in groups.items():
        safely(_send, recipient, reuses)
    for event in due:
        if event.kind not in states.TO_SEND:
            safely(_say_unanswered, event)


def _send(recipient: OwnerAddress | None, reuses: list[Reuse]) -> None:
    sent = mails.to_other_side(recipient, reuses) if recipient else Held.ENOUGH
    if sent is Held.REFUSED:
        recipient.end(Ended.REFUSED)
        for reuse in reuses:
            reuse.note(Kind.UNWANTED, By.CLOCK)
        return
    if sent is Held.ENOUGH and recipient and len(reuses) > 1:
        for reuse in reuses:  # one of them has had its messages: the others have not
            _send(recipient, [reuse])
        return
    if isinstance(sent, OutgoingMail):
        fields = {"kind": Kind.SENT, "recipient": recipient, "mail": sent}
    else:
        fields = {"kind": Kind.WITH_EDITORS}
    lost([reuse.note(by=By.CLOCK, **fields) for reuse in reuses])


def _say_unanswered(event: ReuseEvent) -> None:
    if event.kind not in (Kind.SENT, Kind.WITH_EDITORS):
        return
    if event.reuse.note(Kind.UNANSWERED, By.CLOCK, recipient=event.recipient):
        mails.to_declarer(event.reuse, Kind.UNANSWERED)
        content_changed()  # the sheet says « non confirmée par »


def _notice_dead_addresses() -> None:
    """Of a mail whose mailbox is dead, and of an address that ended otherwise: what lay there goes to the next."""
    events = ReuseEvent.objects.filter(
        mail__in=OutgoingMail.objects.dead(), recipient__ended_at=None
    ).exclude(recipient=None)
    for event in events.select_related("recipient", "mail"):
        refused = event.mail.is_refused
        event.recipient.end(Ended.REFUSED if refused else Ended.BOUNCED)
    lying = ReuseEvent.objects.current().filter(kind=Kind.SENT, recipient__ended_at__isnull=False)
    for event in lying.select_related("reuse", "recipient")[:BATCH]:
        kind = _ENDED.get(event.recipient.ended_why, Kind.NOT_ME)
        safely(event.reuse.note, kind, By.CLOCK)


def _notice_lost_mails() -> None:
    """Nobody was asked, and no reminder follows that could ask again. The editors do."""
    events = ReuseEvent.objects.never_arrived(Kind.SENT).filter(recipient__ended_at=None)
    for event in events.select_related("reuse")[:BATCH]:
        safely(event.reuse.note, Kind.WITH_EDITORS, By.CLOCK, text=NOT_ARRIVED)
