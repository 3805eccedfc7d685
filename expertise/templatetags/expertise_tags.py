"""Offers and needs of expertise on the pages of others."""

from django import template
from django.db.models import Q

from expertise.models import Expertise

register = template.Library()


@register.simple_tag
def expertises_of_authority(authority) -> list[Expertise]:
    """`{% expertises_of_authority authority as rows %}`: the newest first. One statement."""
    return list(authority.expertises.order_by("-date", "subject"))


@register.simple_tag
def expertises_of_organisation(organisation) -> dict[str, list[Expertise]]:
    """`{% expertises_of_organisation organisation as rows %}`: its `own`, and those of others that are `shared` with it,
    the newest first. One statement."""
    rows = (
        Expertise.objects.filter(Q(organisation=organisation) | Q(shared_with=organisation))
        .select_related("organisation", "authority__departement", "authority__region")
        .order_by("-date", "subject")
        .distinct()
    )
    found: dict[str, list[Expertise]] = {"own": [], "shared": []}
    for one in rows:
        found["own" if one.organisation_id == organisation.pk else "shared"].append(one)
    return found
