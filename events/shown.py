"""Projects that events show, as far as a visitor may see their sheets."""

from collections.abc import Iterable

from catalogue.models import ProjectPage
from core.visibility import visible

from .models import EventProject

# What a sheet's card reads (`catalogue.records.card_of`).
_CARD = (
    "sheet__authority__departement",
    "sheet__authority__region",
    "sheet__main_theme__parent",
)


def public_projects(events: Iterable[int]) -> list[EventProject]:
    """Rows of these events (primary keys) in their order, with all that the cards need; three
    statements, whatever the numbers."""
    return list(
        EventProject.objects.filter(
            page__in=list(events), sheet__in=visible(ProjectPage.objects).order_by()
        )
        .select_related(*_CARD)
        .prefetch_related("sheet__costs", "sheet__difficulties")
        .order_by("page", "sort_order", "pk")
    )
