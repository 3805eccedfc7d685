"""What lies beside a page (its calendar, its picture, its form) moves with it, as the page itself does."""

from urllib.parse import quote

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import resolve
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

# "/agenda/x/interesse/12/" lies two steps beside its page.
_STEPS = 3
_ANY_PAGE = "wagtail_serve"


class MovedMiddleware(RedirectMiddleware):
    """Wagtail's redirects of renamed and moved pages, and of the addresses that are made of theirs."""

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        path = _new_path(request.path_info)
        query = request.META.get("QUERY_STRING", "")
        if not path:
            return response
        return HttpResponsePermanentRedirect(quote(path) + (f"?{query}" if query else ""))


def _new_path(path: str) -> str:
    """Where what was asked for lies now; "" when nothing of that address ever lay beside a page that moved."""
    beside = _beside(path)
    if not beside or "\0" in path:
        return ""
    moved = (
        Redirect.objects.filter(
            old_path__in=list(beside), redirect_page__live=True, automatically_created=True
        )
        .select_related("redirect_page")
        .order_by("-pk")
    )
    for redirect in sorted(moved, key=lambda one: len(one.old_path), reverse=True):
        url = redirect.redirect_page.relative_url(None)
        found = f"{url.rstrip('/')}{beside[redirect.old_path]}" if url else ""
        if found and found != path and _lies_beside(found, redirect.redirect_page):
            return found
    return ""


def _beside(path: str) -> dict[str, str]:
    """Path of a page that it may lie beside -> the rest: {"/agenda/x": ".ics"}."""
    found = {}
    end = len(path.rstrip("/"))
    for _ in range(_STEPS):
        end = max(path.rfind("/", 0, end), path.rfind(".", 0, end))
        if end <= 0:
            break
        found[path[:end]] = path[end:]
    return found


def _lies_beside(path: str, page: Page) -> bool:
    """A view of its own answers there, of that very page, rather than the tree of pages."""
    try:
        match = resolve(path)
    except Http404:
        return False
    return match.url_name != _ANY_PAGE and page.slug in match.kwargs.values()
