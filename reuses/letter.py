"""Who took what up, for the weekly letter."""

from core.letter import MOST_ROWS, Row, Section, Week

from .models import Reuse
from .reading import shown_nodes


def sections(week: Week) -> list[Section]:
    """Of a sheet that visitors may read."""
    new = Reuse.objects.shown().filter(accepted_at__gte=week.begin, accepted_at__lt=week.end)
    new = list(
        new.select_related("original__sheet", "reuser").order_by("accepted_at", "pk")[:MOST_ROWS]
    )
    nodes = shown_nodes({node for one in new for node in (one.original, one.reuser)})
    rows = []
    for one in new:
        original, reuser = nodes[one.original_id], nodes[one.reuser_id]
        if original.url:
            rows.append(
                Row(original.title, f"{original.url}essaimage/", f"repris par {reuser.name}")
            )
    return [Section(title="Projets repris", order=30, rows=tuple(rows))]
