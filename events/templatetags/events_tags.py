"""What other pages show of the agenda: the next dates, and where a sheet was presented."""

from django import template
from django.db.models import Case, When
from django.db.models.functions import Length
from django.utils import timezone

from catalogue.presentation.rows import may_have
from core.visibility import visible
from core.words import clock, date_range, day_of_month, full_date, short_month
from events.models import EventPage, EventProject
from events.records import card_of, with_state
from events.timing import bounds
from territories.models import Authority

register = template.Library()
register.filter(clock)


@register.simple_tag
def next_dates(limit: int) -> list[dict]:
    """`{% next_dates 12 as dates %}`: cards for components/event_row.html, soonest first; [] when
    nothing is announced. Four statements."""
    now = timezone.now()
    events = (
        _soonest_first(now)
        .select_related("commune__departement", "main_theme__parent", "tour")
        .prefetch_related("sessions", "documents", "organisers__organisation")
    )
    return [with_state(card_of(event), now) for event in events[:limit]]


@register.simple_tag
def next_days(limit: int) -> list[dict]:
    """`{% next_days 3 as dates %}`: what the home page says of them: [{title, url, start, end, change, state,
    state_label, city, is_demonstration}], no start where the new date is not known. Two statements."""
    now = timezone.now()
    events = (
        _soonest_first(now)
        .select_related("commune", "tour")
        .only(
            *("title", "url_path", "over_at", "change", "first_announced"),
            *("start", "end", "start_time", "end_time", "time_zone", "tour__is_demonstration"),
            *(f"commune__{name}" for name in ("code", *Authority.NAMED_BY)),
        )
        .prefetch_related("sessions")
    )
    return [_day_of(event, now) for event in events[:limit]]


def _day_of(event, now) -> dict:
    state = event.state(now)
    shown = (
        {"start": "", "end": ""} if event.date_to_come else {"start": event.start, "end": event.end}
    )
    return shown | {
        "title": event.title,
        "url": event.relative_url(None),
        "change": event.change,
        "state": state.value,
        "state_label": state.label,
        "city": event.commune.label if event.commune_id else "",
        "is_demonstration": event.is_demonstration,
    }


def _soonest_first(now):
    """Of a month or a year alone, the first day is no beginning: those come after the days that are known."""
    when = Case(When(known=10, then="begins_at"), default="over_at")
    events = visible(EventPage.objects).filter(over_at__gt=now)
    return events.annotate(known=Length("start")).order_by(when, "title")


@register.simple_tag
def presented_at(sheet) -> list[dict]:
    """`{% presented_at page as events %}`: events that show this sheet, newest first:
    [{"title", "url", "start", "city", "is_over", "change_label"}]. Two statements, none for most sheets, which nobody
    presented."""
    if not sheet.pk or not may_have(sheet, "shown_at"):
        return []
    shown = EventProject.objects.filter(sheet=sheet.pk).order_by()
    pks = {row.page_id for row in shown}
    if not pks:
        return []
    now = timezone.now()
    events = (
        visible(EventPage.objects)
        .filter(pk__in=pks)
        # Nobody presented a real project at an invented date.
        .exclude(tour__is_demonstration=True)
        .select_related("commune")
        .only(
            "title",
            "url_path",
            "start",
            "over_at",
            "change",
            "first_announced",
            *(f"commune__{name}" for name in Authority.NAMED_BY),
        )
        .order_by("-begins_at", "title")
    )
    return [
        {
            "title": event.title,
            "url": event.relative_url(None),
            "start": "" if event.date_to_come else event.start,
            "change_label": event.get_change_display() if event.change else "",
            "city": event.commune.label if event.commune_id else "",
            "is_over": event.over_at is None or event.over_at <= now,
        }
        for event in events
    ]


@register.filter
def date_block(card) -> dict:
    """A card's date as its block shows it: {"day": "22", "rest": "juin 2017"}; "day" is "" when only
    the month or year is known."""
    span = bounds(card["start"])
    if span is None:
        return {"day": "", "rest": ""}
    first, last = span[0], (bounds(card["end"]) or span)[1]
    if len(card["start"]) == 4:
        return {"day": "", "rest": card["start"]}
    month = short_month(first)
    if len(card["start"]) == 7:
        return {"day": "", "rest": month}
    if not card["end"] or last == first:
        day = day_of_month(first)
    elif (last.year, last.month) == (first.year, first.month):
        day = f"{first.day}-{last.day}"
    else:
        day = str(first.day)
    return {"day": day, "rest": month}


@register.filter
def event_dates(card) -> str:
    """« du jeudi 3 au vendredi 4 octobre 2024 », « jeudi 22 juin 2017 », « mai 2021 », ""."""
    return date_range(card["start"], card["end"])


@register.filter
def hours(card) -> str:
    """« 9 h à 12 h 30 », « à partir de 9 h », ""."""
    if not card["start_time"]:
        return ""
    if not card["end_time"]:
        return f"à partir de {clock(card['start_time'])}"
    return f"de {clock(card['start_time'])} à {clock(card['end_time'])}"


@register.filter
def stage_day(card) -> str:
    """The day of a stage without its year, which stands under it: « jeudi 22 juin »."""
    if card["end"]:
        return event_dates(card).rpartition("\u00a0")[0]
    return full_date(card["start"]).rpartition("\u00a0")[0]
