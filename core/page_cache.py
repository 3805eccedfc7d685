"""Whole pages, kept for visitors until anything that editors publish changes.

The key holds a version that every committed change of content raises, so that nothing has to be thrown
out one by one. Ages are bounded all the same: states that time changes, and bulk writes that send no signal.
"""

import hashlib
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from . import readers
from .declarations import is_content
from .generations import PerGeneration
from .models import ContentVersion

T = TypeVar("T")
ALIAS = "pages"
MAX_AGE = 60  # seconds
MAX_QUERY = 400  # longer addresses are rare and would fill the cache
_VERSION = f"SELECT number FROM {ContentVersion._meta.db_table} WHERE id = 1"  # noqa: S608 - a name of ours
_NOTHING = object()
_NEVER = ("/admin/", "/documents/", "/media/", "/health/")


class PageCacheMiddleware:
    """Inside: compression and all that makes a page. Outside: the headers that every answer gets."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        response = caches[ALIAS].get(key)
        if response is None:
            response = self.get_response(request)
            if _is_for_everybody(response):
                caches[ALIAS].set(key, response, MAX_AGE)
        readers.note(request, response)
        return _for_whom_may_have_it(request, response)


def part(request, name: str, make: Callable[[], T]) -> T:
    """What many pages show alike and to everybody, kept as they are. make: called when content has changed since."""
    key = f"part:{name}:{_version_of(request)}"
    found = caches[ALIAS].get(key, _NOTHING)
    if found is _NOTHING:
        found = make()
        caches[ALIAS].set(key, found, MAX_AGE)
    return found


def in_process(kept: PerGeneration[T], request=None) -> T:
    """What `kept` reads of content: again once that has changed, and once a minute. Without a request, one statement more.

    A transaction that changes content sees its own changes, and leaves nothing of them behind.
    """
    if _is_changing():
        return kept.read()
    version = _version() if request is None else _version_of(request)
    return kept.get((version, int(time.time()) // MAX_AGE))


def content_changed(**kwargs) -> None:
    """Raise the version once the current transaction is committed."""
    if not _is_changing():
        transaction.on_commit(_raise_version)


def _is_changing() -> bool:
    pending = transaction.get_connection().run_on_commit
    return any(callback[1] is _raise_version for callback in pending)


def connect() -> None:
    """Once, when the apps are ready."""
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_row_changed, dispatch_uid=f"core.page_cache.{id(signal)}")


def _row_changed(sender, **kwargs) -> None:
    # A migration's models come before the tables that they would change here.
    if sender.__module__ != "__fake__" and is_content(sender):
        content_changed()


def _raise_version() -> None:
    ContentVersion.objects.get_or_create(pk=1)
    ContentVersion.objects.filter(pk=1).update(number=F("number") + 1)


def _may_be_kept(request) -> bool:
    return (
        request.method in ("GET", "HEAD")
        # Somebody with an account may see more than a visitor does.
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith(_NEVER)
        and len(request.META.get("QUERY_STRING", "")) <= MAX_QUERY
        # Searches are counted one by one.
        and "q" not in request.GET
    )


def _is_for_everybody(response) -> bool:
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not any(word in control for word in ("no-store", "no-cache", "private"))
    )


def _for_whom_may_have_it(request, response):
    """304 where the reader's own copy is still good: what is kept was made for somebody who had none."""
    etag, changed = response.get("ETag"), response.get("Last-Modified")
    if response.status_code != 200 or not (etag or changed):
        return response
    seconds = parse_http_date_safe(changed) if changed else None
    return get_conditional_response(request, etag, seconds, response)


def _version() -> int:
    # Written out: making this statement anew would cost twice what answering from the cache does.
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        row = cursor.fetchone()
    return row[0] if row else 0


def _version_of(request) -> int:
    """Read once in a request, before what is kept under it."""
    if not hasattr(request, "content_version"):
        request.content_version = _version()
    return request.content_version


def _key(request) -> str:
    version = _version_of(request)
    compressed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    parts = (request.method, request.get_host(), request.get_full_path(), compressed, version)
    return "page:" + hashlib.sha256(repr(parts).encode()).hexdigest()
