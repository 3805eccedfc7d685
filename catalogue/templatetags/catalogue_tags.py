"""What a sheet's page shows of other sheets."""

from django import template

from catalogue import nearby
from catalogue.records import KIND
from search import engines
from search.engines.base import EngineUnavailable
from search.listing import results
from search.listing.shown import still_shown
from search.text.highlighting import Highlighter

register = template.Library()

LIMIT = 3


@register.simple_tag
def similar_sheets(page, mine=None, limit: int = LIMIT) -> list[dict]:
    """`{% similar_sheets page as similar %}`: cards of sheets like this one, those of its sub-theme and then of its
    family first; none when it has none.

    Only public sheets are in the index, so none other can come out. mine: the visitor's territory,
    which goes along in the links.
    """
    if not page.pk:
        return []
    try:
        hits = engines.get_engine().similar(
            f"{KIND}:{page.pk}", limit, first=nearby.themes_of(page)
        )
    except EngineUnavailable:
        return []
    return results.listed_hits(still_shown(hits), Highlighter(()), mine)


@register.simple_tag(takes_context=True)
def territory_beside(context, page) -> dict:
    """`{% territory_beside page as beside %}`: the sheet's territory beside the visitor's, whose code
    is in the address; {"mine": None} without one. See `catalogue.nearby.beside`."""
    request = context.get("request")
    code = request.GET.get("territoire", "") if request else ""
    return (code and nearby.beside(page, code)) or {"mine": None}
