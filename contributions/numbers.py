"""What proves that projects are told: sent, published, not kept; by month and by theme. Nothing here ranks anybody."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from core.words import MONTHS

from . import states
from .delays import usual_days
from .models import Contribution

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    told: int
    published: int


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    told: int
    published: int
    declined: int
    days: int | None  # to the editors' first answer, median of a year; None when too few are known
    tables: tuple[
        Table, ...
    ]  # by month, and by theme of the sheets made of them; none that is empty


def all_numbers() -> Numbers:
    """Four statements."""
    told = Contribution.objects.confirmed().with_state().order_by()
    published = Q(state__in=(states.Kind.PUBLISHED, states.Kind.VALIDATED))
    totals = told.aggregate(
        told=Count("pk"),
        published=Count("pk", filter=published),
        declined=Count("pk", filter=Q(state=states.Kind.DECLINED)),
    )
    months = (
        told.annotate(month=TruncMonth("confirmed_at"))
        .values_list("month")
        .annotate(count=Count("pk"), done=Count("pk", filter=published))
        .order_by("-month")[:MONTHS_SHOWN]
    )
    themes = (
        told.exclude(sheet__main_theme=None)
        .values_list("sheet__main_theme__name")
        .annotate(count=Count("pk"), done=Count("pk", filter=published))
        .order_by("-count", "sheet__main_theme__name")
    )
    tables = (
        Table(
            "Par mois",
            tuple(Row(f"{MONTHS[day.month - 1]} {day.year}", *counts) for day, *counts in months),
        ),
        Table("Par thème", tuple(Row(*row) for row in themes)),
    )
    return Numbers(
        **totals, days=usual_days(), tables=tuple(table for table in tables if table.rows)
    )
