"""iCalendar files (RFC 5545), written by `icalendar` from remembered entries."""

import datetime
import unicodedata
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from icalendar import Calendar, Event, vDuration, vUri

from core.feeds import tagged
from core.identity import identity
from core.visibility import unrestricted, visible

from . import zones
from .models import CalendarEntry
from .zone_rules import vtimezone

# Subscribed calendars ask again that often.
REFRESH = datetime.timedelta(hours=6)
AGENDA = "/agenda/"


def calendar_bytes(entries: Iterable[CalendarEntry], *, name: str, url: str) -> bytes:
    """The file: CRLF, lines folded at 75 octets, one VTIMEZONE with its rules per zone."""
    entries = list(entries)
    calendar = headed(name, url)
    # RFC 5545 has no calendar without a component: that of an empty one is a zone.
    this_year = timezone.localdate().year
    used = _zones(entries) if entries else {zones.PARIS: (this_year, this_year)}
    for zone, (first, last) in sorted(used.items()):
        calendar.add_component(vtimezone(zone, first, last))
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def headed(name: str, url: str) -> Calendar:
    """A calendar without its events."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{identity().name}//Agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("url", vUri(url))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return calendar


def _zones(entries: list[CalendarEntry]) -> dict[str, tuple[int, int]]:
    """Zones that some hour is given in -> first and last year."""
    years: dict[str, list[int]] = {}
    for entry in entries:
        if "T" in entry.content["start"]:
            years.setdefault(entry.content["zone"], []).append(int(entry.content["start"][:4]))
    return {zone: (min(found), max(found)) for zone, found in years.items()}


def _event(entry: CalendarEntry) -> Event:
    content = entry.content
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", entry.modified_at.astimezone(datetime.UTC))
    event.add("created", entry.created_at.astimezone(datetime.UTC))
    event.add("last-modified", entry.modified_at.astimezone(datetime.UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", _moment(content["start"], content["zone"]))
    if content["end"]:
        event.add("dtend", _moment(content["end"], content["zone"]))
    cancelled = entry.removed or content["cancelled"]
    state = "Reporté" if content.get("postponed") else "Annulé"
    summary = plain_line(content["summary"])
    event.add("summary", f"{state}\u00a0: {summary}" if cancelled else summary)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    # A whole day in an agenda does not make its reader busy.
    event.add("transp", "OPAQUE" if "T" in content["start"] and not cancelled else "TRANSPARENT")
    # The address is that of the day and of the host, and so is not remembered.
    path = entry.event.relative_url(None) if entry.event.live else AGENDA
    url = f"{settings.BASE_URL}{path}"
    event.add("description", plain_lines("\n\n".join(filter(None, [content["description"], url]))))
    if content["location"]:
        event.add("location", plain_line(content["location"]))
    if content["geo"]:
        event.add("geo", tuple(content["geo"]))
    event.add("url", vUri(url))
    return event


def _moment(text: str, zone: str) -> datetime.date | datetime.datetime:
    if "T" not in text:
        return datetime.date.fromisoformat(text)
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def plain_lines(value: str) -> str:
    """Control characters are not allowed in a calendar, and no editor meant them; the spaces of French
    typography are text. What Unicode calls a line's end would be one for some readers."""
    lines = "\n".join(value.splitlines())
    return "".join(
        char for char in lines if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")
    )


def plain_line(value: str) -> str:
    return " ".join(plain_lines(value).split())


# --- Answers --------------------------------------------------------------------------------------


def calendar_response(
    request: HttpRequest, entries: Iterable[CalendarEntry], *, name: str, url: str, filename: str
) -> HttpResponse:
    """The file with its ETag and Last-Modified; 304 when the reader has it already."""
    entries = list(entries)
    body = calendar_bytes(entries, name=name, url=url)
    changed = max((entry.modified_at for entry in entries), default=None)
    response = tagged(request, body, content_type="text/calendar; charset=utf-8", changed=changed)
    response["Content-Disposition"] = content_disposition_header(False, f"{filename}.ics")
    return response


def public_entries(events: QuerySet) -> list[CalendarEntry]:
    """Entries of those of these events that a visitor may see, oldest day first; and of those that were
    unpublished after calendars had been told that they are cancelled, or the date would be kept."""
    of_events = CalendarEntry.objects.select_related("event")
    withdrawn = unrestricted(events.filter(live=False)).order_by().values("pk")
    found = of_events.filter(
        Q(event__in=visible(events).order_by().values("pk"))
        | Q(event__in=withdrawn, content__cancelled=True)
    )
    return sorted(found, key=lambda entry: (entry.content["start"], entry.pk))
