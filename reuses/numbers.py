"""How many projects were taken up, and by whom. Told by a source, or confirmed by both sides: nothing else counts."""

from dataclasses import dataclass

from django.db.models import Count, Q

from .models import Reuse
from .states import Kind

NAMED = 3


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
        .order_by("-has_sheet", "-accepted_at", "-pk")
        .select_related("reuser__authority", "reuser__sheet__authority")
    )
    names = dict.fromkeys(one.reuser.label for one in last[: 2 * NAMED])
    return TakenUp(**totals, names=tuple(names)[:NAMED])
