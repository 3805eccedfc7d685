"""What time asks of checks, each minute (`manage.py due`): plan, ask, remind, say that no news came, hand to the editors.

Each step is one transaction, in which the events and their mail are written together: a worker that dies, or a second
one, leaves both or neither. When nothing is due it reads three indexes. Nothing here unpublishes anything.
"""

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalogue.models import ProjectPage
from core.event_log import lost, safely
from core.mail.models import NOT_ARRIVED
from core.mail.refusals import mailbox_keys
from core.mail.unasked import Held, may_get_more, next_reminder
from core.models import OutgoingMail
from core.page_cache import content_changed
from core.visibility import visible
from exchanges import answering as questions
from exchanges.models import OwnerAddress
from exchanges.models.owners import Ended
from exchanges.states import Kind as QuestionKind
from suggestions.models import Suggestion

from . import answering, mails, rhythm, states
from .models import Check, CheckEvent
from .recipients import by_recipient, contact, town_hall
from .states import By, Kind

BATCH = 500  # events of one round: the next minute takes the others
# Nobody is asked more often; what falls due meanwhile is asked with what came before.
BETWEEN_MAILS = datetime.timedelta(days=30)
# How long after a sheet that nobody sees is looked at again.
HIDDEN = datetime.timedelta(days=30)
_WHY = {
    Ended.BOUNCED: Kind.BOUNCED,
    Ended.REFUSED: Kind.UNWANTED,
    Ended.NOT_ME: Kind.NOT_ME,
    Ended.REVOKED: Kind.NOT_ME,
}


def run(now: datetime.datetime | None = None) -> None:
    now = now or timezone.now()
    _plan_first_checks()
    _notice_dead_addresses()
    _notice_lost_mails()
    _notice_decided_corrections()
    due = _of_seen_sheets(list(CheckEvent.objects.due(now).select_related(*_SHOWN)[:BATCH]), now)
    to_ask = [event for event in due if event.kind in states.TO_ASK | {Kind.WITH_EDITORS}]
    for group in _by_authority(to_ask).values():
        safely(_ask, group, now)
    for group in _by_address(event for event in due if event.kind == Kind.ASKED).values():
        safely(_remind, group, now)
    for event in due:
        if event.kind in states.NEXT and event.kind != Kind.ASKED:
            safely(_step, event)


_SHOWN = ("sheet_check__sheet__authority__departement", "recipient__authority")


def _plan_first_checks() -> None:
    """Of sheets that were published a moment ago, or before checks were there."""
    none = ~Exists(Check.objects.filter(sheet=OuterRef("pk")))
    for sheet in visible(ProjectPage.objects).filter(none)[:BATCH]:
        safely(Check.objects.plan, sheet, known_true_on(sheet))


def known_true_on(sheet) -> datetime.date:
    """The last day on which somebody said so: its authority, else who published it."""
    confirmation = sheet.confirmations.first()
    published = sheet.first_published_at or timezone.now()
    days = [
        confirmation and confirmation.confirmed_on,
        sheet.validated_on,
        timezone.localtime(published).date(),
    ]
    return max(day for day in days if day)


def look_again(sheet) -> None:
    """Published with another state or another contact: the day of its check follows, and whether somebody may be asked."""
    one = Check.objects.open().filter(sheet=sheet).select_related("sheet").first()
    if one is None:
        return
    last = one.last_event
    if last.kind == Kind.PLANNED:
        _put_off([last], planned_for(one))
    elif last.kind == Kind.WITH_EDITORS:
        _put_off([last], timezone.now())


def _notice_dead_addresses() -> None:
    """A mail whose mailbox is dead: its address ends, for questions as for checks. What lay at an address that
    ended, for whatever reason, goes on to the next."""
    dead = OutgoingMail.objects.dead()
    events = CheckEvent.objects.filter(mail__in=dead, recipient__ended_at=None)
    for event in events.exclude(recipient=None).select_related("recipient", "mail"):
        refused = event.mail.is_refused
        why = Ended.REFUSED if refused else Ended.BOUNCED
        kind = QuestionKind.UNWANTED if refused else QuestionKind.BOUNCED
        safely(questions.end_address, event.recipient, why, kind, questions.By.CLOCK)
    dead = CheckEvent.objects.current().filter(
        kind__in=states.WAITING, recipient__ended_at__isnull=False
    )
    for event in dead.select_related("sheet_check__sheet", "recipient")[:BATCH]:
        safely(answering.move_on, [event.sheet_check], _WHY[event.recipient.ended_why], By.CLOCK)


