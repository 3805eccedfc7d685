"""schema.org data of an event (JSON-LD), with its status and how one attends."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString

from core.structured_data import script
from territories.structured_data import area

from . import timing, zones
from .choices import Change, Format, Registration
from .registration import mode_of

_MODES = {
    Format.ON_SITE: "OfflineEventAttendanceMode",
    Format.ONLINE: "OnlineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}
SCHEMA = "https://schema.org/"


def json_ld(event, crumbs: list[dict], series: str) -> SafeString:
    """series: of what the event is one part, "" when of nothing that a visitor may see."""
    url = f"{settings.BASE_URL}{event.relative_url(None) or ''}"
    # schema.org has no event without a start.
    found = [_event(event, url, series)] if event.start else []
    return script(*found, crumbs=crumbs)


def _event(event, url: str, series: str) -> dict:
    span = event.span()
    mode = _MODES.get(event.format)
    found = {
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": event.title,
        "description": event.summary,
        "inLanguage": "fr",
        "startDate": _moment(event.start, span.first_day, span.first_time, event.zone),
        "endDate": _end(event, span),
        "eventStatus": SCHEMA + _status(event),
        "eventAttendanceMode": SCHEMA + mode if mode else "",
        "location": _location(event),
        "organizer": [
            {"@type": "Organization", "name": row.label}
            | (
                {"url": row.organisation.website_url}
                if row.organisation_id and row.organisation.website
                else {}
            )
            for row in event.organisers.all()
        ],
        "offers": _offers(event),
        "maximumAttendeeCapacity": event.capacity,
        "audience": {"@type": "Audience", "audienceType": event.audience}
        if event.audience
        else None,
        "superEvent": {"@type": "EventSeries", "name": series} if series else None,
    }
    if event.change == Change.POSTPONED and event.first_announced:
        found["previousStartDate"] = event.first_announced
    return {key: value for key, value in found.items() if value}


def _offers(event) -> list[dict]:
    """Where one registers, and from when to when. No price: nobody gave one."""
    if mode_of(event) != Registration.ELSEWHERE or event.change == Change.CANCELLED:
        return []
    common = {"@type": "Offer"}
    if event.registration_opens_on:
        common["validFrom"] = event.registration_opens_on.isoformat()
    if event.registration_closes_on:
        common["validThrough"] = event.registration_closes_on.isoformat()
    if event.is_full:
        common["availability"] = f"{SCHEMA}SoldOut"
    found = [common | {"url": event.registration_url}] if event.registration_url else []
    found += [
        common | {"url": one.registration_url, "name": one.title}
        for one in event.sessions.all()
        if one.registration_url
    ]
    return found


def _status(event) -> str:
    if event.change == Change.CANCELLED:
        return "EventCancelled"
    if event.change == Change.POSTPONED:
        return "EventPostponed" if event.date_to_come else "EventRescheduled"
    return "EventScheduled"


def _end(event, span) -> str:
    """Of an evening that goes on past midnight, the day is the next one."""
    if timing.day(event.start) and span.last_time:
        return span.over_at.astimezone(ZoneInfo(event.zone)).isoformat()
    return _moment(event.end or event.start, span.last_day, span.last_time, event.zone)


def _moment(partial: str, day, time, zone: str) -> str:
    """A day with its hour and offset where known, else what is known of the date."""
    if timing.day(partial) is None or time is None:
        return partial
    return zones.instant(day, time, zone).astimezone(ZoneInfo(zone)).isoformat()


def _location(event) -> list[dict]:
    found = []
    if event.venue or event.commune_id:
        address = {"@type": "PostalAddress", "addressCountry": "FR"}
        if event.address:
            address["streetAddress"] = event.address
        if event.commune_id:
            address["addressLocality"] = event.commune.name
            address["addressRegion"] = event.commune.area_name
        place = {
            "@type": "Place",
            "name": event.venue or event.commune.label,
            "address": address,
        }
        if event.commune_id:
            place["containedInPlace"] = area(event.commune)
        if event.format != Format.ONLINE:
            found.append(place)
    if event.format in (Format.ONLINE, Format.HYBRID):
        found.append(
            {
                "@type": "VirtualLocation",
                "url": (event.change != Change.CANCELLED and event.online_url)
                or f"{settings.BASE_URL}{event.relative_url(None) or ''}",
            }
        )
    return found
