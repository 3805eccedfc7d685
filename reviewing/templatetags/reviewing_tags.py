from django import template

from reviewing.reading import Review, review_of

register = template.Library()


@register.simple_tag(takes_context=True)
def review(context) -> Review | None:
    """Of the page that a form of the admin is about."""
    page = context.get("page")
    return review_of(page, context["request"].user) if page and page.pk else None
