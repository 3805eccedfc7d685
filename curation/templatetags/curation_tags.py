"""Collections on the pages of others."""

from django import template

from catalogue.presentation.rows import may_have
from curation import shown

register = template.Library()


@register.simple_tag
def collections(most: int) -> list[dict]:
    """`{% collections 3 as found %}`: see `curation.shown.summaries`. One statement."""
    return shown.summaries(most)


@register.simple_tag
def collections_of(sheet) -> list[dict]:
    """`{% collections_of page as found %}`: [{title, url, why}]. At most one statement."""
    return shown.collections_of(sheet) if may_have(sheet, "collection_items") else []
