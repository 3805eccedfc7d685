"""What every page shows of a selection that its address carries."""

from django import template
from django.urls import reverse

from core.retained import query, retained
from council.asked import address, territory_of

register = template.Library()


@register.simple_tag(takes_context=True)
def retained_here(context) -> dict | None:
    """`{% retained_here as kept %}`: {numbers, text, is_full, url, back, action}; None without a request.

    back: the page's own address, to which « Retenir » leads back; `here` of the context where a page knows a better one.
    """
    request = context.get("request")
    if request is None:
        return None
    kept = retained(request.GET)
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    return {
        "numbers": kept.numbers,
        "text": ",".join(map(str, kept.numbers)),
        "is_full": kept.is_full,
        "url": address("selection", kept.numbers, territory_of(request.GET)),
        "action": reverse("retain"),
        "back": context.get("here")
        or request.path + query(pairs=[pair for pair in pairs if pair[0] != "f"]),
    }
