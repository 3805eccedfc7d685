"""Sitemaps of what is no page of Wagtail."""

from wagtail.contrib.sitemaps import Sitemap


class PathSitemap(Sitemap):
    """Of paths, on the host of the other pages. Subclasses give items() -> list of paths."""

    def _urls(self, page, protocol, domain) -> list[dict]:
        root = self.get_wagtail_site().root_url
        paths = self.paginator.page(page).object_list
        return [{"location": f"{root}{path}", "lastmod": None} for path in paths]
