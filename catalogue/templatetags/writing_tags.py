from django import template

from catalogue.advice import Advice, advice
from catalogue.models import ProjectPage

register = template.Library()


@register.simple_tag
def advice_on(page) -> Advice | None:
    """What is missing of a sheet, of any other page nothing."""
    return advice(page) if isinstance(page, ProjectPage) else None
