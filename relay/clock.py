"""What time asks of requests, each minute (`manage.py due`): send, remind once, hand to the editors, tell, close.

Each step is one transaction, in which the event and its mail are written together: a worker that dies, or a second
one, leaves both or neither.
"""

import datetime

from django.utils import timezone

from core.event_log import lost, safely
from core.mail.models import NOT_ARRIVED
from core.mail.refusals import mailbox_keys
from core.mail.unasked import Held, may_get_more, next_reminder
from core.models import OutgoingMail

from . import mails, states
from .models import RelayEvent, RelayRequest
from .purposes import Address
from .recipients import recipient_of
from .states import By, Kind

BATCH = 500  # events of one round: the next minute takes the others
# Several requests in a day make one mail.
BETWEEN_MAILS = datetime.timedelta(days=1)


def run(now: datetime.datetime | None = None) -> None:
    now = now or timezone.now()
    _notice_dead_addresses()
    _notice_lost_mails()
    events = RelayEvent.objects.due(now).select_related(
        *("request__group", "request__authority"),
        *("request__expertise__organisation", "request__expertise__authority"),
        "request__offer__provider",
    )
    to_write: dict[tuple[Address | None, bool], list[RelayRequest]] = {}
    for event in events[:BATCH]:
        is_reminder = states.NEXT.get(event.kind) == Kind.REMINDED
        if event.kind in states.TO_SEND or is_reminder:
            address = recipient_of(event.request)
            to_write.setdefault((address, is_reminder), []).append(event.request)
        else:
            safely(_step, event)
    for (address, is_reminder), requests in to_write.items():
        safely(_write, address, is_reminder, requests, now)


def _write(address: Address | None, is_reminder: bool, requests: list[RelayRequest], now) -> None:
    ready = []
    for one in requests:
        # A reminder goes to who was written to, or to nobody.
        is_there = not is_reminder or (address and one.box in mailbox_keys(address.email))
        if address and is_there and may_get_more(one.exchange, By.HOLDER):
            ready.append(one)
        else:
            one.note(Kind.WITH_EDITORS, By.CLOCK)
    if address is None or not ready:
        return
    box = mailbox_keys(address.email)[0]
    waiting = RelayEvent.objects.current().filter(request__in=ready)
    if not is_reminder and (later := _next_mail(box)) and later > now:
        waiting.update(due_at=later)
        return
    sent = mails.to_holder(address, ready, is_reminder=is_reminder)
    if sent is Held.THIS_WEEK:
        waiting.update(due_at=next_reminder(address.email) or now)
        return
    mail = sent if isinstance(sent, OutgoingMail) else None
    kind = Kind.REMINDED if is_reminder else Kind.SENT
    lost([one.note(kind, By.CLOCK, mail=mail, box=box) for one in ready])


def _next_mail(box: str) -> datetime.datetime | None:
    """When this mailbox may get the next mail that is no reminder."""
    last = RelayEvent.objects.filter(box=box, kind=Kind.SENT).order_by("-at").first()
    return last and last.at + BETWEEN_MAILS


def _step(event: RelayEvent) -> None:
    kind = states.NEXT[event.kind]
    mail = None
    if kind == Kind.TOLD and not event.request.events.filter(kind=Kind.TOLD).exists():
        about = event.request.about
        mail = mails.to_asker(event.request, "relay_told", f"Pas encore de réponse : {about.title}")
    written = mail if isinstance(mail, OutgoingMail) else None
    lost([event.request.note(kind, By.CLOCK, mail=written)])


def _notice_dead_addresses() -> None:
    """A mail whose mailbox is dead: the editors look for another address."""
    dead = OutgoingMail.objects.dead()
    events = RelayEvent.objects.current().filter(mail__in=dead, kind__in=(Kind.SENT, Kind.REMINDED))
    for event in events.select_related("request", "mail"):
        refused = event.mail.is_refused
        why = "L’adresse refuse nos courriels." if refused else "L’adresse ne reçoit pas."
        safely(_to_editors, event.request, why)


def _notice_lost_mails() -> None:
    """Nobody was asked, and the editors do. A reminder that is lost asks nobody less."""
    events = RelayEvent.objects.never_arrived(Kind.SENT)
    for event in events.select_related("request")[:BATCH]:
        safely(_to_editors, event.request, NOT_ARRIVED)


def _to_editors(request: RelayRequest, why: str) -> None:
    request.note(Kind.WITH_EDITORS, By.CLOCK, text=why)
