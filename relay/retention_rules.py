"""What requests through the relay leave, as docs/personal-data.md tells it."""

import datetime

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed

from .models import KEPT, RelayEvent, RelayRequest


def _erase_event_words(now: datetime.datetime) -> int:
    rows = RelayEvent.objects.filter(request__erased_at__isnull=False)
    return rows.exclude(text="", box="").update(text="", box="")


RETENTION = (
    unconfirmed(
        RelayRequest, "request to a group, or interest in an expertise or a joint purchase"
    ),
    Retention(
        what="name, function, address and words of a confirmed request to a group, or of an interest, and the answer",
        why="to pass it on, and to bring the answer back",
        who_sees="who answers for the group, the expertise or the purchase, editors; the address: who answers, after a yes and "
        "with consent",
        kept=f"{KEPT.days} days after the last thing that happened to it; then erased, its authority and dates stay",
        where="relay/models.py",
        forget=RelayRequest.objects.forget,
    ),
    Retention(
        what="reasons given with what happened to a request, and a keyed hash of the mailbox that it went to",
        why="to tell the other side; to open its page to that mailbox alone",
        who_sees="reasons: the two sides, editors; the hash: nobody",
        kept="as long as the request's words",
        where="relay/retention_rules.py",
        forget=_erase_event_words,
    ),
    Retention(
        what="address where the relay writes to who answers for a group, an organisation or an expertise",
        why="to pass on what visitors ask",
        who_sees="editors",
        kept="until an editor takes it out",
        where="groups/models/groups.py, network/models/organisations.py, expertise/models.py",
    ),
)
