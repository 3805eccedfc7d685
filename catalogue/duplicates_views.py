"""The list of sheets that may be of one project, and « Ce n’est pas un doublon »."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .duplicates import keep_apart, pairs
from .models import ProjectPage
from .waiting import may_publish_sheets

PER_PAGE = 50


def duplicates(request: HttpRequest) -> HttpResponse:
    """?fiche=: those of one sheet alone. POST: « paire », two keys."""
    if not may_publish_sheets(request.user):
        raise PermissionDenied
    if request.method == "POST":
        pair = _keys(request.POST.get("paire", ""))
        if len(pair) == 2 and ProjectPage.objects.filter(pk__in=pair).count() == 2:
            keep_apart(pair, request.user)
            messages.success(request, "C’est noté : ces deux fiches ne seront plus rapprochées.")
        return redirect(request.get_full_path())
    found = pairs()
    if about := _keys(request.GET.get("fiche", "")):
        found = [one for one in found if about & set(one[0])]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    sheets = ProjectPage.objects.select_related("authority").in_bulk(
        [key for pair, _ in page for key in pair]
    )
    rows = [
        {"why": why, "key": "-".join(map(str, pair)), "sheets": [sheets[key] for key in pair]}
        for pair, why in page
        if set(pair) <= sheets.keys()
    ]
    return render(request, "catalogue/duplicates.html", {"page": page, "rows": rows})


def _keys(typed: str) -> set[int]:
    return {int(one) for one in typed.split("-") if one.isdecimal() and len(one) < 12}
