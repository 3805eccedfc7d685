"""Deadlines as a calendar to subscribe to: those whose day is known, with the milestones that have one."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from icalendar import Event, vUri

from core.feeds import tagged
from events.calendars import headed, plain_line, plain_lines

from .models import Deadline

NAME = "Échéances numériques des collectivités"


def calendar_response(request: HttpRequest, path: str) -> HttpResponse:
    calendar = headed(NAME, f"{settings.BASE_URL}{path}")
    deadlines = list(Deadline.objects.prefetch_related("milestones"))
    for deadline in deadlines:
        rows = [(f"echeance-{deadline.pk}", deadline.date, deadline.what)]
        rows += [
            (f"etape-{one.pk}", one.date, f"{deadline.what} : {one.what}")
            for one in deadline.milestones.all()
        ]
        for key, date, words in rows:
            if len(date) == len("2026-03-19"):
                calendar.add_component(_event(deadline, key, date, words))
    changed = max((one.modified_at for one in deadlines), default=None)
    body = calendar.to_ical()
    response = tagged(request, body, content_type="text/calendar; charset=utf-8", changed=changed)
    response["Content-Disposition"] = content_disposition_header(False, "echeances.ics")
    return response


def _event(deadline: Deadline, key: str, date: str, words: str) -> Event:
    url = f"{settings.BASE_URL}{deadline.get_absolute_url()}"
    said = "\n\n".join(filter(None, [deadline.concerned, deadline.to_do, url]))
    event = Event()
    event.add("uid", f"{key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", deadline.modified_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("dtstart", datetime.date.fromisoformat(date))
    event.add("summary", plain_line(words))
    event.add("description", plain_lines(said))
    # A whole day in an agenda does not make its reader busy.
    event.add("transp", "TRANSPARENT")
    event.add("url", vUri(url))
    return event
