"""What proves that sheets are confirmed: asked, answered, how, median days; by month and by theme. Nothing here ranks anybody."""

from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from core.words import MONTHS

from .models import Check, CheckEvent
from .states import ANSWERED, By, Kind

MONTHS_SHOWN = 12
FEW = 3  # answers from which a median is told
LATEST = 1_000  # answers that it is made of


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Numbers:
    asked: int  # checks that an authority was asked
    answered: int
    true: int
    corrected: int
    stopped: int
    reread: int  # sheets whose sources the editors read again
    days: int | None  # median, from the message to the answer; None below FEW
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
    days = _answer_days()
    themes = (
        _asked()
        .values_list("sheet__main_theme__name")
        .annotate(count=Count("pk"), done=Count("pk", filter=Q(is_answered=True)))
        .order_by("-count", "sheet__main_theme__name")
    )
    months = (
        _asked()
        .annotate(month=TruncMonth("asked_at"))
        .values_list("month")
        .annotate(count=Count("pk"), done=Count("pk", filter=Q(is_answered=True)))
        .order_by("-month")[:MONTHS_SHOWN]
    )
    answered = CheckEvent.objects.filter(by=By.OWNER, kind__in=ANSWERED)
    return Numbers(
        asked=by_kind.get(Kind.ASKED, 0),
        answered=answered.aggregate(count=Count("sheet_check", distinct=True))["count"],
        true=by_kind.get(Kind.TRUE, 0),
        corrected=by_kind.get(Kind.CORRECTED, 0),
        stopped=by_kind.get(Kind.STOPPED, 0),
        reread=by_kind.get(Kind.REREAD, 0),
        days=round(median(days)) if len(days) >= FEW else None,
        months=tuple(
            Row(f"{MONTHS[month.month - 1]} {month.year}", count, done)
            for month, count, done in months
        ),
        themes=tuple(Row(theme or "Sans thème", count, done) for theme, count, done in themes),
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
