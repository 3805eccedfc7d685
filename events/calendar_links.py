"""Addresses by which a reader's own calendar takes dates: as a subscription, or one date as it stands today."""

import datetime
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from . import timing
from .choices import Change, Format
from .registration import calendar_line

_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.office.com/calendar/0"
_DAY = datetime.timedelta(days=1)


def subscription(url: str) -> dict:
    """url: of an .ics file -> addresses to subscribe from the usual calendars."""
    webcal = url.replace(f"{urlsplit(url).scheme}://", "webcal://", 1)
    return {
        "file": url,
        "webcal": webcal,
        "google": f"{_GOOGLE}?cid={quote(webcal, safe='')}",
        "outlook": f"{_OUTLOOK}/addfromweb?url={quote(url, safe='')}",
    }


def one_date(event) -> dict | None:
    """Forms of Google and Outlook, filled in with this date; None when it is not held, or its day is not known.

    Such a form takes one event: several days are whole days there, or their nights would be taken too. Of a day whose
    end is not known it gets the beginning.
    """
    off = event.change == Change.CANCELLED or event.date_to_come
    span = event.span()
    if off or timing.day(event.start) is None or span.last_day is None:
        return None
    url = f"{settings.BASE_URL}{event.relative_url(None) or ''}"
    details = "\n\n".join(filter(None, [event.summary, calendar_line(event), url]))
    place = _place(event)
    outlook = {"subject": event.title, "location": place, "body": details}
    if span.first_day == span.last_day and span.first_time:
        begin, end = span.begins_at, span.over_at if span.last_time else None
        dates = f"{begin:%Y%m%dT%H%M%SZ}/{end or begin:%Y%m%dT%H%M%SZ}"
        outlook["startdt"] = f"{begin:%Y-%m-%dT%H:%M:%SZ}"
        if end:
            outlook["enddt"] = f"{end:%Y-%m-%dT%H:%M:%SZ}"
    else:
        first, after = span.first_day, span.last_day + _DAY
        dates = f"{first:%Y%m%d}/{after:%Y%m%d}"
        outlook |= {"startdt": first.isoformat(), "enddt": after.isoformat(), "allday": "true"}
    google = {"action": "TEMPLATE", "text": event.title, "dates": dates}
    google |= {"details": details, "location": place}
    compose = {"path": "/calendar/action/compose", "rru": "addevent"}
    return {
        "google": f"{_GOOGLE}?{_query(google)}",
        "outlook": f"{_OUTLOOK}/deeplink/compose?{_query(compose | outlook)}",
    }


def _place(event) -> str:
    if event.format == Format.ONLINE:
        return "En ligne"
    city = event.commune.name if event.commune_id else ""
    return ", ".join(part for part in (event.venue, event.address, city) if part)


def _query(values: dict[str, str]) -> str:
    # Not "+" for a space: Outlook shows it.
    return urlencode({name: value for name, value in values.items() if value}, quote_via=quote)
