"""Tasks asked for, and worked at. Each step is a transaction with the count of what is done and what was refused of it: who was
killed is followed by the next, who goes on from there. What may be done is asked at the time of the deed."""

import datetime
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.errors import reason_of
from core.retention import Concerns, Retention, lasting

from .models import BackgroundTask

State = BackgroundTask.State
CLAIM = datetime.timedelta(minutes=15)  # who says nothing for so long is gone
KEPT = datetime.timedelta(days=7)
FILE_KEPT = datetime.timedelta(days=1)
_UNFINISHED = (State.WAITING, State.WORKING)
_MOST_FAILURES = 3
_TOLD = 200  # refusals that are named
_CLAIMED_EACH = 20  # steps
logger = logging.getLogger(__name__)

# {kind: what does it}: given the task and when to stop.
Work = Callable[[BackgroundTask, datetime.datetime], None]
_kinds: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    _kinds[kind] = work


def ask(kind: str, *, name: str, user, asked: dict, total: int = 0) -> BackgroundTask:
    """The same that somebody asked for and that is not done yet is one."""
    same = BackgroundTask.objects.filter(kind=kind, user=user, asked=asked, state__in=_UNFINISHED)
    return same.first() or BackgroundTask.objects.create(
        kind=kind, name=name[:200], user=user, asked=asked, total=total
    )


def work(until: datetime.datetime) -> None:
    """What waits, the oldest first; called every minute."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
    waiting = BackgroundTask.objects.filter(free, state__in=_UNFINISHED)
    for pk in list(waiting.order_by("asked_at", "pk").values_list("pk", flat=True)):
        if timezone.now() >= until:
            return
        if waiting.filter(pk=pk).update(claimed_at=timezone.now(), state=State.WORKING):
            _work_at(BackgroundTask.objects.select_related("user").get(pk=pk), until)


def _work_at(task: BackgroundTask, until: datetime.datetime) -> None:
    """Whatever goes wrong, those that wait behind it must not."""
    try:
        if task.user.is_active:
            _kinds[task.kind](task, until)
        else:
            _set(task, state=State.FAILED, finished_at=timezone.now())
        _set(task, claimed_at=None, failures=0)
    except Exception as error:
        logger.exception("task %s", task.pk)
        if reason_of(error):
            return  # of the machine's making: tried again when the claim is over
        failures = task.failures + 1
        stopped = {"state": State.FAILED, "finished_at": timezone.now()}
        _set(task, failures=failures, **(stopped if failures >= _MOST_FAILURES else {}))


def steps(task: BackgroundTask, things: list, until: datetime.datetime, do: Callable) -> None:
    """`do(thing)` of each that is not done yet, as far as the time goes; it says why not, or ""."""
    for place, thing in enumerate(things[task.done :], start=task.done + 1):
        mine = BackgroundTask.objects.filter(pk=task.pk, done=place - 1)
        try:
            with transaction.atomic():
                # Before the deed: a second worker that took this one for dead waits, and does not do it again.
                if not mine.update(done=place):
                    return
                if said := do(thing):
                    refuse(task, thing, said)
        except Exception as error:
            if reason_of(error):
                raise
            logger.exception("task %s, %s", task.pk, thing)
            with transaction.atomic():
                if not mine.update(done=place):
                    return
                refuse(task, thing, {"title": "", "said": "Une erreur inattendue l’a empêché."})
        if place % _CLAIMED_EACH == 0:
            _set(task, claimed_at=timezone.now())
        if timezone.now() >= until and place < len(things):
            return
    _set(task, state=State.DONE, finished_at=timezone.now())


def refuse(task: BackgroundTask, page, said: dict) -> None:
    """said: {"title", "said"}."""
    told = [*task.refused, {"page": page, **said}][:_TOLD]
    task.refused = told
    _set(task, refused=told, refused_count=F("refused_count") + 1)


def give(task: BackgroundTask, content: bytes, name: str) -> None:
    """The file that was asked for."""
    _set(
        task,
        result=content,
        result_name=name,
        state=State.DONE,
        done=task.total,
        finished_at=timezone.now(),
    )


def _set(task: BackgroundTask, **values) -> None:
    BackgroundTask.objects.filter(pk=task.pk).update(**values)


def _forget(now: datetime.datetime) -> int:
    files = BackgroundTask.objects.filter(finished_at__lt=now - FILE_KEPT, result__isnull=False)
    gone = files.update(result=None)
    return gone + BackgroundTask.objects.filter(asked_at__lt=now - KEPT).delete()[0]


RETENTION = (
    Retention(
        what="une longue tâche demandée par un compte (publier beaucoup de pages, un grand export), et le fichier qu’elle a "
        "fait",
        why="dire où elle en est et ce qui a été refusé, et donner le fichier",
        who_sees="qui l’a demandée, les administrateurs",
        kept=f"le fichier {lasting(FILE_KEPT)} après, le reste {lasting(KEPT)} ; puis supprimés",
        concerns=Concerns.ACCOUNTS,
        where="core/background/tasks.py",
        forget=_forget,
    ),
)
