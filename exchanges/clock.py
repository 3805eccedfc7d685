"""What time asks of questions, each minute (`manage.py due`): send, remind, hand to the editors, tell, follow up.

Each step is one transaction, in which the event and its mail are written together: a worker that dies, or a second
one, leaves both or neither. When nothing is due it reads two indexes.
"""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from core.event_log import lost, safely
from core.mail.models import NOT_ARRIVED
from core.mail.unasked import Held, may_get_more, next_reminder
from core.models import OutgoingMail
from core.page_cache import content_changed
from territories.town_halls import relay_address

from . import answering, mails, neighbours, states
from .models import OwnerAddress, Question, QuestionEvent
from .models.owners import Ended, Whence
from .recipients import recipient_of
from .signals import left_unanswered
from .states import By, Kind

BATCH = 500  # events of one round: the next minute takes the others
# Several questions in a day make one mail.
BETWEEN_MAILS = datetime.timedelta(days=1)
# After so long who asked is told that nobody answered: counted from the question, whoever had it meanwhile; but the
# editors have a week with what comes to them late.
UNTIL_TOLD = datetime.timedelta(days=28)
EDITORS_AT_LEAST = datetime.timedelta(days=7)


def run(now: datetime.datetime | None = None) -> None:
    now = now or timezone.now()
    _notice_dead_addresses()
    _notice_lost_mails(now)
    due = list(
        QuestionEvent.objects.due(now).select_related(
            "question__sheet__authority__departement", "question__authority", "recipient__authority"
        )[:BATCH]
    )
    _each(_send, _by_recipient(event for event in due if event.kind in states.TO_SEND), now)
    _each(_remind, _by_address(event for event in due if _is_reminder(event)), now)
    for event in due:
        if event.kind not in states.TO_SEND and not _is_reminder(event):
            safely(_step, event, now)


def _each(act, groups: dict, now) -> None:
    for recipient, group in groups.items():
        safely(act, recipient, group, now)


def _is_reminder(event: QuestionEvent) -> bool:
    return states.NEXT.get(event.kind) in (Kind.REMINDED, Kind.REMINDED_TWICE)


def _by_recipient(events: Iterable[QuestionEvent]) -> dict:
    groups: dict[OwnerAddress | None, list[Question]] = {}
    for event in events:
        groups.setdefault(recipient_of(event.question), []).append(event.question)
    return groups


def _by_address(events: Iterable[QuestionEvent]) -> dict:
    groups: dict[OwnerAddress | None, list[QuestionEvent]] = {}
    for event in events:
        groups.setdefault(event.recipient, []).append(event)
    return groups


# --- To whom they go


def _send(recipient: OwnerAddress | None, questions: list[Question], now) -> None:
    if recipient is None:
        for question in questions:
            _to_editors(question, now)
        return
    there, new = [], []
    for question in questions:
        (there if _lies_there(question, recipient) else new).append(question)
    if lost([one.note(Kind.SENT, By.CLOCK, recipient=recipient) for one in there]):
        return
    enough = [one for one in new if not may_get_more(one.exchange, By.OWNER)]
    for question in enough:
        _to_editors(question, now)
    new = [one for one in new if one not in enough]
    # Equal ones are one in the mail, and each counts it.
    if new:
        _send_new(recipient, new, now)


def _to_editors(question: Question, now, why: str = "") -> None:
    until = max(question.confirmed_at + UNTIL_TOLD, now + EDITORS_AT_LEAST)
    question.note(Kind.WITH_EDITORS, By.CLOCK, due_at=until, text=why)


def _send_new(recipient: OwnerAddress, new: list[Question], now) -> None:
    last = recipient.events.filter(kind=Kind.SENT).exclude(mail=None).order_by("-at").first()
    if last and last.at > now - BETWEEN_MAILS:
        waiting = QuestionEvent.objects.current().filter(question__in=new)
        waiting.update(due_at=last.at + BETWEEN_MAILS)
        return
    sent = mails.to_owner(recipient, new, mails.SENT)
    if sent is Held.REFUSED:
        recipient.end(Ended.REFUSED)
        for question in new:
            question.note(Kind.UNWANTED, By.CLOCK)
        return
    mail = sent if isinstance(sent, OutgoingMail) else None
    lost([one.note(Kind.SENT, By.CLOCK, recipient=recipient, mail=mail) for one in new])


def _lies_there(question: Question, recipient: OwnerAddress) -> bool:
    """An equal one was sent there already and is open: the page that it opens shows both."""
    alike = Question.objects.alike(question).exclude(pk=question.pk)
    there = QuestionEvent.objects.current().filter(question__in=alike, recipient=recipient)
    return there.filter(kind__in=states.OPEN - states.TO_SEND).exists()


