"""Labels on the pages of others."""

from django import template

from catalogue.presentation.rows import may_have
from core.page_cache import part
from labels import shown

register = template.Library()


@register.simple_tag
def awards_of_sheet(sheet) -> list[dict]:
    """`{% awards_of_sheet page as awards %}`: see `labels.shown`. At most one statement."""
    return shown.awards_of_sheet(sheet) if may_have(sheet, "awards") else []


@register.simple_tag
def awards_of_authority(authority) -> list[dict]:
    """`{% awards_of_authority authority as awards %}`: see `labels.shown`. One statement."""
    return shown.awards_of_authority(authority)


@register.simple_tag
def awards_of_organisation(organisation) -> list[dict]:
    """`{% awards_of_organisation organisation as awards %}`: see `labels.shown`. One statement."""
    return shown.awards_of_organisation(organisation)


@register.simple_tag(takes_context=True)
def labels_of_organisation(context, organisation) -> list[dict]:
    """`{% labels_of_organisation organisation as labels %}`: {name, url} of those that it gives. All pages share them."""
    given = part(context["request"], "labels.given", shown.given)
    return given.get(organisation.pk, [])
