"""VTIMEZONE: the rules of a zone, as calendar programs without a table of zones need them.

`icalendar` can write them too, as lists of dates up to a last year, and with each summer time one hour late
(7.3: onsets are given in the new offset where RFC 5545, 3.6.5 wants the one before). A calendar that one
subscribes to lives on: rules that go on are better.
"""

import datetime
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# Zones of France that change their hour, with their rules of today and the first onset of each:
# (in summer, first onset in local time before it, offset before, after, name, month, weekday).
_CHANGING = {
    "Europe/Paris": (
        (True, "1997-03-30T02:00", 1, 2, "CEST", 3, "-1SU"),
        (False, "1996-10-27T03:00", 2, 1, "CET", 10, "-1SU"),
    ),
    "America/Miquelon": (
        (True, "2007-03-11T02:00", -3, -2, "-02", 3, "2SU"),
        (False, "2007-11-04T02:00", -2, -3, "-03", 11, "1SU"),
    ),
}
_HOUR = datetime.timedelta(hours=1)
_MARGIN = 1  # years around those asked for, in zones whose changes are listed


def vtimezone(zone: str, first_year: int, last_year: int) -> Timezone:
    """zone: an IANA name. The years matter only for zones outside France."""
    component = Timezone()
    component.add("tzid", zone)
    for part in _rules(zone) or _listed(zone, first_year - _MARGIN, last_year + _MARGIN):
        component.add_component(part)
    return component


def _rules(zone: str):
    return [
        _part(
            summer,
            datetime.datetime.fromisoformat(onset),
            before * _HOUR,
            after * _HOUR,
            name,
            {"freq": "yearly", "bymonth": month, "byday": weekday},
        )
        for summer, onset, before, after, name, month, weekday in _CHANGING.get(zone, ())
    ]


def _listed(zone: str, first_year: int, last_year: int):
    """The offset at the beginning, then every change: one observance each."""
    info = ZoneInfo(zone)
    moment = datetime.datetime(first_year, 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(last_year + 1, 1, 1, tzinfo=datetime.UTC)
    local = moment.astimezone(info)
    yield _part(
        bool(local.dst()),
        local.replace(tzinfo=None),
        local.utcoffset(),
        local.utcoffset(),
        local.tzname(),
    )
    day = datetime.timedelta(days=1)
    while moment < end:
        if moment.astimezone(info).utcoffset() != (moment + day).astimezone(info).utcoffset():
            change = _onset(info, moment)
            before, after = (
                (change - datetime.timedelta(minutes=1)).astimezone(info),
                change.astimezone(info),
            )
            onset = (change + before.utcoffset()).replace(tzinfo=None)
            yield _part(
                bool(after.dst()), onset, before.utcoffset(), after.utcoffset(), after.tzname()
            )
        moment += day


def _onset(info: ZoneInfo, moment: datetime.datetime) -> datetime.datetime:
    """The quarter of an hour, within the day that follows `moment` (UTC), when the offset changes."""
    before = moment.astimezone(info).utcoffset()
    while moment.astimezone(info).utcoffset() == before:
        moment += datetime.timedelta(minutes=15)
    return moment


def _part(summer: bool, onset, before, after, name: str, rule: dict | None = None):
    part = TimezoneDaylight() if summer else TimezoneStandard()
    part.add("dtstart", onset)
    if rule:
        part.add("rrule", rule)
    part.add("tzname", name)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    return part
