"""Publications on the pages of others: links of `publications.shown`, one statement each."""

from django import template

from catalogue.presentation.rows import may_have
from publications import shown

register = template.Library()


@register.simple_tag
def publications_of_sheet(sheet) -> list[dict]:
    """`{% publications_of_sheet page as found %}`: at most one statement."""
    return shown.of_sheet(sheet) if may_have(sheet, "publication_rows") else []


@register.simple_tag
def publications_of_event(event) -> list[dict]:
    """`{% publications_of_event page as found %}`."""
    return shown.of_event(event) if event.pk else []


@register.simple_tag
def publications_of_organisation(organisation) -> dict:
    """`{% publications_of_organisation organisation as found %}`: {shown, has_more}."""
    found, has_more = shown.of_organisation(organisation)
    return {"shown": found, "has_more": has_more}


@register.simple_tag
def newest_publications(most: int) -> list[dict]:
    """`{% newest_publications 3 as found %}`."""
    return shown.newest(most)
