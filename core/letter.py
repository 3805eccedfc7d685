"""What a week brought, as each app tells it for the weekly letter (`letter` of its AppConfig): plain values, of what is
public alone. An editor reads, changes and sends what comes of it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.module_loading import import_string

from .declarations import project_apps

MOST_ROWS = 40  # of one section


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    url: str = ""  # relative to the site
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    order: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """From a Monday, that day included, to the next, which is not."""

    begin: datetime.datetime
    end: datetime.datetime


def sections(week: Week) -> list[Section]:
    """Those that have something to say, in order."""
    found: list[Section] = []
    for app in project_apps():
        for path in app.letter:
            told: Iterable[Section] = import_string(path)(week)
            found += [one for one in told if one.rows]
    return sorted(found, key=lambda one: one.order)
