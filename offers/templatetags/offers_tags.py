from django import template

from offers import above_results
from offers.known import services
from offers.models import Offer

register = template.Library()


@register.simple_tag
def already_open(authority_code: str, form) -> dict:
    """`{% already_open code form as mine %}`: `above_results.already_open`."""
    return above_results.already_open(authority_code, form)


@register.simple_tag
def offers_of_sheet(page) -> list[Offer]:
    """`{% offers_of_sheet page as offers %}`: services that name it; of most sheets there are none."""
    from catalogue.presentation.rows import may_have

    if not getattr(page, "pk", None) or not may_have(page, "offer_rows"):
        return []
    return list(Offer.objects.filter(sheets__sheet=page.pk).select_related("provider").distinct())


@register.simple_tag(takes_context=True)
def offers_of_organisation(context, organisation) -> list[Offer]:
    """`{% offers_of_organisation organisation as offers %}`: what it opens to others, by name."""
    every = services(context["request"]).values()
    return [one.offer for one in every if one.offer.provider_id == organisation.pk]
