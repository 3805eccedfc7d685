from django import template

from exchanges import on_sheet
from exchanges.owner_suggestions import sheets_to_decide

register = template.Library()


@register.simple_tag
def questions_about(page) -> dict:
    """`{% questions_about page as asked %}`: {gaps, answered, json_ld, owner} of a sheet that is saved, else empty. `answered`: the
    facts that have no place of their own on the page."""
    if not page.pk:
        return {}
    asked = getattr(page, "asked", None) or on_sheet.asked_about(page)
    elsewhere = [fact for fact in asked.facts if fact.name not in on_sheet.BESIDE]
    return {
        "gaps": [fact for fact in asked.facts if fact.url],
        "answered": [fact for fact in elsewhere if fact.shown],
        "json_ld": on_sheet.json_ld(asked.facts),
        "owner": asked.owner,
    }


@register.simple_tag
def to_decide(authority) -> list[dict]:
    """`{% to_decide authority as deciding %}`: its validated sheets on which something waits, [{sheet, count}]."""
    return sheets_to_decide(authority)
