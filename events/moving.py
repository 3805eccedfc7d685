"""A date that is moved takes its programme along: sessions keep their place in it, and their hours."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from . import timing

Days = list[datetime.date | None]  # of sessions; None: the first day


class Dates(NamedTuple):
    """Start and end of an event, as partial dates."""

    start: str
    end: str


def moved(before: Dates, after: Dates, days: Sequence[datetime.date | None]) -> tuple[str, Days]:
    """(end, days of the sessions) of an event that was held at `before` and now is at `after`.

    An end that was left as it was, and would come before the start, follows. An event that is as long as before
    takes all its sessions along; one that was lengthened or shortened those that would else be outside of it.
    What cannot be told stays as it is: `publication_errors` asks.
    """
    kept = list(days)
    first = timing.day(after.start)
    was_first = timing.day(before.start)
    given = [day for day in days if day]
    if first is None:
        # The day may be on its way, typed letter by letter: where each session stood is not forgotten.
        is_known = was_first is not None and bool(given)
        return after.end, [day or was_first for day in days] if is_known else kept
    if was_first is None:
        if not given:
            return after.end, kept
        was_first = min(given)
    shift = first - was_first
    end = _end(before, after, first, shift)
    was_last = timing.day(before.end) or max([was_first, *given])
    last = timing.day(end) or first
    if not end and not timing.day(before.start):
        # It never had an end of its own: the programme says how long it lasts.
        last = first + (was_last - was_first)
        end = last.isoformat() if last > first else ""
    try:
        followed = [day and day + shift for day in days]
    except OverflowError:
        return end, kept
    if last - first == was_last - was_first:
        return end, followed
    if _hold(kept, first, last) or not _hold(followed, first, last):
        return end, kept
    return end, followed


def _end(before: Dates, after: Dates, first: datetime.date, shift: datetime.timedelta) -> str:
    was_last = timing.day(before.end)
    if after.end != before.end or was_last is None or was_last >= first:
        return after.end
    return (was_last + shift).isoformat()


def _hold(days: Days, first: datetime.date, last: datetime.date) -> bool:
    return all(first <= day <= last for day in days if day)
