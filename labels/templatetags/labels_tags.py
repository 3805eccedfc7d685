"""Labels on the pages of others."""

from django import template

from catalogue.presentation.rows import may_have
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


@register.simple_tag
def labels_of_organisation(organisation) -> list:
    """`{% labels_of_organisation organisation as labels %}`: those that it gives. One statement."""
    return list(organisation.labels.all())
