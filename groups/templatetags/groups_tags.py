"""Groups and programmes on the pages of others."""

from django import template

from catalogue.presentation.rows import may_have
from groups import shown

register = template.Library()


@register.simple_tag
def programmes_of_sheet(sheet) -> list[dict]:
    """`{% programmes_of_sheet page as programmes %}`: see `groups.shown`. At most one statement."""
    if may_have(sheet, "programme_rows") or may_have(sheet, "cohort_rows"):
        return shown.of_sheet(sheet)
    return []


@register.simple_tag
def network_at_event(event) -> list[dict]:
    """`{% network_at_event page as found %}`: see `groups.shown`. At most one statement."""
    return shown.of_event(event) if event.pk else []


@register.simple_tag
def network_of_publication(page) -> list[dict]:
    """`{% network_of_publication page as found %}`: see `groups.shown`. At most one statement."""
    return shown.of_publication(page) if page.pk else []
