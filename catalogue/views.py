"""What of the catalogue is no page of Wagtail: its list, the picture of a share, old addresses."""

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.views import serve

from core.visibility import visible
from search.listing.request import ListRequest
from search.listing.view import ListView
from territories.share_picture import picture_response

from .kinds import CATALOGUE
from .models import ProjectIndexPage, ProjectPage
from .share_picture import of_sheet

INDEX_SLUG = "projets"


class CatalogueView(ListView):
    listing = CATALOGUE
    page_model = ProjectIndexPage

    def context(self, asked: ListRequest) -> dict:
        query = asked.address.url(tri="").partition("?")[2]
        feed = f"{self.listing.path}fiches.atom" + (f"?{query}" if query else "")
        return super().context(asked) | {"feed_url": feed}


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
