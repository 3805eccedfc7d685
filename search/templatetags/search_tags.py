"""What pages of other apps show of the search: they may not import it."""

from django import template

from search import engines
from search.engines.base import EngineUnavailable
from search.index import sources
from search.listing import nearby, overview, results
from search.text.highlighting import Highlighter

register = template.Library()

LIMIT = 3


@register.simple_tag
def similar_sheets(page, mine=None, limit: int = LIMIT) -> list[dict]:
    """`{% similar_sheets page as similar %}`: cards of sheets like this one, none when it has none.

    Only public sheets are in the index, so none other can come out. mine: the visitor's territory,
    which goes along in the links.
    """
    source = sources.source_of(type(page))
    if source is None or not page.pk:
        return []
    try:
        hits = engines.get_engine().similar(source.key(page.pk), limit)
    except EngineUnavailable:
        return []
    return results.listed_hits(hits, Highlighter(()), mine)


@register.simple_tag
def catalogue_overview() -> dict:
    """`{% catalogue_overview as catalogue %}`: see `search.listing.overview.overview`. One call of the engine."""
    return overview.overview()


@register.simple_tag
def ways_in() -> dict:
    """`{% ways_in as catalogue %}`: {"total", "themes": doors}, for the pages of errors."""
    return overview.ways_in()


@register.simple_tag(takes_context=True)
def territory_beside(context, page) -> dict:
    """`{% territory_beside page as beside %}`: the sheet's territory beside the visitor's, whose code
    is in the address; {"mine": None} without one. See `search.listing.nearby.beside`."""
    request = context.get("request")
    code = request.GET.get("territoire", "") if request else ""
    return (code and nearby.beside(page, code)) or {"mine": None}
