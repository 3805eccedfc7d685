from django import template

from search import engines, results, sources
from search.engines.base import EngineUnavailable
from search.highlighting import Highlighter

register = template.Library()

LIMIT = 3


@register.simple_tag
def similar_sheets(page, limit: int = LIMIT) -> list[dict]:
    """`{% similar_sheets page as similar %}`: cards of sheets like this one, none when it has none.

    Only public sheets are in the index, so none other can come out.
    """
    source = sources.source_of(type(page))
    if source is None or not page.pk:
        return []
    try:
        hits = engines.get_engine().similar(source.key(page.pk), limit)
    except EngineUnavailable:
        return []
    return results.listed_hits(hits, Highlighter(()))
