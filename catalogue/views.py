"""What of the catalogue is no page of Wagtail: its list, the picture of a share, old addresses."""

from dataclasses import replace

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.views import serve

from core.visibility import visible
from search.engines.base import Page, SearchEngine
from search.engines.queries import DATE, Part
from search.listing.request import ListRequest
from search.listing.view import ListView
from territories.share_picture import picture_response

from . import rotation
from .kinds import CATALOGUE
from .models import ProjectIndexPage, ProjectPage
from .share_picture import of_sheet

INDEX_SLUG = "projets"


class CatalogueView(ListView):
    listing = CATALOGUE
    page_model = ProjectIndexPage

    def context(self, asked: ListRequest) -> dict:
        query = asked.address.url(tri="", vue="").partition("?")[2]
        feed = f"{self.listing.path}fiches.atom" + (f"?{query}" if query else "")
        return super().context(asked) | {"feed_url": feed, "is_rotating": _is_rotating(asked)}

    def answers(self, engine: SearchEngine, asked: ListRequest, parts: list[Part]) -> list[Page]:
        """Who asks for nothing in particular gets a first page of all themes and sizes, then the rest by date."""
        if not _is_rotating(asked):
            return super().answers(engine, asked, parts)
        first = rotation.of_the_day(asked.generations.index)
        query, shown = parts[0].query, tuple(hit.key for hit in first)
        counted = Part(replace(query, size=0, page=1), parts[0].facets)
        if query.page == 1:
            (answer,) = engine.search_many([counted])
            return [replace(answer, hits=first)]
        rest = replace(query, page=query.page - 1, besides=shown)
        answer, following = engine.search_many([counted, Part(rest)])
        return [replace(answer, hits=following.hits)]

    def found(self, engine: SearchEngine, asked: ListRequest) -> dict:
        found = super().found(engine, asked)
        if _is_rotating(asked):
            of_the_day = {
                "label": "sélection du jour",
                "selected": True,
                "url": asked.address.url(),
            }
            by_date = {
                "label": "date",
                "selected": False,
                "url": asked.address.url(tri=DATE),
            }
            found["results"]["sorts"] = [of_the_day, by_date]
        return found


def _is_rotating(asked: ListRequest) -> bool:
    form = asked.form
    return not (form.text or form.filters or form.sort or asked.chosen or asked.is_map)


def sheet(request, slug: str):
    """/projets/<slug>/ in one statement instead of the eight of Wagtail's routing.

    What a visitor may not simply read (draft, private, moved) takes Wagtail's own way.
    """
    pages = visible(ProjectPage.objects).select_related("authority", "main_theme__parent")
    try:
        page = pages.get(slug=slug)
    except ProjectPage.DoesNotExist:
        return serve(request, f"{INDEX_SLUG}/{slug}/")
    return page.serve(request)


def sheet_by_number(request, number: int):
    """/f/42 -> the sheet. Drafts and private sheets do not exist here."""
    page = visible(ProjectPage.objects).filter(number=number).first()
    if page is None:
        raise Http404
    # Not permanent: a slug may change again, and a browser keeps a 301 for ever.
    return HttpResponseRedirect(page.relative_url(None))


@require_safe
def share_picture(request, number: int):
    """/f/42.png -> the picture of a shared sheet; drafts and private sheets have none."""
    pages = visible(ProjectPage.objects).select_related("authority")
    page = pages.filter(number=number).first()
    if page is None:
        raise Http404
    return picture_response(of_sheet(page))
