"""What calendars are told of an event: one entry a day or a session, remembered from one publication
to the next so that identifiers stay, changes are numbered and removals are said."""

import datetime

from django.db import transaction
from django.utils import timezone

from core.sanitising import plain_text

from . import timing
from .choices import CalendarBy, Change, Format
from .models.calendar import CalendarEntry
from .registration import calendar_line

_DAY = datetime.timedelta(days=1)
MAX_DAYS = 60  # of one event, whatever was typed


def remember(event) -> None:
    """Bring the entries of a published event in line with it. Called in the publication's own
    transaction; an unchanged entry keeps its sequence number and date."""
    wanted = entries_of(event)
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        known = {entry.key: entry for entry in event.calendar_entries.select_for_update()}
        for key, content in wanted.items():
            entry = known.get(key)
            if entry is None:
                CalendarEntry.objects.create(
                    event=event, key=key, content=content, created_at=now, modified_at=now
                )
            elif entry.removed or entry.content != content:
                _change(entry, now, removed=False, content=content)
        for key, entry in known.items():
            if key not in wanted and not entry.removed:
                _change(entry, now, removed=True, content=entry.content)


def _change(entry: CalendarEntry, now, **values) -> None:
    for name, value in values.items():
        setattr(entry, name, value)
    entry.sequence += 1
    entry.modified_at = now
    entry.save()


def entries_of(event) -> dict[str, dict]:
    """key -> what its VEVENT says, as JSON values; {} when the day is not known.

    start, end: "2026-03-05" (whole days, the end exclusive) or "2026-03-05T09:00" local to `zone`.
    """
    first = timing.day(event.start)
    if first is None:
        return {}
    span = event.span()
    sessions = [one for one in event.sessions.all() if one.start_time]
    common = _common(event)
    if event.calendar_by == CalendarBy.SESSION and sessions:
        return {
            f"seance-{one.uuid}": common | _session(event, one, first, common) for one in sessions
        }
    last = min(span.last_day, first + MAX_DAYS * _DAY)
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    return {
        f"jour-{number}": common | _day(event, span, day, sessions, number, len(days))
        for number, day in enumerate(days, start=1)
    }


def _common(event) -> dict:
    cancelled = event.change == Change.CANCELLED or event.date_to_come
    # Moved online, it has kept the room that it had.
    online = event.format == Format.ONLINE
    city = event.commune.label if event.commune_id else ""
    parts = ("En ligne",) if online else (event.venue, event.address, city)
    known = event.commune.place() if event.commune_id and not online else None
    lines = [event.summary]
    if event.change_reason and event.change:
        lines.append(f"{event.get_change_display()} : {event.change_reason}")
    if plain_text(event.description):
        lines.append(plain_text(event.description)[:1000])
    if not cancelled:
        lines.append(event.online_url and f"Suivre en ligne : {event.online_url}")
        lines.append(calendar_line(event))
    return {
        "summary": event.title,
        "description": "\n\n".join(line for line in lines if line),
        "location": ", ".join(part for part in parts if part),
        "geo": [known.lat, known.lon] if known and known.lat is not None else None,
        "zone": event.zone,
        # Postponed without a new date: the old one does not take place.
        "cancelled": cancelled,
        "postponed": event.date_to_come,
        "organisers": [row.label for row in event.organisers.all()],
    }


def _session(event, session, first: datetime.date, common: dict) -> dict:
    day = session.day or first
    room = "" if event.format == Format.ONLINE else session.room
    own = session.registration_url and not event.is_full
    parts = [session.description]
    if not common["cancelled"]:
        parts += [
            session.link and f"Se connecter : {session.link}",
            f"S’inscrire à cette séance : {session.registration_url}"
            if own
            else calendar_line(event),
        ]
    return {
        "summary": f"{session.title} – {event.title}",
        "description": "\n\n".join(part for part in parts if part),
        "location": ", ".join(part for part in (room, common["location"]) if part),
        "start": _local(day, session.start_time),
        "end": _end(day, session.start_time, session.end_time),
    }


def _day(event, span, day, sessions, number: int, count: int) -> dict:
    """A day with its hours where they are known, else a whole day."""
    name = f"{event.title} ({number}/{count})" if count > 1 else event.title
    of_day = [one for one in sessions if (one.day or span.first_day) == day]
    if of_day:
        ends = [_end(day, one.start_time, one.end_time) for one in of_day]
        start = _local(day, min(one.start_time for one in of_day))
        end = max(ends) if all(ends) else ""
    elif (
        not sessions
        and span.first_time
        and (count == 1 or (span.last_time and span.last_time > span.first_time))
    ):
        # Of several days, each has those hours: « 9 h à 17 h » is no night between two.
        start = _local(day, span.first_time)
        end = _end(day, span.first_time, span.last_time)
    elif not sessions and span.first_time and number == 1:
        # From noon to the next day's morning: that it begins is all that is known of this day.
        start, end = _local(day, span.first_time), ""
    else:
        start, end = day.isoformat(), (day + _DAY).isoformat()
    return {"summary": name, "start": start, "end": end}


def _end(day: datetime.date, start: datetime.time, end: datetime.time | None) -> str:
    if end is None:
        return ""
    return _local(day + _DAY if timing.ends_next_day(start, end) else day, end)


def _local(day: datetime.date, time: datetime.time) -> str:
    return f"{day.isoformat()}T{time:%H:%M}"
