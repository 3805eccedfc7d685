"""What proves that sheets are confirmed: asked, answered, how, median days; by month and by theme. Nothing here ranks anybody."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from core.loop_numbers import Row, by_month, by_theme, median_days

from .models import Check, CheckEvent
from .states import ANSWERED, By, Kind

LATEST = 1_000  # answers that the median is made of


@dataclass(frozen=True, slots=True)
class Numbers:
    asked: int  # checks that an authority was asked
    answered: int
    true: int
    corrected: int
    stopped: int
    reread: int  # sheets whose sources the editors read again
    days: int | None  # median, from the message to the answer; None when too few are known
    months: tuple[Row, ...]
    themes: tuple[Row, ...]


def all_numbers() -> Numbers:
    """Five statements."""
    by_kind = dict(
        CheckEvent.objects.order_by()
        .filter(Q(kind__in=(Kind.ASKED, Kind.REREAD)) | Q(by=By.OWNER, kind__in=ANSWERED))
        .values_list("kind")
        .annotate(count=Count("sheet_check", distinct=True))
    )
    counts = {"count": Count("pk"), "done": Count("pk", filter=Q(is_answered=True))}
    answered = CheckEvent.objects.filter(by=By.OWNER, kind__in=ANSWERED)
    return Numbers(
        asked=by_kind.get(Kind.ASKED, 0),
        answered=answered.aggregate(count=Count("sheet_check", distinct=True))["count"],
        true=by_kind.get(Kind.TRUE, 0),
        corrected=by_kind.get(Kind.CORRECTED, 0),
        stopped=by_kind.get(Kind.STOPPED, 0),
        reread=by_kind.get(Kind.REREAD, 0),
        days=median_days(_answer_days()),
        months=by_month(_asked(), "asked_at", **counts),
        themes=by_theme(_asked(), "sheet__main_theme__name", **counts),
    )


def _asked():
    """Checks with `asked_at`, the first time, and `is_answered`."""
    answers = CheckEvent.objects.filter(sheet_check=OuterRef("pk"), by=By.OWNER, kind__in=ANSWERED)
    asked = CheckEvent.objects.filter(sheet_check=OuterRef("pk"), kind=Kind.ASKED)
    first = asked.order_by("position").values("at")[:1]
    checks = Check.objects.order_by().annotate(asked_at=first, is_answered=Exists(answers))
    return checks.exclude(asked_at=None)


def _answer_days() -> list[float]:
    answers = CheckEvent.objects.filter(by=By.OWNER, kind__in=ANSWERED)
    asked = CheckEvent.objects.filter(sheet_check=OuterRef("sheet_check"), kind=Kind.ASKED)
    rows = (
        answers.annotate(asked_at=asked.order_by("at").values("at")[:1])
        .exclude(asked_at=None)
        .filter(at__gte=F("asked_at"))
        .order_by("-at")
    )
    return [
        (at - asked_at).total_seconds() / 86_400
        for at, asked_at in rows.values_list("at", "asked_at")[:LATEST]
    ]
