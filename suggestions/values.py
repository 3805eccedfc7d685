"""A value of a sheet: put where it goes, read in words, marked so that a change is seen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from wagtail.fields import RichTextField

from catalogue.completeness import is_filled
from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from catalogue.models.rows import SourcedRow
from catalogue.provenance import mark_of
from catalogue.visitor_fields import columns_of
from core.dates import PartialDateField
from core.sanitising import rich_text, typed_again
from core.templatetags.typography import french, prose
from core.words import euros, number, partial_date

from .forms import form_of
from .models import Suggestion


@dataclass(frozen=True, slots=True)
class Line:
    label: str  # of a row's column; "" where it is the field itself
    text: SafeString


class Unreadable(ValueError):
    """A value that the form of its field does not read: the form is another one by now."""


def made_of(name: str, value: dict) -> models.Model:
    """An unsaved sheet, or row, that holds nothing but this value. Raises Unreadable."""
    form = form_of(name)(value)
    if not form.is_valid():
        raise Unreadable(f"{name}: {form.errors.as_json()}")
    model = ProjectPage._meta.get_field(name).related_model if FIELDS[name].rows else ProjectPage
    return model(
        **{
            column.name: _stored(column, form.cleaned_data[column.name])
            for column in columns_of(name)
        }
    )


def hold_rows(sheet: ProjectPage, suggestions: Iterable[Suggestion]) -> None:
    """Read the rows that they are about once, into the memory of the sheet."""
    names = {one.field for one in suggestions} | {one["field"] for one in sheet.provenance}
    for name in names:
        if name in FIELDS and FIELDS[name].rows:
            setattr(sheet, name, list(getattr(sheet, name).all()))


def put(sheet: ProjectPage, name: str, value: dict, replaces: str) -> models.Model | None:
    """Change the sheet in memory; what then holds the value, None when it was taken away.

    replaces: mark of the row whose place it takes; one that is not there any more is added.
    """
    made = made_of(name, value) if value or not FIELDS[name].rows else None
    if not FIELDS[name].rows:
        setattr(sheet, name, getattr(made, name))
        for denied in _denied(sheet, name):
            setattr(sheet, denied, False)
        return sheet if is_filled(sheet, name) else None
    rows = list(getattr(sheet, name).all())
    place = next((at for at, row in enumerate(rows) if mark_of(row, name) == replaces), None)
    if place is None:
        rows += [made] if made else []
    elif made is None:
        del rows[place]
    else:
        for column in columns_of(name):
            setattr(rows[place], column.name, getattr(made, column.name))
        made = rows[place]
        # The sources that it named said what stood there before.
        if isinstance(made, SourcedRow) and mark_of(made, name) != replaces:
            made.source_number = made.second_source_number = None
    for at, row in enumerate(rows):
        row.sort_order = at
    setattr(sheet, name, rows)
    if made:
        for denied in _denied(sheet, name):
            setattr(sheet, denied, False)
    return made


def _denied(sheet: ProjectPage, name: str) -> list[str]:
    """« Non connu » that what was just written denies."""
    filled = {name}
    if name == "costs":
        filled |= {one for one in ("investment_costs", "running_costs") if getattr(sheet, one)}
    return [
        field.name
        for field in FIELDS.values()
        if filled.intersection(field.denies) and is_filled(sheet, field.name)
    ]


def typed_of(holder: models.Model, name: str) -> dict:
    """{column: what one would type} of what a sheet, or a row of it, holds; nothing of what is empty."""
    found = {
        column.name: _typed(column, getattr(holder, column.name)) for column in columns_of(name)
    }
    return {name: value for name, value in found.items() if value not in ("", None, False)}


def _typed(column, value):
    if isinstance(column, RichTextField):
        return typed_again(value)
    if isinstance(column, PartialDateField):
        return partial_date(value)
    if isinstance(column, models.DecimalField) and value is not None:
        return f"{value.normalize():f}".replace(".", ",")
    return value if value is None or isinstance(value, bool) else str(value)


def says_already(sheet: ProjectPage, name: str, value: dict, replaces: str) -> bool:
    """Whether the value would change nothing there."""
    if not FIELDS[name].rows:
        return mark_of(made_of(name, value), name) == mark_of(sheet, name)
    marks = [mark_of(row, name) for row in getattr(sheet, name).all()]
    return mark_of(made_of(name, value), name) in marks if value else replaces not in marks


def standing_mark(sheet: ProjectPage, name: str) -> str:
    """Of what stands in a field that is no group of rows."""
    return "" if FIELDS[name].rows or not is_filled(sheet, name) else mark_of(sheet, name)


def standing(sheet: ProjectPage, name: str) -> list[list[Line]]:
    """What stands there: the field, or each row."""
    if not FIELDS[name].rows:
        lines = in_words(sheet, name)
        return [lines] if lines else []
    return [in_words(row, name) for row in getattr(sheet, name).all()]


def in_words(holder: models.Model, name: str) -> list[Line]:
    """Each column that holds something."""
    lines = []
    for column in columns_of(name):
        text = _said(holder, column)
        if text:
            label = column.verbose_name if FIELDS[name].rows else ""
            lines.append(Line(label[:1].upper() + label[1:], text))
    return lines


def _said(holder, column) -> SafeString:
    value = getattr(holder, column.name)
    if value is None or value == "":
        return SafeString("")
    if isinstance(column, RichTextField):
        return french(rich_text(value))
    if isinstance(column, models.BooleanField):
        return french("oui" if value else "")
    if column.choices:
        return french(dict(column.flatchoices).get(value, value))
    if isinstance(column, PartialDateField):
        return french(partial_date(value))
    if isinstance(column, models.DecimalField):
        return french(euros(value) if "€" in column.verbose_name else number(value))
    if isinstance(column, models.IntegerField):
        return french(str(value) if column.name in _YEARS else number(value))
    if isinstance(column, models.TextField):
        return prose(value)
    return french(str(value))


_YEARS = ("year", "stated_population_year")


def _stored(column, value):
    """A cleaned value, as its column has it: plain text becomes the paragraphs that it was typed in."""
    if isinstance(column, RichTextField):
        return linebreaks(value, autoescape=True) if value else ""
    return value