# --- Reminders


def _remind(recipient: OwnerAddress | None, events: list[QuestionEvent], now) -> None:
    if recipient is None or recipient.ended_at:
        for event in events:
            event.question.note(Kind.NOT_ME, By.CLOCK)
        return
    more = [event for event in events if may_get_more(event.question.exchange, By.OWNER)]
    mail = None
    if more:
        sent = mails.to_owner(recipient, [event.question for event in more], mails.REMINDER)
        if sent is Held.THIS_WEEK:
            later = next_reminder(recipient.email) or now
            QuestionEvent.objects.filter(pk__in=[one.pk for one in events]).update(due_at=later)
            return
        if sent is Held.REFUSED:
            answering.end_address(recipient, Ended.REFUSED, Kind.UNWANTED, By.CLOCK)
            return
        mail = sent if isinstance(sent, OutgoingMail) else None
    noted = [
        event.question.note(
            states.NEXT[event.kind],
            By.CLOCK,
            recipient=recipient,
            mail=mail if event in more else None,
        )
        for event in events
    ]
    if lost(noted):
        return
    second = [one.question for one in noted if one.kind == Kind.REMINDED_TWICE]
    if second:
        _remind_town_hall(recipient, second)


def _remind_town_hall(recipient: OwnerAddress, questions: list[Question]) -> None:
    """The second reminder goes to the generic mailbox too, where another one was written to."""
    email = relay_address(recipient.authority)
    if recipient.whence == Whence.TOWN_HALL or not email or recipient.is_mailbox_of(email):
        return
    questions = [one for one in questions if may_get_more(one.exchange, By.OWNER)]
    hall = OwnerAddress.objects.for_mailbox(recipient.authority, email, Whence.TOWN_HALL)
    if hall and questions:
        mails.to_owner(hall, questions, mails.REMINDER)


# --- All other steps


def _step(event: QuestionEvent, now) -> None:
    question, kind = event.question, states.NEXT.get(event.kind)
    if kind is None:
        return
    mail = None
    if kind == Kind.TOLD and not question.events.filter(kind=Kind.TOLD).exists():
        mail = mails.to_asker(
            question,
            "question_told",
            f"Pas encore de réponse : {question.sheet.title}",
            neighbours=neighbours.who_answer(question.sheet),
        )
    elif kind in (Kind.FOLLOWED_UP, Kind.FOLLOWED_UP_AGAIN):
        mail = mails.to_asker(
            question,
            "question_follow_up",
            f"Cela vous a-t-il servi ? {question.sheet.title}",
            is_reminder=True,
            answer=question.answer,
        )
    if mail is Held.THIS_WEEK:
        later = next_reminder(question.email) or now
        QuestionEvent.objects.filter(pk=event.pk).update(due_at=later)
        return
    written = mail if isinstance(mail, OutgoingMail) else None
    fields = {"recipient": event.recipient, "mail": written}
    if not lost([question.note(kind, By.CLOCK, **fields)]) and kind == Kind.TOLD:
        content_changed()  # the sheet says « pas de nouvelles depuis »
        left_unanswered.send(sender=Question, sheet=question.sheet)


def _notice_dead_addresses() -> None:
    """A mail whose mailbox is dead: its address ends, and what lay there goes on to the next."""
    dead = OutgoingMail.objects.dead()
    events = QuestionEvent.objects.filter(mail__in=dead, recipient__ended_at=None)
    for event in events.exclude(recipient=None).select_related("recipient", "mail"):
        refused = event.mail.is_refused
        why, kind = (Ended.REFUSED, Kind.UNWANTED) if refused else (Ended.BOUNCED, Kind.BOUNCED)
        safely(answering.end_address, event.recipient, why, kind, By.CLOCK)


def _notice_lost_mails(now) -> None:
    """Nobody was asked. The editors do, of all that the mail spoke for: equal questions that were there already had none of
    their own. After a reminder that is lost comes the next one."""
    events = QuestionEvent.objects.never_arrived(Kind.SENT).filter(recipient__ended_at=None)
    for event in events.select_related("question__sheet", "recipient")[:BATCH]:
        alike = Question.objects.alike(event.question)
        there = QuestionEvent.objects.current().filter(
            kind=Kind.SENT, question__in=alike, recipient=event.recipient, mail=None
        )
        for one in (event, *there.select_related("question")):
            safely(_to_editors, one.question, now, NOT_ARRIVED)