def _notice_lost_mails() -> None:
    """Nobody was asked, and silence would say nothing. The editors may ask at once; else the clock does, after a month."""
    events = CheckEvent.objects.never_arrived(Kind.ASKED).filter(recipient__ended_at=None)
    for event in events.select_related("sheet_check__sheet")[:BATCH]:
        safely(event.sheet_check.note, Kind.WITH_EDITORS, By.CLOCK, text=NOT_ARRIVED)


def _notice_decided_corrections() -> None:
    """Nothing waits any more of what an authority said: its sheet is confirmed. Of a project that stopped an editor reads
    why, and says so."""
    corrected = CheckEvent.objects.current().filter(kind=Kind.CORRECTED)
    checks = {
        one.sheet_check.exchange: one.sheet_check
        for one in corrected.select_related("sheet_check__sheet")
    }
    if not checks:
        return
    waiting = Suggestion.objects.filter(exchange__in=checks).waiting()
    for exchange in checks.keys() - set(waiting.values_list("exchange", flat=True)):
        safely(answering.done, checks[exchange], By.CLOCK)


def _of_seen_sheets(due: list[CheckEvent], now) -> list[CheckEvent]:
    """Of a sheet that nobody sees now nothing is asked, and nobody is reminded."""
    sheets = {event.sheet_check.sheet_id for event in due}
    seen = set(visible(ProjectPage.objects).filter(pk__in=sheets).values_list("pk", flat=True))
    hidden = [event for event in due if event.sheet_check.sheet_id not in seen]
    if hidden:
        _put_off(hidden, now + HIDDEN)
    return [event for event in due if event not in hidden]


def _by_authority(events: Iterable[CheckEvent]) -> dict:
    groups: dict[str | None, list[CheckEvent]] = {}
    for event in events:
        groups.setdefault(event.sheet_check.sheet.authority_id, []).append(event)
    return groups


def _by_address(events: Iterable[CheckEvent]) -> dict:
    groups: dict[OwnerAddress | None, list[CheckEvent]] = {}
    for event in events:
        groups.setdefault(event.recipient, []).append(event)
    return groups


def _put_off(events: Iterable[CheckEvent], until: datetime.datetime | None) -> None:
    CheckEvent.objects.filter(pk__in=[event.pk for event in events]).update(due_at=until)


# --- Asking


def _ask(events: list[CheckEvent], now) -> None:
    """What is due of one authority, and with it what will be before it may be written to again."""
    events = _truly_due(events, now)
    if not events:
        return
    authority = events[0].sheet_check.sheet.authority
    events = _with_what_comes_soon(authority, events, now)
    last = {event.sheet_check_id: event for event in events}
    groups = {
        recipient: [last[check.pk] for check in checks]
        for recipient, checks in by_recipient(
            authority, [event.sheet_check for event in events]
        ).items()
    }
    _nobody_to_ask(groups.pop(None, []), now)
    # All of them before any is asked: what one person of an authority gets today holds up no other for a month.
    silent = {who: _silent_until(who, asked, now) for who, asked in groups.items()}
    for recipient, asked in groups.items():
        if until := silent[recipient]:
            _put_off([event for event in asked if event.due_at <= now], until)
        else:
            _ask_one(recipient, asked, now)


def _truly_due(events: list[CheckEvent], now) -> list[CheckEvent]:
    """Without sheets that were confirmed, or changed their rhythm, since they were planned."""
    found = []
    for event in events:
        if event.kind == Kind.PLANNED and (due := planned_for(event.sheet_check)) > now:
            _put_off([event], due)
        else:
            found.append(event)
    return found


def planned_for(check: Check) -> datetime.datetime:
    confirmation = check.sheet.confirmations.first()
    known = max(filter(None, [check.known_on, confirmation and confirmation.confirmed_on]))
    return rhythm.due_at(check.sheet, known)


