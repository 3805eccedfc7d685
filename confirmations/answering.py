"""What the authority says of a sheet, and what an editor does about it. Nothing here changes a published page by itself,
but that it says when it was confirmed."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from catalogue.choices import SaidHow
from catalogue.models import OwnerConfirmation
from core.page_cache import content_changed
from exchanges import answering as questions
from exchanges.models import OwnerAddress, Question, QuestionEvent
from exchanges.models.owners import Ended, Whence
from exchanges.states import Kind as QuestionKind
from suggestions.suggesting import suggest
from suggestions.values import typed_of

from . import facts
from .models import Check, CheckEvent
from .states import By, Kind


def still_true(check: Check, *, by: str, said_by: str, recipient=None, user=None) -> bool:
    with transaction.atomic():
        event = check.note(Kind.TRUE, by, said_by=said_by, recipient=recipient, user=user)
        if event is None:
            return False
        _confirm(check, event)
    return True


def correct(
    check: Check,
    texts: Mapping[str, str],
    *,
    by: str,
    said_by: str,
    kind: Kind = Kind.CORRECTED,
    text: str = "",
    recipient=None,
    user=None,
) -> bool:
    """texts: fact -> what it should say: a suggestion of each, that an editor or the owner of a validated sheet accepts.
    What is not among them is said to be still true. Raises ValidationError, {field: messages}."""
    with transaction.atomic():
        event = check.note(kind, by, said_by=said_by, text=text, recipient=recipient, user=user)
        if event is None:
            return False
        for fact, said in texts.items():
            for field, value in _values(check.sheet, fact, said):
                suggest(
                    check.sheet,
                    field,
                    value,
                    said_by=said_by or check.sheet.authority.label,
                    how=SaidHow.CONFIRMATION,
                    exchange=check.exchange,
                )
        content_changed()  # « sans nouvelles » is not true any more
    return True


def _values(sheet, fact: str, said: str) -> list[tuple[str, str]]:
    """(field, what one would type in it)."""
    if fact == "status":
        return [("status", said), ("status_date", f"{timezone.localdate():%Y-%m}")]
    field = facts.field_of(fact)
    if field == fact:
        return [(field, said)]
    # It holds other things too: they stay.
    stands = typed_of(sheet, field).get(field, "")
    return [(field, f"{stands}\n\n{facts.REPORTABLE[fact]} : {said}".strip())]


def done(check: Check, by: str, user=None) -> bool:
    """All that was said is decided on: the sheet says that its authority confirmed it on the day it answered."""
    with transaction.atomic():
        said = check.last_event
        if said is None or check.note(Kind.DONE, by, user=user) is None:
            return False
        _confirm(check, said)
    return True


def reread(check: Check, user) -> bool:
    """The sources of the sheet were read again today, and it says so."""
    with transaction.atomic():
        if check.note(Kind.REREAD, By.EDITOR, user=user) is None:
            return False
        content_changed()
    return True


def close(check: Check, reason: str, user) -> bool:
    with transaction.atomic():
        if check.note(Kind.CLOSED, By.EDITOR, user=user, text=reason) is None:
            return False
        content_changed()
    return True


def no_more(check: Check, *, recipient: OwnerAddress) -> bool:
    with transaction.atomic():
        if check.note(Kind.NO_MORE, By.OWNER, recipient=recipient) is None:
            return False
        content_changed()
    return True


def hand_over(check: Check, email: str, *, by: str, user=None) -> bool:
    """To somebody else of the authority, by address. False when that mailbox may not be written to, or it is over."""
    whence = Whence.HANDED if by == By.OWNER else Whence.EDITOR
    kind = Kind.HANDED_OVER if by == By.OWNER else Kind.REDIRECTED
    return OwnerAddress.objects.naming(
        check.sheet.authority,
        email,
        whence,
        lambda found: check.note(kind, by, recipient=found, user=user),
    )


def replaced(recipient: OwnerAddress, email: str) -> bool:
    """Somebody else answers for the authority from now on: all that lay at this address goes there, and its link dies.
    False when that mailbox may not be written to."""
    with transaction.atomic():
        found = OwnerAddress.objects.for_mailbox(recipient.authority, email, Whence.HANDED)
        if found is None:
            return False
        for check in lying_at(recipient):
            check.note(Kind.HANDED_OVER, By.OWNER, recipient=found)
        for question in _questions_at(recipient):
            question.note(QuestionKind.HANDED_OVER, By.OWNER, recipient=found)
        recipient.end(Ended.NOT_ME)
    return True


def not_me(recipient: OwnerAddress) -> None:
    """Nobody answers there any more: all that waits there goes to whoever is next."""
    with transaction.atomic():
        questions.not_me(recipient)
        move_on(lying_at(recipient), Kind.NOT_ME, By.OWNER)


def move_on(checks: Iterable[Check], kind: Kind, by: str, user=None) -> None:
    for check in checks:
        check.note(kind, by, user=user)


def lying_at(recipient: OwnerAddress) -> list[Check]:
    """Open checks that this address was the last to be asked."""
    events = CheckEvent.objects.current().filter(recipient=recipient)
    found = Check.objects.open().filter(pk__in=events.values("sheet_check"))
    return list(found.select_related("sheet__authority"))


def _questions_at(recipient: OwnerAddress) -> list[Question]:
    events = QuestionEvent.objects.current().filter(recipient=recipient)
    return list(Question.objects.filter(pk__in=events.values("question")))


def _confirm(check: Check, event: CheckEvent) -> None:
    OwnerConfirmation.objects.create(
        sheet=check.sheet,
        confirmed_on=timezone.localtime(event.at).date(),
        confirmed_by=event.said_by,
    )
