"""« Pour le refaire »: what another authority needs, and who already did."""

from django.db.models import Q

from core.sanitising import rich_text
from core.visibility import visible

from .models import Reuse


def redo(sheet) -> dict:
    return {
        "text": rich_text(sheet.reproducibility),
        "prerequisites": rich_text(sheet.prerequisites),
        "risks": rich_text(sheet.risks),
        "minimum_population": sheet.minimum_population,
        "entry_cost": sheet.entry_cost,
        "setup_months": sheet.setup_months,
        **_reuses(sheet),
    }


def _reuses(sheet) -> dict:
    """Both ways. The other end is linked only when its sheet is public."""
    if not sheet.pk:
        return {"reused_by": [], "reuse_of": []}
    rows = list(
        # Prefetched: most sheets have no reuse, and nothing is then joined or read.
        Reuse.objects.filter(Q(original=sheet) | Q(reuser=sheet)).prefetch_related(
            "original_authority", "reuser_authority"
        )
    )
    others = {pk for row in rows for pk in (row.original_id, row.reuser_id)} - {None, sheet.pk}
    public = (
        visible(type(sheet).objects).filter(pk__in=others) if others else type(sheet).objects.none()
    )
    pages = {page.pk: page for page in public.only("title", "url_path")}
    return {
        "reused_by": [_reuse(row, "reuser", pages) for row in rows if row.original_id == sheet.pk],
        "reuse_of": [_reuse(row, "original", pages) for row in rows if row.reuser_id == sheet.pk],
    }


def _reuse(row, end: str, pages: dict) -> dict:
    page = pages.get(getattr(row, f"{end}_id"))
    name = getattr(row, f"{end}_name") or getattr(row, f"{end}_authority") or (page and page.title)
    return {
        "name": str(name or "Une autre collectivité"),
        "url": page.relative_url(None) if page else "",
        "what": row.adaptation,
        "year": row.date,
        "cost": row.cost,
        "state_label": row.get_state_display(),
        "source": {"title": row.source_title, "url": row.source_url} if row.source_title else None,
    }
