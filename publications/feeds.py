"""What one subscribes to: an Atom feed of any selection of publications."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.feeds import MAX_ENTRIES, Entry, atom_response
from core.identity import identity
from search.engines.base import EngineUnavailable
from search.listing.following import all_hits, keys_of, later, named

from .kinds import PUBLICATIONS
from .records import short_name
from .shown import public
from .views import PublicationsRequest


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """/publications/publications.atom?…: in the order in which they were published here, newest first."""
    asked = PublicationsRequest(request.GET, PUBLICATIONS)
    try:
        keys = keys_of(all_hits(asked))
    except EngineUnavailable:
        return later()
    pages = (
        public()
        .filter(pk__in=keys)
        .exclude(first_published_at=None)
        .prefetch_related("publishers__organisation")
        .order_by("-first_published_at", "-pk")[:MAX_ENTRIES]
    )
    page = asked.address.url(tri="", territoire="")
    query = page.partition("?")[2]
    suffix = f"?{query}" if query else ""
    return atom_response(
        request,
        [_entry(one) for one in pages],
        key=f"publications{suffix}",
        title=named(asked, f"Publications {identity().name}"),
        own=f"{PUBLICATIONS.path}publications.atom{suffix}",
        page=page,
    )


def _entry(publication) -> Entry:
    words = [publication.get_kind_display()]
    words += [short_name(row) for row in publication.publishers.all()]
    line = ", ".join(word for word in words if word)
    return Entry(
        key=f"publication/{publication.translation_key}",
        title=publication.title,
        url=publication.relative_url(None),
        summary=". ".join(part for part in (line, publication.summary) if part),
        published=publication.first_published_at,
        updated=publication.last_published_at,
    )
