"""New sheets, for the weekly letter."""

from core.letter import MOST_ROWS, Row, Section, Week
from core.visibility import visible

from .models import ProjectPage


def sections(week: Week) -> list[Section]:
    sheets = visible(ProjectPage.objects).select_related("authority")
    new = sheets.filter(first_published_at__gte=week.begin, first_published_at__lt=week.end)
    rows = [
        Row(sheet.title, sheet.relative_url(None), sheet.authority.label if sheet.authority else "")
        for sheet in new.order_by("first_published_at", "pk")[:MOST_ROWS]
    ]
    if (more := new.count() - len(rows)) > 0:
        rows.append(Row(f"Et {more} autres", "/projets/?tri=date"))
    return [Section(title="Nouvelles fiches", order=10, rows=tuple(rows))]
