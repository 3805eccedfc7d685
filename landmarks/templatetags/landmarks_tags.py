"""Funding programmes and deadlines on the pages of others."""

from django import template

from catalogue.presentation.rows import may_have
from landmarks import shown
from landmarks.models import Deadline

register = template.Library()


@register.simple_tag
def deadlines_of_sheet(sheet) -> list[Deadline]:
    """`{% deadlines_of_sheet page as deadlines %}`: those that its subject lived. At most one statement."""
    if not may_have(sheet, "deadline_stories"):
        return []
    return list(Deadline.objects.filter(stories__sheet=sheet.pk).distinct())


@register.simple_tag(takes_context=True)
def funding_of_organisation(context, organisation) -> list[dict]:
    """`{% funding_of_organisation organisation as programmes %}`: `shown.funding_of`."""
    return shown.funding_of(context["request"], organisation)


@register.simple_tag
def deadlines_of_authority(authority) -> list[dict]:
    """`{% deadlines_of_authority authority as deadlines %}`: `shown.deadlines_for`."""
    return shown.deadlines_for(authority)


@register.simple_tag(takes_context=True)
def funding_of_authority(context, authority) -> list[dict]:
    """`{% funding_of_authority authority as programmes %}`: `shown.funding_for`."""
    return shown.funding_for(context["request"], authority)
