"""What robots, browsers and people who found a flaw ask for at addresses that everybody knows."""

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from .identity import identity

# RFC 9116: a date by which the file is to be read again.
_VALID = datetime.timedelta(days=180)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public, each list once: not every selection of its facets, which has no end."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /recherche/",
        "Disallow: /mon-territoire/",
        "Disallow: /*?*",
        "Allow: /*?page=",
        "",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    )
    return _text(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt"""
    expires = (timezone.now() + _VALID).replace(microsecond=0)
    mailbox = identity().mailbox
    written_to = f"mailto:{mailbox}" if mailbox else f"{settings.BASE_URL}/mentions-legales/"
    contact = settings.SECURITY_CONTACT or written_to
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    )
    return _text(lines)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask before they have read a page."""
    return HttpResponsePermanentRedirect(static("icons/favicon.ico"))


def _text(lines) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
