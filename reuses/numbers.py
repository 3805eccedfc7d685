"""How many projects were taken up, and by whom: told by a source, or confirmed by both sides, nothing else counts; and
what proves that reuses are confirmed. Nothing here ranks anybody."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery

from core.loop_numbers import Row, by_month, median_days

from .models import Reuse, ReuseEvent
from .states import Kind

NAMED = 3
LATEST = 1_000  # answers that the median is made of


@dataclass(frozen=True, slots=True)
class TakenUp:
    projects: int  # that were taken up
    reusers: int  # that did
    documented: int  # reuses told by a source
    confirmed: int  # by both sides
    names: tuple[str, ...]  # of the last to do so


def taken_up() -> TakenUp:
    """Two statements."""
    counted = Reuse.objects.counted().order_by()
    totals = counted.aggregate(
        projects=Count("original", distinct=True),
        reusers=Count("reuser", distinct=True),
        documented=Count("pk", filter=~Q(current=Kind.CONFIRMED)),
        confirmed=Count("pk", filter=Q(current=Kind.CONFIRMED)),
    )
    # Those with a sheet first: what they did can be read.
    last = (
        counted.annotate(has_sheet=Q(reuser__sheet__live=True))
        # Who has none gives no answer, which PostgreSQL puts first.
        .order_by(F("has_sheet").desc(nulls_last=True), "-accepted_at", "-pk")
        .select_related("reuser__authority", "reuser__sheet__authority")
    )
    names = dict.fromkeys(one.reuser.label for one in last[: 2 * NAMED])
    return TakenUp(**totals, names=tuple(names)[:NAMED])


@dataclass(frozen=True, slots=True)
class Numbers:
    documented: int
    declared: int
    confirmed: int
    contested: int
    unanswered: int
    days: (
        int | None
    )  # median, from the message to the other side's word; None when too few are known
    months: tuple[Row, ...]  # declared, and confirmed
    themes: tuple[Row, ...]  # told by a source, and confirmed


def all_numbers() -> Numbers:
    """Four statements."""
    standing = Reuse.objects.standing().order_by()
    totals = standing.aggregate(
        documented=Count("pk", filter=Q(documented_at__isnull=False)),
        declared=Count("pk", filter=~Q(declared_by="")),
        **{
            name: Count("pk", filter=Q(current=kind))
            for name, kind in (
                ("confirmed", Kind.CONFIRMED),
                ("contested", Kind.CONTESTED),
                ("unanswered", Kind.UNANSWERED),
            )
        },
    )
    said = ReuseEvent.objects.order_by().filter(kind__in=(Kind.DECLARED, Kind.CONFIRMED))
    themes = (
        Reuse.objects.counted()
        .order_by()
        .filter(original__sheet__isnull=False)
        .values_list("original__sheet__main_theme__name")
        .annotate(
            told=Count("pk", filter=~Q(current=Kind.CONFIRMED)),
            done=Count("pk", filter=Q(current=Kind.CONFIRMED)),
        )
        .order_by("-told", "-done", "original__sheet__main_theme__name")
    )
    return Numbers(
        **totals,
        days=_answer_days(),
        months=by_month(
            said,
            "at",
            count=Count("reuse", distinct=True, filter=Q(kind=Kind.DECLARED)),
            done=Count("reuse", distinct=True, filter=Q(kind=Kind.CONFIRMED)),
        ),
        themes=tuple(Row(theme or "Sans thème", *counts) for theme, *counts in themes),
    )


def _answer_days() -> int | None:
    asked = ReuseEvent.objects.filter(reuse=OuterRef("reuse"), kind=Kind.SENT).order_by("-position")
    said = (
        ReuseEvent.objects.filter(kind__in=(Kind.CONFIRMED, Kind.CONTESTED))
        .annotate(asked=Subquery(asked.values("at")[:1]))
        .exclude(asked=None)
        .order_by("-at")
    )
    days = [(at - asked).days for at, asked in said.values_list("at", "asked")[:LATEST]]
    return median_days(days)
