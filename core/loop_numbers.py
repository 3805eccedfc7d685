"""How many exchanges there were, and of how many something came: what the pages of numbers say of each loop. Nothing here
ranks anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from .words import month_of

MONTHS_SHOWN = 12
# From how many on a number is told: fewer would tell who asked, or call one answer a habit.
FEW = 3


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    count: int
    done: int


def by_month(rows: QuerySet, when: str, *, count: Count, done: Count) -> tuple[Row, ...]:
    """The last months first. rows: without an order; when: their field with the day that counts."""
    months = (
        rows.annotate(month=TruncMonth(when))
        .values_list("month")
        .annotate(count=count, done=done)
        .order_by("-month")[:MONTHS_SHOWN]
    )
    return tuple(Row(month_of(month), *counts) for month, *counts in months)


def by_theme(rows: QuerySet, theme: str, *, count: Count, done: Count) -> tuple[Row, ...]:
    """Most first. theme: the path from a row to the name of its theme."""
    themes = rows.values_list(theme).annotate(count=count, done=done).order_by("-count", theme)
    return tuple(Row(name or "Sans thème", *counts) for name, *counts in themes)


def median_days(days: Sequence[float]) -> int | None:
    return round(median(days)) if len(days) >= FEW else None
