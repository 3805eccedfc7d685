from django import template
from django.urls import reverse

register = template.Library()


@register.filter
def alert_address(listed: str) -> str:
    """Where one asks to be told of what the list at an address shows: the same parameters."""
    return f"{reverse('alert')}?{listed.partition('?')[2]}"
