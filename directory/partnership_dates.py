"""The calendar of a partnership: when it was signed, what its parties do together, when those who steer it meet."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.dates import is_over
from core.visibility import visible
from events.calendar_links import subscription
from events.calendars import calendar_response, public_entries
from events.models import EventPage
from groups.models import Group, Meeting
from groups.shown import linked
from network.models import JointAction, Partnership


@dataclass(slots=True)
class Dates:
    """Each: {date, what, event: {title, url} | None}; what: « un colloque (prévu) », where it is not known to be done. What
    is to come first comes first, what is over last."""

    coming: list[dict] = field(default_factory=list)
    past: list[dict] = field(default_factory=list)


def dates_of(
    found: Partnership, actions: list[JointAction], groups: list[Group], events: dict
) -> Dates:
    """events: its public ones by key (`events_of`). One statement."""
    told = [(found.date, "Signature", found.signed_at_id)]
    told += [
        (one.date, f"{one.text}{_standing(one)}", one.event_id)
        for one in actions
        if one.status != JointAction.Status.DROPPED
    ]
    if groups:
        meetings = Meeting.objects.filter(group__in=groups)
        told += [(one.date, one.subject, one.event_id) for one in meetings]
    dates, shown, today = Dates(), set(), timezone.localdate()
    for date, what, key in told:
        event = events.get(key)
        # A meeting at which it was signed is one date, and stands as what was said first.
        if key in shown or not (date or event):
            continue
        if event:
            shown.add(key)
            date = date or event.start
        if date:
            if event and event.change:
                what = f"{what} (événement {event.get_change_display().lower()})"
            row = {"date": date, "what": what, "event": linked(event)}
            (dates.past if is_over(date, today) else dates.coming).append(row)
    dates.coming.sort(key=lambda row: row["date"])
    dates.past.sort(key=lambda row: row["date"], reverse=True)
    return dates


def _standing(action: JointAction) -> str:
    if action.status in (JointAction.Status.DONE, JointAction.Status.UNKNOWN):
        return ""
    return f" ({action.get_status_display().lower()})"


def events_of(found: Partnership) -> dict[int, EventPage]:
    """The public events that it or those who steer it name, by key. One statement."""
    return {event.pk: event for event in visible(_events(found))}


def _events(found: Partnership) -> QuerySet[EventPage]:
    return EventPage.objects.filter(
        Q(pk=found.signed_at_id)
        | Q(pk__in=JointAction.objects.filter(partnership=found).order_by().values("event"))
        | Q(pk__in=Meeting.objects.filter(group__partnership=found).order_by().values("event"))
    )


def calendar_of(found: Partnership, events: dict) -> dict | None:
    """Addresses to subscribe to its events; None where the agenda has none of them."""
    return subscription(f"{settings.BASE_URL}{_path(found)}") if events else None


def _path(found: Partnership) -> str:
    return f"{found.get_absolute_url().rstrip('/')}.ics"


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of its dates that are in the agenda, as the agenda tells them."""
    found = get_object_or_404(Partnership, slug=slug)
    return calendar_response(
        request,
        public_entries(_events(found)),
        name=found.name,
        url=f"{settings.BASE_URL}{found.get_absolute_url()}",
        filename=found.slug,
    )
