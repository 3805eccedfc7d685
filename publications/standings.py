"""Those who follow a recommendation are told, once, by mail, when what became of it changes.

Run every minute by `manage.py due`. A note is marked as told in the transaction that queues the mails: a worker killed
meanwhile has done nothing, another one does it all.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from core.mail.queue import send
from core.mail.refusals import is_refused
from core.mail.rendering import absolute
from core.visibility import visible

from .choices import Standing
from .models import Follow, PublicationPage, Recommendation, StandingNote


def tell(now: datetime.datetime | None = None) -> int:
    """How many mails were queued."""
    now = now or timezone.now()
    waiting = StandingNote.objects.filter(
        told_at=None, page__in=visible(PublicationPage.objects).order_by()
    )
    pairs = waiting.order_by("page", "code").values_list("page", "code").distinct()
    return sum(_tell(page, code, now) for page, code in pairs)


def _tell(page: int, code: str, now: datetime.datetime) -> int:
    """The last of what was noted, against what people were told before: a slip that was mended is no news."""
    with transaction.atomic():
        notes = StandingNote.objects.filter(page=page, code=code)
        untold = list(notes.filter(told_at=None).order_by("noted_at", "pk"))
        # Two workers: the one whose update finds all the rows untouched writes the mails.
        keys = [note.pk for note in untold]
        if not keys or notes.filter(pk__in=keys, told_at=None).update(told_at=now) != len(keys):
            transaction.set_rollback(True)
            return 0
        before = notes.exclude(pk__in=keys).order_by("-noted_at", "-pk").first()
        last = untold[-1]
        row = Recommendation.objects.filter(page=page, code=code).select_related("page").first()
        if row is None or last.standing == (before.standing if before else ""):
            return 0
        people = Follow.objects.confirmed().filter(page=page, code=code)
        people = [
            person
            for person in people.filter(confirmed_at__lt=last.noted_at)
            if not _has_left(person)
        ]
        for person in people:
            _write(
                person,
                row,
                last,
                Standing(before.standing).label if before and before.standing else "",
            )
        Follow.objects.filter(pk__in=[person.pk for person in people]).update(notified_at=now)
    return len(people)


def _has_left(person: Follow) -> bool:
    """Who refused all mails after he had asked for these is forgotten."""
    if not is_refused(person.email, since=person.confirmed_at):
        return False
    person.delete()
    return True


def _write(person: Follow, row: Recommendation, note: StandingNote, before: str) -> None:
    leave = person.leave_url
    send(
        to=person.email,
        subject=f"{row.title} : {note.get_standing_display() or 'on ne sait plus ce qu’elle devient'}",
        template="recommendation_changed",
        context={
            "publication": row.page,
            "recommendation": row,
            "note": note,
            "before": before,
            "url": absolute(address_of(row.page, row.code)),
            "leave_url": leave,
        },
        at_once=False,
        refusal_url=leave,
    )


def address_of(page: PublicationPage, code: str) -> str:
    return f"{page.relative_url(None)}recommandations/{code}/"
