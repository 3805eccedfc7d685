"""/projets/<slug>/essaimage/: who took what up from whom, around a sheet; /essaimage/: all of it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from core.visibility import visible

from . import families
from .numbers import taken_up

PER_PAGE = 10  # families


@require_safe
def of_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    sheets = visible(ProjectPage.objects).select_related("authority")
    sheet = sheets.filter(slug=slug).first()
    if sheet is None:
        raise Http404
    context = {"sheet": sheet, "family": families.family_of(sheet)}
    return render(request, "reuses/of_sheet.html", context)


@require_safe
def all_families(request: HttpRequest) -> HttpResponse:
    """?p=: which page. The largest families first."""
    page = Paginator(families.shown_graph().families(), PER_PAGE).get_page(request.GET.get("p"))
    kept = [set(sorted(family)[: families.LONGEST]) for family in page]
    context = {"page": page, "drawings": families.read(kept), "numbers": taken_up()}
    return render(request, "reuses/all.html", context)
