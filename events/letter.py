"""The next dates and the calls that close, for the weekly letter."""

import datetime

from core.letter import MOST_ROWS, Row, Section, Week
from core.visibility import visible
from core.words import partial_date

from .choices import Change
from .models import EventPage, ProjectCall

AHEAD = datetime.timedelta(days=21)


def sections(week: Week) -> list[Section]:
    until = week.end + AHEAD
    coming = visible(EventPage.objects).exclude(change=Change.CANCELLED)
    coming = coming.filter(begins_at__gte=week.end, begins_at__lt=until).order_by("begins_at", "pk")
    dates = tuple(
        Row(event.title, event.relative_url(None), partial_date(event.start))
        for event in coming[:MOST_ROWS]
    )
    calls = []
    for call in ProjectCall.objects.select_related("event"):
        last = call.closes_on or (
            call.event.begins_at and call.event.begins_at.date() - datetime.timedelta(days=1)
        )
        if last and week.end.date() <= last < until.date() and call.is_open():
            url = f"{call.event.relative_url(None)}proposer/"
            calls.append((last, Row(call.event.title, url, f"jusqu’au {partial_date(last)}")))
    closing = tuple(row for _, row in sorted(calls, key=lambda one: one[0])[:MOST_ROWS])
    return [
        Section(title="Les prochaines dates", order=40, rows=dates),
        Section(title="Appels à projets qui se terminent", order=50, rows=closing),
    ]
