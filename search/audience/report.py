"""What editors read of the searches: the most frequent, and those that found nothing."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from core import kinds
from search.audience import counting
from search.kinds import EVERYTHING
from search.listing.addresses import ListAddress
from search.models import SearchCount

PERMISSION = "search.view_searchcount"
PERIODS = ((7, "7 jours"), (30, "30 jours"), (90, "3 mois"), (counting.KEPT.days, "13 mois"))
DEFAULT = 30
LONGEST = 100  # rows of a table


def report(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    asked = request.GET.get("jours", "")
    days = next((number for number, _ in PERIODS if asked == str(number)), DEFAULT)
    since = timezone.localdate() - datetime.timedelta(days=days - 1)
    found = SearchCount.objects.filter(day__gte=since)
    return TemplateResponse(
        request,
        "search/report.html",
        {
            "page_title": "Recherches des visiteurs",
            "header_icon": "search",
            "periods": [(number, label, number == days) for number, label in PERIODS],
            "total": found.aggregate(sum=Sum("searches"))["sum"] or 0,
            "tables": [
                ("Les plus fréquentes", frequent(found), False),
                ("Sans résultat", fruitless(found), True),
            ],
            "kept_months": 13,
        },
    )


def frequent(found) -> list[dict]:
    """Words, whatever the filters: [{words, kind_label, searches, results, url}]."""
    rows = found.values("words", "kind").annotate(total=Sum("searches"), most=Max("results"))
    return [_row(row) for row in rows.order_by("-total", "words")[:LONGEST]]


def fruitless(found) -> list[dict]:
    """Words and filters whose last search found nothing, in the days of the period."""
    rows = (
        found.filter(results=0)
        .values("words", "kind", "filters")
        .annotate(total=Sum("searches"), most=Max("results"))
    )
    return [_row(row) for row in rows.order_by("-total", "words")[:LONGEST]]


def _row(row: dict) -> dict:
    filters = row.get("filters", "")
    kind = kinds.by_key(row["kind"])
    listing = kind.listing if kind else None
    url = ListAddress((listing or EVERYTHING).path).url(q=row["words"])
    return {
        "words": row["words"],
        "place": listing.title.lower() if listing else row["kind"] or "tout le site",
        "filters": filters.replace("&", ", "),
        "searches": row["total"],
        "results": row["most"],
        "url": f"{url}&{filters}" if filters else url,
    }
