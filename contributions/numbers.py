"""What proves that projects are told: sent, published, not kept; by month and by theme. Nothing here ranks anybody."""

from dataclasses import dataclass

from django.db.models import Count, Q

from core.loop_numbers import Row, by_month, by_theme

from . import states
from .delays import usual_days
from .models import Contribution


@dataclass(frozen=True, slots=True)
class Numbers:
    told: int
    published: int
    declined: int
    days: int | None  # to the editors' first answer, median of a year; None when too few are known
    # (title, rows): by month, and by theme of the sheets made of them; none that is empty.
    tables: tuple[tuple[str, tuple[Row, ...]], ...]


def all_numbers() -> Numbers:
    """Four statements."""
    told = Contribution.objects.confirmed().with_state().order_by()
    published = Q(state__in=(states.Kind.PUBLISHED, states.Kind.VALIDATED))
    totals = told.aggregate(
        told=Count("pk"),
        published=Count("pk", filter=published),
        declined=Count("pk", filter=Q(state=states.Kind.DECLINED)),
    )
    counts = {"count": Count("pk"), "done": Count("pk", filter=published)}
    with_theme = told.exclude(sheet__main_theme=None)
    tables = (
        ("Par mois", by_month(told, "confirmed_at", **counts)),
        ("Par thème", by_theme(with_theme, "sheet__main_theme__name", **counts)),
    )
    return Numbers(**totals, days=usual_days(), tables=tuple(table for table in tables if table[1]))
