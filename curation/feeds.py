"""What one subscribes to: new collections, and the sheets of one."""

from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from core.feeds import MAX_ENTRIES, Entry, atom_response
from core.identity import identity
from core.visibility import visible
from search.engines.base import EngineUnavailable
from search.listing.following import later

from . import living
from .models import CollectionPage

LIST = "/collections/"


@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """/collections/parcours.atom: in the order in which they were published, newest first."""
    pages = visible(CollectionPage.objects).exclude(first_published_at=None)
    return atom_response(
        request,
        [
            Entry(
                key=f"parcours/{page.translation_key}",
                title=page.title,
                url=page.relative_url(None),
                summary=page.introduction,
                published=page.first_published_at,
                updated=page.last_published_at,
            )
            for page in pages.order_by("-first_published_at", "-pk")[:MAX_ENTRIES]
        ],
        key="parcours",
        title=f"Parcours {identity().name}",
        own=f"{LIST}parcours.atom",
        page=LIST,
    )


@require_safe
def sheets(request: HttpRequest, slug: str) -> HttpResponse:
    """/collections/<slug>/fiches.atom: its sheets, and as many of those that its search finds as there is room for, the
    newest; all of them newest first."""
    collection = visible(CollectionPage.objects).filter(slug=slug).first()
    if collection is None:
        raise Http404
    why = dict(collection.items.order_by("-sort_order").values_list("sheet", "why"))
    try:
        found = living.keys(collection.search)
    except EngineUnavailable:
        return later()
    pages = (
        visible(ProjectPage.objects)
        .filter(pk__in={*why, *found})
        .exclude(first_published_at=None)
        .annotate(place=Case(When(pk__in=list(why), then=0), default=1))
        .order_by("place", "-first_published_at", "-pk")[:MAX_ENTRIES]
    )
    address = collection.relative_url(None)
    return atom_response(
        request,
        [
            Entry(
                key=f"fiche/{page.translation_key}",
                title=page.title,
                url=page.relative_url(None),
                summary=". ".join(part for part in (why.get(page.pk), page.summary) if part),
                published=page.first_published_at,
                updated=page.last_published_at,
            )
            for page in sorted(pages, key=lambda one: one.first_published_at, reverse=True)
        ],
        key=f"parcours/{collection.translation_key}/fiches",
        title=f"{collection.title} – {identity().name}",
        own=f"{address}fiches.atom",
        page=address,
    )
