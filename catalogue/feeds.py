"""What one subscribes to from the catalogue: an Atom feed of any selection of it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.feeds import MAX_ENTRIES, Entry, atom_response
from core.identity import identity
from core.visibility import visible
from search.engines.base import EngineUnavailable
from search.listing.following import all_hits, keys_of, later, named
from search.listing.request import ListRequest

from .kinds import CATALOGUE
from .models import ProjectPage


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """/projets/fiches.atom?…: sheets in the order in which they were published, newest first."""
    asked = ListRequest(request.GET, CATALOGUE)
    try:
        keys = keys_of(all_hits(asked))
    except EngineUnavailable:
        return later()
    sheets = (
        visible(ProjectPage.objects)
        .filter(pk__in=keys)
        .exclude(first_published_at=None)
        .select_related("authority")
        .order_by("-first_published_at", "-pk")[:MAX_ENTRIES]
    )
    page = asked.address.url(tri="", vue="")
    query = page.partition("?")[2]
    suffix = f"?{query}" if query else ""
    return atom_response(
        request,
        [
            Entry(
                key=f"fiche/{sheet.translation_key}",
                title=sheet.title,
                url=sheet.relative_url(None),
                summary=". ".join(
                    part
                    for part in (sheet.authority and sheet.authority.label, sheet.summary)
                    if part
                ),
                published=sheet.first_published_at,
                updated=sheet.last_published_at,
            )
            for sheet in sheets
        ],
        key=f"fiches{suffix}",
        title=named(asked, f"Fiches {identity().name}"),
        own=f"{CATALOGUE.path}fiches.atom{suffix}",
        page=page,
    )
