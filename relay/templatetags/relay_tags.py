"""What pages of expertises and joint purchases say of the interest in them."""

from django import template

from relay.models import RelayRequest
from relay.purposes import EXPERTISE, PURCHASE, Subject

register = template.Library()
SHOWN_FROM = 3  # fewer would tell who


@register.simple_tag
def interest_in(thing) -> dict:
    """`{% interest_in expertise as interest %}`: {is_open, count}; count: of authorities, 0 below three. One statement."""
    purpose = EXPERTISE if thing._meta.model_name == EXPERTISE.field else PURCHASE
    subject = Subject(purpose, thing)
    rows = RelayRequest.objects.about(subject).counted()
    count = rows.values("authority").distinct().exclude(authority=None).count()
    return {"is_open": subject.is_open, "count": count if count >= SHOWN_FROM else 0}
