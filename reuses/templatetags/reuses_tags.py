from django import template
from django.urls import reverse

from core import page_cache
from core.visitor_requests import links
from exchanges.models.questions import ASKER
from exchanges.states import Outcome
from reuses import markup, numbers, on_authority, on_sheet, waiting
from reuses.models import Declaration

register = template.Library()


@register.simple_tag
def reuses_of(page):
    """`{% reuses_of page as reuses %}`: `on_sheet.SheetReuses` of a sheet that is saved, else None."""
    return on_sheet.reuses_of(page) if getattr(page, "pk", None) else None


@register.simple_tag
def reuses_of_authority(authority) -> list[dict]:
    """`{% reuses_of_authority authority as reuses %}`: `on_authority.reuses_of_authority`."""
    return on_authority.reuses_of_authority(authority)


@register.simple_tag(takes_context=True)
def taken_up(context):
    """`{% taken_up as numbers %}`: `numbers.TakenUp`."""
    return page_cache.part(context["request"], "taken_up", numbers.taken_up)


@register.simple_tag
def swarm(drawing, name: str):
    """`{% swarm drawing name %}`: the SVG of a `drawing.Drawing`."""
    return markup.svg(drawing, name)


@register.simple_tag
def family_list(drawing):
    """`{% family_list drawing %}`: the nested list that says the same."""
    return markup.told(drawing)


@register.simple_tag
def reuse_facts(reuse):
    """`{% reuse_facts reuse %}`: what is known of a `reading.ShownReuse`."""
    return markup.facts(reuse)


@register.simple_tag
def reuse_numbers():
    """`{% reuse_numbers as reused %}`: `numbers.Numbers`."""
    return numbers.all_numbers()


@register.simple_tag
def reuses_waiting_for(authority) -> list[Declaration]:
    """`{% reuses_waiting_for authority as declarations %}`"""
    return waiting.waiting_for(authority)


@register.simple_tag
def reuse_of_question(question) -> dict:
    """`{% reuse_of_question question as mine %}`: {"url": where its asker declares it, "declared": the declarer's page}; empty
    while nobody said « nous le faisons »."""
    doing = any(one.outcome == Outcome.DOING_IT for one in question.events.all())
    if not doing or not question.sheet.live:
        return {}
    declared = Declaration.objects.confirmed().filter(question=question).first()
    path = reverse("declare_reuse", args=[question.sheet.number])
    return {
        "url": f"{path}?question={links.sign(ASKER, question.pk)}",
        "declared": declared.url if declared else "",
    }
