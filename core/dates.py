"""Dates as sources give them: a year, a month or a day, never more precise than what was read.

Stored as "2021", "2021-03" or "2021-03-19", so that they sort as text.
"""

import datetime
import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.words import MONTHS

_MONTH_NUMBERS = {
    unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode(): number
    for number, name in enumerate(MONTHS, start=1)
}
_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_SLASHED = re.compile(r"^(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})$")
_WORDS = re.compile(r"^(?:(\d{1,2})(?:er)? )?([a-z]+) (\d{4})$")
# Nothing that is told here is older or later; and a day has room on both sides in every time zone.
FIRST_YEAR, LAST_YEAR = 1900, 2199
_ERROR = "Écrivez une année (2021), un mois (mars 2021 ou 03/2021) ou un jour (19/03/2021)."


def parse(text: str) -> str:
    """ "mars 2021", "03/2021", "19/03/2021" or ISO -> the stored form. Raises ValidationError."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split())).encode("ascii", "ignore")
    text = plain.decode().lower()
    if match := _ISO.match(text):
        year, month, day = match.groups()
    elif match := _SLASHED.match(text):
        day, month, year = match.groups()
    elif (match := _WORDS.match(text)) and match[2] in _MONTH_NUMBERS:
        day, month, year = match[1], str(_MONTH_NUMBERS[match[2]]), match[3]
    else:
        raise ValidationError(_ERROR)
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValidationError("Cette date n’existe pas dans le calendrier.") from None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValidationError(f"Écrivez une année entre {FIRST_YEAR} et {LAST_YEAR}.")
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def validate(value: str) -> None:
    if parse(value) != value:
        raise ValidationError(_ERROR)


def is_over(date: str, today: datetime.date) -> bool:
    """A partial date stands for its last day: « 2026 » is not over on 30 November 2026."""
    return date != "" and date < today.isoformat()[: len(date)]


def months_between(start: str, end: str) -> int | None:
    """Whole months from one partial date to another, None unless both know their month."""
    if len(start) < 7 or len(end) < 7:
        return None
    months = (int(end[:4]) - int(start[:4])) * 12 + int(end[5:7]) - int(start[5:7])
    return months if months >= 0 else None


def first_day(value: str) -> datetime.date | None:
    """The first that a stored value may mean."""
    if not value:
        return None
    year, month, day = [*value.split("-"), "1", "1"][:3]
    return datetime.date(int(year), int(month), int(day))


def has_begun(begins: str, day: datetime.date) -> bool:
    """Of a day that lies in the year or month that is known too. False where nothing is known."""
    return bool(begins) and begins <= day.isoformat()[: len(begins)]


def ends_before(begins: str, ends: str) -> bool:
    """Whether both are known, and contradict each other as far as both are known."""
    known = min(len(begins), len(ends))
    return ends[:known] < begins[:known]


class PartialDateFormField(forms.CharField):
    def clean(self, value):
        value = super().clean(value)
        return parse(value) if value else value


class PartialDateField(models.CharField):
    """A date with the precision its source gives: "", "2021", "2021-03" or "2021-03-19"."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)
        # Django's own list is made when it is first asked for.
        self.validators = [*self.validators, validate]  # type: ignore[has-type]

    def formfield(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"placeholder": "2021, mars 2021 ou 19/03/2021"})
        )
        # What is typed ("19 septembre 2021") is longer than what is stored.
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs, "max_length": 30})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs
