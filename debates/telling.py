"""Those who follow a proposal of a local debate are told, once, by mail, when what was answered to it changes.

Run every minute by `manage.py due`. What a follower knows is noted in the transaction that queues his mail: a worker
killed meanwhile has done nothing, another one does it all.
"""

import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from catalogue.choices import Answer
from catalogue.models import DebateItem, ProjectPage
from core.mail.queue import send
from core.mail.refusals import is_refused
from core.mail.rendering import absolute
from core.visibility import visible

from .models import DebateFollow

# A slip that is mended within the hour is no news.
SETTLED = datetime.timedelta(hours=1)
BATCH = 200  # of one round: the next minute takes the others


def tell(now: datetime.datetime | None = None) -> None:
    now = now or timezone.now()
    DebateFollow.objects.end_dead()
    DebateFollow.objects.tell_again()
    settled = visible(ProjectPage.objects).order_by().filter(last_published_at__lt=now - SETTLED)
    row = DebateItem.objects.filter(page=OuterRef("page"), pk=OuterRef("item"))
    changed = (
        DebateFollow.objects.standing()
        .annotate(current=Subquery(row.values("answer")))
        .exclude(current=None)
        .exclude(answer=F("current"))
        .filter(page__in=settled.values("pk"))
    )
    for follow in changed.select_related("page").order_by("pk")[:BATCH]:
        _tell(follow, now)


def _tell(follow: DebateFollow, now: datetime.datetime) -> None:
    if is_refused(follow.email, since=follow.confirmed_at):
        DebateFollow.objects.filter(pk=follow.pk).end()
        return
    with transaction.atomic():
        item = follow.proposal
        known = DebateFollow.objects.standing().filter(pk=follow.pk, answer=follow.answer)
        # Of two workers, one.
        if item is None or not known.update(
            answer=item.answer, answer_before=follow.answer, notified_at=now
        ):
            return
        leave = follow.leave_url
        before = Answer(follow.answer).label if follow.answer else ""
        mail = send(
            to=follow.email,
            subject=f"{item.get_answer_display() or 'Sans réponse'} : {follow.page.title}",
            template="debate_changed",
            context={
                "sheet": follow.page,
                "item": item,
                "before": before,
                "url": f"{absolute(follow.page.relative_url(None))}#debat",
                "leave_url": leave,
            },
            at_once=False,
            refusal_url=leave,
        )
        DebateFollow.objects.filter(pk=follow.pk).update(mail=mail)
