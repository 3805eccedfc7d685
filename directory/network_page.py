"""The network as a door: who works with whom, what is new, what is coming, and where each list is.

Apps that have a list put their door in the slot « network_doors ».
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.structured_data import script
from core.visibility import visible
from events.models import EventPage
from landmarks.models import Deadline
from network.models import Organisation, Partnership, Party
from publications.shown import newest

from .circles import draw
from .organisations import public_organisations

PATH = "/reseau/"
NEW, COMING = 4, 4


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    public = {one.pk: one for one in public_organisations()}
    agreements = [_agreement(one, public) for one in _partnerships()]
    context = {
        "agreements": agreements,
        "drawing": draw(
            [(party["short"], party["url"]) for party in one["parties"] if party["url"]]
            for one in agreements
        ),
        "organisation_count": len(public),
        "publications": newest(NEW),
        "dates": _dates(),
        "deadlines": _deadlines(),
        "json_ld": script(crumbs=[{"label": "Le réseau", "url": PATH}]),
    }
    return render(request, "directory/network.html", context)


def _partnerships() -> list[Partnership]:
    """The newest first, those without a date last. Two statements."""
    rows = Partnership.objects.prefetch_related("parties")
    return sorted(rows, key=lambda one: one.date, reverse=True)


def _agreement(partnership: Partnership, public: dict[int, Organisation]) -> dict:
    """{name, url, kind, date, parties: [{name, short, url}]}; url: of the organisation's page, where it has one."""
    parties = []
    for row in partnership.parties.all():
        if row.part != Party.Part.PARTY:
            continue
        known = public.get(row.organisation_id)
        parties.append(
            {
                "name": row.label,
                "short": (known.acronym or known.name) if known else row.label,
                "url": known.get_absolute_url() if known else "",
            }
        )
    return {
        "name": partnership.name,
        "url": partnership.get_absolute_url(),
        "kind": partnership.kind,
        "date": partnership.date,
        "parties": parties,
    }


def _dates() -> list[dict]:
    """The next dates, wherever they are: [{title, url, date}]. One statement."""
    rows = visible(EventPage.objects).filter(over_at__gt=timezone.now(), change="")
    rows = rows.exclude(tour__is_demonstration=True).order_by("begins_at", "title")
    return [
        {"title": one.title, "url": one.relative_url(None), "date": one.start}
        for one in rows[:COMING]
    ]


def _deadlines() -> list[dict]:
    """Those to come, the nearest first: the same. One statement."""
    rows = [one for one in Deadline.objects.order_by("date") if not one.is_past]
    return [
        {"title": one.what, "url": one.get_absolute_url(), "date": one.date}
        for one in rows[:COMING]
    ]
