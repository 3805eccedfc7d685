"""What proves that questions are answered: asked, answered, median days; by month and by theme. Nothing here ranks
anybody."""

from dataclasses import dataclass

from django.db.models import Count, Q

from core.loop_numbers import Row, by_month, by_theme, median_days

from . import on_sheet
from .models import Answer, Question
from .states import Kind


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
    counts = {"count": Count("pk"), "done": Count("pk", filter=answered)}
    taken_up = asked.filter(events__kind=Kind.OUTCOME, events__outcome="nous_le_faisons")
    return Numbers(
        **totals,
        days=median_days(on_sheet.answer_days(Q())),
        published=Answer.objects.shown().count(),
        taken_up=taken_up.distinct().count(),
        months=by_month(asked.order_by(), "confirmed_at", **counts),
        themes=by_theme(asked.order_by(), "sheet__main_theme__name", **counts),
    )