def _with_what_comes_soon(authority, events: list[CheckEvent], now) -> list[CheckEvent]:
    if authority is None:
        return events
    known = {event.pk for event in events}
    soon = (
        CheckEvent.objects.due(now + BETWEEN_MAILS)
        .filter(sheet_check__sheet__authority=authority, kind__in=(Kind.PLANNED, Kind.SIGNALLED))
        .exclude(pk__in=known)
        .select_related(*_SHOWN)
    )
    sheets = visible(ProjectPage.objects).values("pk")
    return [*events, *soon.filter(sheet_check__sheet__in=sheets)[:BATCH]]


def _ask_one(recipient: OwnerAddress, events: list[CheckEvent], now) -> None:
    checks = [event.sheet_check for event in events]
    sent = mails.to_owner(recipient, checks, mails.ASKED)
    if sent is Held.REFUSED:
        recipient.end(Ended.REFUSED)
        answering.move_on(checks, Kind.UNWANTED, By.CLOCK)
        return
    if sent is Held.ENOUGH:
        enough = [
            event for event in events if not may_get_more(event.sheet_check.exchange, By.OWNER)
        ]
        _nobody_to_ask(enough, now)
        if others := [event for event in events if event not in enough]:
            _ask_one(recipient, others, now)
        return
    mail = sent if isinstance(sent, OutgoingMail) else None
    lost([check.note(Kind.ASKED, By.CLOCK, recipient=recipient, mail=mail) for check in checks])


def _nobody_to_ask(events: list[CheckEvent], now) -> None:
    for event in events:
        if event.due_at > now:
            continue  # not due yet: it was only looked at with the others
        if event.kind == Kind.WITH_EDITORS:
            _put_off([event], now + states.WAIT[Kind.WITH_EDITORS])
        else:
            event.sheet_check.note(Kind.WITH_EDITORS, By.CLOCK)


def _silent_until(recipient: OwnerAddress, events: Sequence[CheckEvent], now):
    """When this mailbox, whatever it answers for, and this authority may be asked again; None: now.

    What went on to the next address is no second message to the authority: it would put off what falls due."""
    recent = CheckEvent.objects.filter(kind=Kind.ASKED, at__gt=now - BETWEEN_MAILS)
    recent = recent.exclude(recipient__ended_why=Ended.BOUNCED)
    recent = recent.exclude(mail__in=OutgoingMail.objects.lost())
    got = Q(recipient__box__in=mailbox_keys(recipient.email))
    if all(event.kind in (Kind.PLANNED, Kind.SIGNALLED, Kind.WITH_EDITORS) for event in events):
        moved = CheckEvent.objects.filter(
            sheet_check=OuterRef("sheet_check"),
            position__lt=OuterRef("position"),
            kind__in=states.MOVED_ON,
        )
        got |= Q(recipient__authority=recipient.authority) & ~Exists(moved)
    last = recent.filter(got).order_by("-at").values_list("at", flat=True).first()
    return last + BETWEEN_MAILS if last else None


# --- What follows


def _remind(events: list[CheckEvent], now) -> None:
    recipient = events[0].recipient
    checks = [event.sheet_check for event in events]
    if recipient is None or recipient.ended_at:
        answering.move_on(checks, Kind.NOT_ME, By.CLOCK)
        return
    more = [check for check in checks if may_get_more(check.exchange, By.OWNER)]
    sent = mails.to_owner(recipient, more, mails.REMINDER) if more else None
    if sent is Held.THIS_WEEK:
        _put_off(events, next_reminder(recipient.email) or now)
        return
    fields = {"recipient": recipient, "mail": sent if isinstance(sent, OutgoingMail) else None}
    if not lost([check.note(Kind.REMINDED, By.CLOCK, **fields) for check in checks]):
        _remind_others(recipient, checks)


def _remind_others(recipient: OwnerAddress, checks: list[Check]) -> None:
    """The town hall too; and the contact of a sheet, where another one was asked about all."""
    others: dict[OwnerAddress, list[Check]] = {}
    hall = town_hall(recipient.authority)
    for check in checks:
        for other in {contact(check), hall} - {None, recipient}:
            if may_get_more(check.exchange, By.OWNER):
                others.setdefault(other, []).append(check)
    for other, told in others.items():
        mails.to_owner(other, told, mails.REMINDER)


def _step(event: CheckEvent) -> None:
    kind = states.NEXT[event.kind]
    noted = event.sheet_check.note(kind, By.CLOCK, recipient=event.recipient)
    if noted and kind in (Kind.SILENT, Kind.CLOSED):
        content_changed()  # the sheet says « sans nouvelles depuis »
