from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from .visibility import visible


class VisiblePageLinkHandler(PageLinkHandler):
    """In a text: a page that visitors may not read is named by the words of the link, and its address by nobody."""

    @classmethod
    def get_many(cls, attrs_list):
        keys = [str(attrs.get("id")) for attrs in attrs_list]
        shown = visible(Page.objects).filter(id__in=[key for key in keys if key.isdecimal()])
        pages = {str(page.pk): page for page in shown.specific()}
        return [pages.get(key) for key in keys]
