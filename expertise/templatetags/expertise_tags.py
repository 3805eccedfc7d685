"""Offers and needs of expertise on the pages of others."""

from django import template

from expertise.models import Expertise

register = template.Library()


@register.simple_tag
def expertises_of(holder) -> list[Expertise]:
    """`{% expertises_of organisation as rows %}`, of an authority too: the newest first. One statement."""
    return list(holder.expertises.order_by("-date", "subject"))
