from django import template

from core.visibility import visible

from ..models import PlainPage

register = template.Library()


@register.simple_tag
def footer_links() -> list[dict]:
    """`{% footer_links as links %}`: [{"label", "url"}] of the plain pages that an editor wants there."""
    pages = (
        visible(PlainPage.objects).filter(in_footer=True).order_by("path").only("title", "url_path")
    )
    return [{"label": page.title, "url": page.relative_url(None)} for page in pages]
