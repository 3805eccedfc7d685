from django import template

from catalogue.advice import Advice, advice
from catalogue.duplicates import Near, near
from catalogue.models import ProjectPage

register = template.Library()


@register.simple_tag
def advice_on(page) -> Advice | None:
    """What is missing of a sheet, of any other page nothing."""
    return advice(page) if isinstance(page, ProjectPage) else None


@register.simple_tag
def duplicates_of(page) -> list[Near]:
    """Others that may be of the project of a sheet, of any other page none."""
    is_kept = isinstance(page, ProjectPage) and page.pk
    return near(page, page.sources.all()) if is_kept else []
