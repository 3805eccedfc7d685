"""What is followed by programs: an Atom feed (RFC 4287), and an answer that says when nothing is new."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date

from core.identity import identity

from .sanitising import without_controls
from .templatetags.typography import french_text

MAX_AGE = 900  # seconds
MAX_ENTRIES = 40
# RFC 4151. Of the product, and not of the host: a reader would show everything again as new.
_TAG = "tag:essaim,2026:"
# Of a feed without entries: one that changes each second is never up to date.
_NEVER = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    key: str  # "date/<uuid>": never changes, whatever becomes of the page's title and address
    title: str
    url: str  # relative to the site
    summary: str  # plain text
    published: datetime.datetime
    updated: datetime.datetime


class _Feed(Atom1Feed):
    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        # Django's own summary is labelled as HTML, in which « <gratuit> » is a tag.
        if item["text"]:
            handler.addQuickElement("summary", item["text"], {"type": "text"})

    def latest_post_date(self):
        return super().latest_post_date() if self.items else _NEVER


def atom_response(
    request: HttpRequest, entries: Iterable[Entry], *, key: str, title: str, own: str, page: str
) -> HttpResponse:
    """key: of the selection, "dates?theme=…"; own, page: addresses of the feed and of the list it follows,
    relative to the site."""
    base = settings.BASE_URL
    feed = _Feed(
        title=_plain(title),
        link=f"{base}{page}",
        description="",
        language="fr",
        feed_url=f"{base}{own}",
        feed_guid=f"{_TAG}{key}",
        author_name=identity().name,
    )
    for entry in entries:
        feed.add_item(
            title=_plain(entry.title),
            link=f"{base}{entry.url}",
            unique_id=f"{_TAG}{entry.key}",
            description=None,
            text=_plain(entry.summary),
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    body = feed.writeString("utf-8").encode()
    return tagged(request, body, content_type="application/atom+xml; charset=utf-8")


def tagged(
    request: HttpRequest,
    body: bytes,
    *,
    content_type: str,
    changed: datetime.datetime | None = None,
) -> HttpResponse:
    """An answer that is the same for everybody: ETag of its content, cached for a while; 304 to whom has it."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    last_modified = int(changed.timestamp()) if changed else None
    if last_modified:
        response["Last-Modified"] = http_date(last_modified)
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return get_conditional_response(request, etag, last_modified, response)


def _plain(text: str) -> str:
    """As XML can hold it: one control character, and the feed is an error for all its readers."""
    return without_controls(french_text(text))
