"""The draft of a letter, from what apps tell of the week (`core.letter`)."""

import datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.letter import Section, Week, sections
from core.words import partial_date

from .models import Letter, monday


def draft_last_week(now: datetime.datetime) -> None:
    """Once the week is over; none where nothing happened in it."""
    begin = monday(timezone.localdate(now)) - datetime.timedelta(days=7)
    if Letter.objects.filter(week=begin).exists():
        return
    told = sections(week_of(begin))
    if told:
        Letter.objects.get_or_create(
            week=begin,
            defaults={
                "title": f"La semaine du {partial_date(begin)}",
                "body": "".join(map(as_html, told)),
            },
        )


def week_of(begin: datetime.date) -> Week:
    days = (begin, begin + datetime.timedelta(days=7))
    return Week(
        *(timezone.make_aware(datetime.datetime.combine(day, datetime.time())) for day in days)
    )


def as_html(section: Section) -> SafeString:
    """As the editor of rich text keeps it."""
    rows = [(_linked(row), f" – {row.text}" if row.text else "") for row in section.rows]
    items = format_html_join("", "<li>{}{}</li>", rows)
    return format_html("<h2>{}</h2><ul>{}</ul>", section.title, items)


def _linked(row) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', row.url, row.title) if row.url else row.title
