"""What visitors may send from an event's page."""

from django import template

from core.identity import INTERESTS, PROPOSALS, is_open
from events import interests, proposals

register = template.Library()


@register.inclusion_tag("events/participation.html")
def participation(page, cards: list[dict]) -> dict:
    """`{% participation page event.projects %}`: the call for projects, and a way to ask about each
    project shown (cards of sheets). Nothing where neither is open. Two statements."""
    call = proposals.open_call(page) if page.pk and is_open(PROPOSALS) else None
    asked = cards if page.pk and is_open(INTERESTS) and interests.may_declare(page) else []
    return {
        "slug": page.slug,
        "call": call,
        "projects": [{"number": card["number"], "title": card["title"]} for card in asked],
    }
