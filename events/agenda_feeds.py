"""What one subscribes to from the agenda: a calendar and an Atom feed of any selection of it."""

import datetime

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.feeds import MAX_ENTRIES, Entry, atom_response
from core.identity import identity
from core.visibility import visible
from search.engines.base import EngineUnavailable
from search.engines.queries import SOONEST
from search.listing.following import all_hits, keys_of, later, named

from .agenda import AgendaRequest
from .calendars import calendar_response, public_entries
from .models import EventPage
from .records import with_state
from .templatetags.events_tags import event_dates, hours

# A calendar goes back one year: what was held stays in the reader's own calendar anyway.
BACK = datetime.timedelta(days=366)


def _name() -> str:
    return f"Agenda {identity().name}"


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """/agenda/calendrier.ics?…: the filters of the agenda."""
    asked = AgendaRequest(request.GET)
    try:
        hits = all_hits(asked, sort=SOONEST, since=timezone.localdate() - BACK)
    except EngineUnavailable:
        return later()
    found = Q(pk__in=keys_of(hits))
    if not asked.address.parameters():
        # What was unpublished is in no index: which filters it met is not known.
        found |= Q(live=False, over_at__gte=timezone.now() - BACK)
    return calendar_response(
        request,
        public_entries(EventPage.objects.filter(found)),
        name=named(asked, _name()),
        url=f"{settings.BASE_URL}{asked.address.url(periode='')}",
        filename="agenda",
    )


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """/agenda/dates.atom?…: dates in the order in which they were announced, newest first."""
    asked = AgendaRequest(request.GET)
    try:
        hits = all_hits(asked, sort=SOONEST)
    except EngineUnavailable:
        return later()
    cards = dict(zip(keys_of(hits), (hit.card for hit in hits), strict=True))
    events = (
        visible(EventPage.objects)
        .filter(pk__in=cards)
        .exclude(first_published_at=None)
        .order_by("-first_published_at", "-pk")[:MAX_ENTRIES]
    )
    query = asked.address.parameters()
    suffix = f"?{query}" if query else ""
    return atom_response(
        request,
        [_entry(event, cards[event.pk]) for event in events],
        key=f"dates{suffix}",
        title=named(asked, _name()),
        own=f"{asked.listing.path}dates.atom{suffix}",
        page=asked.address.url(periode=""),
    )


def _entry(event: EventPage, card: dict) -> Entry:
    card = with_state(card, timezone.now())
    words = [
        card["state_label"].lower() if card["change"] else "",
        event_dates(card) if card["start"] else "",
        hours(card),
        card["city"] or card["venue"],
        card["format_label"],
    ]
    line = ", ".join(word for word in words if word)
    return Entry(
        key=f"date/{event.translation_key}",
        title=event.title,
        url=card["url"],
        summary=". ".join(part for part in (line, event.summary) if part),
        published=event.first_published_at,
        updated=event.last_published_at,
    )
