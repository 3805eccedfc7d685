"""When an event takes place, as far as it is known, and what that makes of it now."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from core import dates

from . import zones
from .choices import Change, State

_MIDNIGHT = datetime.time(0)
_DAY = datetime.timedelta(days=1)
_EVENING, _SMALL_HOURS = datetime.time(17), datetime.time(6)


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, hours where known, and the same in UTC. Everything is None without a date.

    For a month or a year, the days are the first and last of it: nothing happens on them.
    """

    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    first_time: datetime.time | None = None
    last_time: datetime.time | None = None
    begins_at: datetime.datetime | None = None
    over_at: datetime.datetime | None = None


def day(partial: str) -> datetime.date | None:
    """The day of a partial date, None when only its month or year is known or it is broken."""
    try:
        return datetime.date.fromisoformat(partial) if len(partial) == 10 else None
    except ValueError:
        return None


def ends_next_day(start: datetime.time, end: datetime.time) -> bool:
    """Begun in the evening, it goes on past midnight: 20:00–00:30."""
    return end <= start and start >= _EVENING and end <= _SMALL_HOURS


def bounds(partial: str) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of a partial date: "2021-02" gives 1 and 28 February."""
    try:
        parts = [int(part) for part in partial.split("-")] if partial else []
        # A draft may hold any: an instant of such a day is in no calendar.
        if parts and not dates.FIRST_YEAR <= parts[0] <= dates.LAST_YEAR:
            return None
        match parts:
            case [year]:
                return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
            case [year, month]:
                last = calendar.monthrange(year, month)[1]
                return datetime.date(year, month, 1), datetime.date(year, month, last)
            case [year, month, number]:
                return (datetime.date(year, month, number),) * 2
    except ValueError:
        pass
    return None


def span(
    start: str,
    end: str,
    start_time: datetime.time | None,
    end_time: datetime.time | None,
    zone: str,
    sessions: Iterable = (),
) -> Span:
    """With sessions, the hours are theirs; the days are always those that were announced."""
    opening = bounds(start)
    if opening is None:
        return Span()
    closing = bounds(end) or opening
    first_day, last_day = opening[0], max(closing[1], opening[1])
    over_on = last_day
    if len(start) < 10:
        start_time = end_time = None
    elif timed := [one for one in sessions if one.start_time]:
        begun = [(one.day or first_day, one.start_time) for one in timed]
        ended = [_ending(one, one.day or first_day) for one in timed]
        start_time = min(begun)[1]
        end_time = max(ended)[1] if all(one.end_time for one in timed) else None
        over_on = max(over_on, max(ended)[0])
    elif start_time and end_time and first_day == last_day and ends_next_day(start_time, end_time):
        over_on += _DAY
    begins_at = zones.instant(first_day, start_time or _MIDNIGHT, zone)
    if end_time:
        over_at = zones.instant(over_on, end_time, zone)
    else:
        over_at = zones.instant(last_day + _DAY, _MIDNIGHT, zone)
    return Span(first_day, last_day, start_time, end_time, begins_at, max(begins_at, over_at))


def _ending(session, day: datetime.date) -> tuple[datetime.date, datetime.time]:
    end = session.end_time or session.start_time
    night = session.end_time and ends_next_day(session.start_time, session.end_time)
    return day + _DAY if night else day, end


def state_of(
    *,
    change: str,
    precise: bool,
    timed: bool,
    begins_at: datetime.datetime | None,
    over_at: datetime.datetime | None,
    reported: bool,
    date_to_come: bool,
    now: datetime.datetime,
) -> State:
    """precise: the day is known; timed: its hours too; reported: a report can be read;
    date_to_come: postponed without a new date."""
    if change == Change.CANCELLED:
        return State.CANCELLED
    if begins_at is None or over_at is None:
        if change == Change.POSTPONED:
            return State.POSTPONED
        return State.REPORTED if reported else State.UNDATED
    if change == Change.POSTPONED and (date_to_come or now < begins_at):
        return State.POSTPONED
    if now >= over_at:
        return State.REPORTED if reported else State.PAST
    if now < begins_at or not precise:
        return State.UPCOMING
    return State.LIVE if timed else State.TODAY
