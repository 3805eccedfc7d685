from django import template

from core import page_cache
from reuses import numbers, on_sheet

register = template.Library()


@register.simple_tag
def reuses_of(page):
    """`{% reuses_of page as reuses %}`: `on_sheet.SheetReuses` of a sheet that is saved, else None."""
    return on_sheet.reuses_of(page) if getattr(page, "pk", None) else None


@register.simple_tag(takes_context=True)
def taken_up(context):
    """`{% taken_up as numbers %}`: `numbers.TakenUp`."""
    return page_cache.part(context["request"], "taken_up", numbers.taken_up)
