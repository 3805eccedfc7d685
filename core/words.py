"""Numbers, amounts and dates in French words, as every page, feed and mail says them.

Babel gives names, separators and marks; what it does not know stands here: « 1er », the true minus sign, no-break
spaces inside a date. The same few values come back on every page (counts of facets, dates of cards), and Babel takes
tens of microseconds for each: what was said is remembered.
"""

import datetime
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

NARROW = "\u202f"
NO_BREAK = "\u00a0"
_LOCALE = "fr"

# January to December. Parsing reads them too.
MONTHS = tuple(get_month_names("wide", locale=_LOCALE)[month] for month in range(1, 13))

# More digits than that is an identifier, and beyond the precision of a Decimal.
_NUMBER = re.compile(r"(-?)(\d{1,15})(?:[.,](\d{1,9}))?")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def number(value) -> str:
    """5552 gives "5 552", 0.5 gives "0,5"; a text that is not a number comes back unchanged."""
    return "" if value is None or value == "" else _number(str(value))


# By its text: 1, 1.0 and True are one key of a cache, and three texts.
@lru_cache(maxsize=4096)
def _number(text: str) -> str:
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return text
    sign, whole, decimals = match.groups()
    # As precise as it was given: "89.50" stays "89,50".
    pattern = "#,##0" + ("." + "0" * len(decimals) if decimals else "")
    figure = Decimal(f"{whole}.{decimals or 0}")
    return ("−" if sign else "") + format_decimal(figure, format=pattern, locale=_LOCALE)


def euros(value) -> str:
    """36000 gives "36 000 €", Decimal("89.50") gives "89,50 €", 12.00 gives "12 €"."""
    if value is None or value == "":
        return ""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not amount.is_finite():
        return str(value)
    whole = amount == amount.to_integral_value()
    return number(f"{amount:.0f}" if whole else f"{amount:.2f}") + NO_BREAK + "€"


def partial_date(value) -> str:
    """ "2021", "2021-03", "2021-03-19" or a date: « 2021 », « mars 2021 », « 19 mars 2021 ».

    Anything else comes back unchanged: a date that nobody can read is still what the source says.
    """
    return _date(_iso(value), weekday=False)


def since(date: str) -> str:
    """After « depuis »: « le 19 mars 2026 », « mars 2026 », « 2026 »."""
    return f"le {partial_date(date)}" if len(date) == len("2026-03-19") else partial_date(date)


def month_of(day) -> str:
    """« mars 2021 » of a day in it, with a plain space."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def full_date(value) -> str:
    """A date as « jeudi 22 juin 2017 »; a partial one as far as it is known."""
    return _date(_iso(value), weekday=True)


def date_range(start, end) -> str:
    """« du jeudi 3 au vendredi 4 octobre 2024 », « mai 2021 à juin 2021 », or one date when `end` is empty.

    start, end: dates or partial dates. What both days share is said once.
    """
    start, end = _iso(start), _iso(end)
    first, last = _day(start), _day(end)
    if not end or end == start:
        return full_date(start)
    if first is None or last is None:
        return f"{full_date(start)} à {full_date(end)}"
    pattern = "EEEE {day}"
    if (first.year, first.month) != (last.year, last.month):
        pattern += f"{NO_BREAK}MMMM"
    if first.year != last.year:
        pattern += f"{NO_BREAK}yyyy"
    return f"du {_formatted(first, pattern)} au {full_date(end)}"


def short_month(day: datetime.date) -> str:
    """« juin 2017 », « sept. 2017 », where there is little room."""
    return _formatted(day, "MMM yyyy")


def day_of_month(day: datetime.date) -> str:
    """« 1er », « 2 »."""
    return "1er" if day.day == 1 else str(day.day)


def clock(text: str) -> str:
    """ "09:00" -> « 9 h », "14:30" -> « 14 h 30 »."""
    hour, _, minute = text.partition(":")
    return f"{int(hour)}{NO_BREAK}h" + (f"{NO_BREAK}{minute}" if minute and minute != "00" else "")


def _iso(value) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return "" if value is None else str(value)


def _day(text: str) -> datetime.date | None:
    """The day that a text of ten characters gives."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _date(text: str, *, weekday: bool) -> str:
    match = _PARTIAL.fullmatch(text.strip())
    if not match:
        return text
    year, month, day = match.groups()
    if not month:
        return year
    try:
        at = datetime.date(int(year), int(month), int(day or 1))
    except ValueError:
        return text
    pattern = f"MMMM{NO_BREAK}yyyy"
    if day:
        pattern = ("EEEE " if weekday else "") + "{day}" + NO_BREAK + pattern
    return _formatted(at, pattern)


@lru_cache(maxsize=4096)
def _formatted(day: datetime.date, pattern: str) -> str:
    """pattern: Babel's, and {day} for the day of the month."""
    return format_date(day, pattern.format(day=f"'{day_of_month(day)}'"), locale=_LOCALE)
