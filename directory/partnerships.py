"""The pages of partnerships: who agreed on what, what they did of it, who leads it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.sitemaps import PathSitemap
from core.structured_data import script
from groups.models import Mandate
from groups.shown import linked, seats
from groups.views import NetworkView
from network.models import JointAction, Partnership, Party

from .kinds import PARTNERSHIPS
from .partnership_dates import calendar_of, dates_of, events_of


class PartnershipsView(NetworkView):
    listing = PARTNERSHIPS
    lead = (
        "Conventions, études et instances communes : qui s’est engagé à quoi avec qui, ce qui était "
        "prévu et ce qui a été fait."
    )


@require_safe
def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Partnership, slug=slug)
    rows = list(found.parties.select_related("organisation", "authority"))
    actions = list(found.actions.all())
    events = events_of(found)
    groups = list(found.groups.order_by("name"))
    crumbs = [{"label": "Partenariats", "url": "/partenariats/"}]
    context = {
        "partnership": found,
        "crumbs": crumbs,
        "facts": _facts(found),
        "signed_at": linked(events.get(found.signed_at_id)),
        "parties": [one for one in rows if one.part == Party.Part.PARTY],
        "third": [one for one in rows if one.part == Party.Part.THIRD],
        "intentions": [one for one in rows if one.part == Party.Part.INTENDS],
        "fields": list(found.fields.select_related("theme__parent")),
        "actions": _by_status(actions, events),
        "dates": dates_of(found, actions, groups, events),
        "calendar": calendar_of(found, events),
        "groups": groups,
        "people": seats(Mandate.objects.filter(group__in=groups), timezone.localdate()),
        "reviews": list(found.reviews.order_by("-year")),
        "sources": list(found.sources.all()),
        "json_ld": script(crumbs=crumbs),
    }
    return render(request, "directory/partnership.html", context)


def _facts(found: Partnership) -> list[dict]:
    """As templates/components/facts.html shows them."""
    facts = []
    if found.kind:
        facts.append(("Nature", f"{found.kind[0].upper()}{found.kind[1:]}", ""))
    if found.date:
        facts.append(("Année", found.date[:4], found.date if len(found.date) > 4 else ""))
    if found.duration:
        facts.append(("Durée", found.duration, ""))
    return [
        {"label": label, "text": text, "date": date, "unknown": False}
        for label, text, date in facts
    ]


_HEADINGS = {
    JointAction.Status.DONE: "Ce qui a été fait",
    JointAction.Status.ONGOING: "Ce qui est en cours",
    JointAction.Status.PLANNED: "Ce qui est prévu",
    JointAction.Status.DROPPED: "Ce qui a été abandonné",
    JointAction.Status.UNKNOWN: "Ce que la source cite, sans dire où cela en est",
}


def _by_status(actions: list[JointAction], events: dict) -> list[dict]:
    """[{heading, actions: [{text, date, event}]}]: done first, what is planned apart from it."""
    return [
        {
            "heading": heading,
            "actions": [
                {"text": one.text, "date": one.date, "event": linked(events.get(one.event_id))}
                for one in actions
                if one.status == status
            ],
        }
        for status, heading in _HEADINGS.items()
        if any(one.status == status for one in actions)
    ]


class PartnershipSitemap(PathSitemap):
    """The list and the pages of partnerships."""

    def items(self) -> list[str]:
        rows = Partnership.objects.order_by("slug").only("slug")
        found = [one.get_absolute_url() for one in rows]
        return ["/partenariats/", *found] if found else []
