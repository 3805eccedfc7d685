"""Messages that nobody at their address asked for: a question to an authority, a reminder, what became of an exchange.

`send_unasked` is the one way to write them, and decides alone whether one may go: never to a mailbox that refused,
never a second reminder within a week, whatever it is about, and never a fifth message to one side of an exchange.
What follows at once upon an address that somebody typed (to confirm a form) goes by `send_typed`: it may be a
stranger's, who asked for nothing and can refuse as well.
"""

import datetime
import enum
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from core.retention import Concerns, Retention, lasting

from .models import OutgoingMail
from .queue import send
from .refusals import is_refused, mailbox_keys, refusal_url

BETWEEN_REMINDERS = datetime.timedelta(days=7)
MOST_MESSAGES = 4  # to one side of one exchange
# Longer than any exchange lasts: the last message follows an answer by six months.
COUNT_KEPT = datetime.timedelta(days=2 * 365)


class Held(enum.Enum):
    """Why a message was not written."""

    REFUSED = enum.auto()  # its mailbox wants none, for ever
    THIS_WEEK = enum.auto()  # it got a reminder less than seven days ago: later
    ENOUGH = enum.auto()  # this side of the exchange got its four


class LastReminder(models.Model):
    """When a mailbox, as a keyed hash, last got a reminder."""

    key = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()


class MessageCount(models.Model):
    """How many messages one side of one exchange got. exchange: « question-12 »; no address."""

    exchange = models.CharField(max_length=60)
    side = models.CharField(max_length=20)
    count = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "side"], name="one_count_per_side")
        ]


class _NotNow(Exception):
    def __init__(self, why: Held):
        self.why = why


def send_unasked(
    *,
    to: str,
    subject: str,
    template: str,
    context: dict,
    side: str,
    exchanges: Iterable[str],
    is_reminder: bool = False,
) -> OutgoingMail | Held:
    """The message, written with the transaction under way for the worker to send; or why not, and nothing is.

    exchanges: those that the one message speaks of, each of which counts it for `side`. The template extends
    `mail/unasked.txt` and `.html`, whose foot says where the address comes from and how to refuse for ever.
    """
    try:
        with transaction.atomic():
            if is_refused(to):
                raise _NotNow(Held.REFUSED)
            for exchange in sorted(set(exchanges)):
                if not count_message(exchange, side):
                    raise _NotNow(Held.ENOUGH)
            if is_reminder and not _take_the_week(to):
                raise _NotNow(Held.THIS_WEEK)
            return _send(to, subject, template, context, at_once=False)
    except _NotNow as held:
        return held.why


def send_typed(*, to: str, subject: str, template: str, context: dict) -> OutgoingMail | None:
    """At once, to an address that was just typed by whoever it was; None, and nothing written, where its mailbox refused.

    The template repeats nothing that was typed beside it; its foot says how to refuse for ever.
    """
    if is_refused(to):
        return None
    return _send(to, subject, template, context, at_once=True)


def _send(to: str, subject: str, template: str, context: dict, *, at_once: bool) -> OutgoingMail:
    url = refusal_url(to)
    return send(
        to=to,
        subject=subject,
        template=template,
        context={**context, "refusal_url": url},
        at_once=at_once,
        refusal_url=url,
    )


def count_message(exchange: str, side: str) -> bool:
    """One more; False, and nothing counted, after the fourth. Called by itself for a message that goes another way:
    the one that asks to confirm."""
    MessageCount.objects.get_or_create(exchange=exchange, side=side)
    rows = MessageCount.objects.filter(exchange=exchange, side=side, count__lt=MOST_MESSAGES)
    return bool(rows.update(count=F("count") + 1, last_at=timezone.now()))


def may_get_more(exchange: str, side: str) -> bool:
    rows = MessageCount.objects.filter(exchange=exchange, side=side, count__gte=MOST_MESSAGES)
    return not rows.exists()


def next_reminder(address: str) -> datetime.datetime | None:
    """When this mailbox's week is over; None when it may get one now."""
    last = LastReminder.objects.filter(key__in=mailbox_keys(address)).order_by("-sent_at").first()
    over = last and last.sent_at + BETWEEN_REMINDERS
    return over if over and over > timezone.now() else None


def _take_the_week(address: str) -> bool:
    """One of two workers wins."""
    if next_reminder(address):
        return False
    now = timezone.now()
    key = mailbox_keys(address)[0]
    row, is_new = LastReminder.objects.get_or_create(key=key, defaults={"sent_at": now})
    free = LastReminder.objects.filter(pk=row.pk, sent_at__lte=now - BETWEEN_REMINDERS)
    return is_new or bool(free.update(sent_at=now))


def _forget_reminders(now: datetime.datetime) -> int:
    return LastReminder.objects.filter(sent_at__lt=now - BETWEEN_REMINDERS).delete()[0]


def _forget_counts(now: datetime.datetime) -> int:
    return MessageCount.objects.filter(last_at__lt=now - COUNT_KEPT).delete()[0]


RETENTION = (
    Retention(
        what="le fait qu’une boîte ne veut plus de messages",
        why="ne plus jamais lui écrire, à quelque sujet que ce soit",
        who_sees="personne : une empreinte",
        kept="sans limite",
        concerns=Concerns.WRITTEN_TO,
        where="core/mail/refusals.py",
    ),
    Retention(
        what="la date du dernier rappel reçu par une boîte",
        why="pas plus d’un par semaine, à quelque sujet que ce soit",
        who_sees="personne : une empreinte",
        kept=f"{lasting(BETWEEN_REMINDERS)}",
        concerns=Concerns.WRITTEN_TO,
        where="core/mail/unasked.py",
        forget=_forget_reminders,
    ),
    Retention(
        what="le nombre de messages à chaque côté d’un échange, sans aucune adresse",
        why=f"pas plus de {MOST_MESSAGES}",
        who_sees="personne",
        kept=f"{lasting(COUNT_KEPT)} après le dernier",
        concerns=Concerns.WRITTEN_TO,
        where="core/mail/unasked.py",
        forget=_forget_counts,
    ),
)
