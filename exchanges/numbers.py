"""What proves that questions are answered: asked, answered, median days; by month and by theme. Nothing here ranks
anybody."""

from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from core.words import MONTHS

from . import on_sheet
from .models import Answer, Question
from .states import Kind

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Numbers:
    asked: int
    answered: int
    days: int | None  # median, from a confirmed question to its owner's answer; None below three
    published: int
    taken_up: int  # « nous le faisons »
    months: tuple[Row, ...]
    themes: tuple[Row, ...]


def all_numbers() -> Numbers:
    """Five statements."""
    asked = Question.objects.confirmed()
    answered = Q(answer__isnull=False)
    totals = asked.aggregate(asked=Count("pk"), answered=Count("pk", filter=answered))
    days = on_sheet.answer_days(Q())
    by_month = (
        asked.order_by()
        .annotate(month=TruncMonth("confirmed_at"))
        .values_list("month")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=answered))
        .order_by("-month")[:MONTHS_SHOWN]
    )
    by_theme = (
        asked.order_by()
        .values_list("sheet__main_theme__name")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=answered))
        .order_by("-asked", "sheet__main_theme__name")
    )
    taken_up = asked.filter(events__kind=Kind.OUTCOME, events__outcome="nous_le_faisons")
    return Numbers(
        **totals,
        days=round(median(days)) if len(days) >= on_sheet.FEW else None,
        published=Answer.objects.shown().count(),
        taken_up=taken_up.distinct().count(),
        months=tuple(
            Row(f"{MONTHS[month.month - 1]} {month.year}", count, done)
            for month, count, done in by_month
        ),
        themes=tuple(Row(theme or "Sans thème", count, done) for theme, count, done in by_theme),
    )
