"""What the base holds, on the home page, in the footer and on the pages of errors."""

from django import template

from core import page_cache
from core.visibility import visible
from home import overview
from home.models import PlainPage

register = template.Library()


@register.simple_tag(takes_context=True)
def footer_links(context) -> list[dict]:
    """`{% footer_links as links %}`: [{"label", "url"}] of the plain pages that an editor wants there."""
    return page_cache.part(context["request"], "footer_links", _footer_links)


def _footer_links() -> list[dict]:
    pages = (
        visible(PlainPage.objects).filter(in_footer=True).order_by("path").only("title", "url_path")
    )
    return [{"label": page.title, "url": page.relative_url(None)} for page in pages]


@register.simple_tag
def catalogue_overview() -> dict:
    """`{% catalogue_overview as catalogue %}`: see `home.overview.overview`. One call of the engine."""
    return overview.overview()


@register.simple_tag
def ways_in() -> dict:
    """`{% ways_in as catalogue %}`: {"total", "themes": doors}, for the pages of errors."""
    return overview.ways_in()
