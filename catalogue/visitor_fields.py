"""A field of the sheet as a visitor's form asks it: label, help and bounds are those of its declaration and column."""

from functools import cache

from django import forms
from django.db import models
from wagtail.fields import RichTextField

from core.dates import PartialDateField, PartialDateFormField
from core.numbers import DecimalFormField, IntegerFormField
from core.visitor_requests.fields import LineField, TextField, without_address

from .fields import FIELDS
from .models import ProjectPage
from .publication import TITLE_LENGTH

LONGEST = 5000  # characters of an answer: two pages
_OF_PERSONS = ("contact_function", "contact_service")
# Of a row: where it stands, and what editors alone know.
_NOT_TYPED = ("id", "sort_order", "source_number", "second_source_number")


def form_field(name: str, *, label: str = "", required: bool = True, missing: str = ""):
    """label: where the screen does not ask the question itself. missing: what is said when it is empty."""
    declared = FIELDS[name]
    return _of_column(
        ProjectPage._meta.get_field(name),
        longest=TITLE_LENGTH if name == "title" else 0,
        label=label or declared.label[:1].upper() + declared.label[1:],
        help_text=declared.help,
        required=required,
        missing=missing,
    )


def row_fields(name: str) -> dict[str, forms.Field]:
    """{column: form field} of one row of a group."""
    return {
        column.name: _of_column(
            column,
            label=column.verbose_name[:1].upper() + column.verbose_name[1:],
            help_text=column.help_text,
            # Empty, it is what the column says.
            required=not column.blank and not column.has_default(),
            missing=f"« {column.verbose_name[:1].upper()}{column.verbose_name[1:]} » est à remplir.",
        )
        for column in columns_of(name)
    }


@cache
def columns_of(name: str) -> list[models.Field]:
    """What a visitor may write of a field or of one of its rows; [] of what editors alone say, choose or upload."""
    field, column = FIELDS[name], ProjectPage._meta.get_field(name)
    if not field.column or field.closed:
        return []
    if not field.rows:
        return [] if column.is_relation else [column]
    columns = [one for one in column.related_model._meta.concrete_fields if one.editable]
    if any(one.is_relation and not one.null and one.name != "page" for one in columns):
        return []
    return [one for one in columns if not one.is_relation and one.name not in _NOT_TYPED]


def _of_column(column, *, longest=0, required=True, missing="", **given) -> forms.Field:
    given["required"] = required
    given["error_messages"] = {"required": missing} if missing else {}
    if isinstance(column, RichTextField):
        return TextField(longest=LONGEST, rows=6, **given)
    if isinstance(column, PartialDateField):
        return PartialDateFormField(max_length=30, **given)
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(**given | {"required": False})
    if column.choices:
        given["error_messages"]["invalid_choice"] = "Choisissez une réponse de la liste."
        return forms.ChoiceField(choices=column.choices, widget=forms.RadioSelect, **given)
    if isinstance(column, models.DecimalField):
        return DecimalFormField(validators=column.validators, **given)
    if isinstance(column, models.IntegerField):
        return IntegerFormField(validators=column.validators, **given)
    if isinstance(column, models.DateField):
        return forms.DateField(**given)
    if isinstance(column, models.URLField):
        return forms.URLField(max_length=column.max_length, assume_scheme="https", **given)
    if isinstance(column, models.TextField):
        return TextField(longest=column.max_length or LONGEST, rows=4, **given)
    said_of_person = [without_address] if column.name in _OF_PERSONS else []
    return LineField(longest=longest or column.max_length, validators=said_of_person, **given)
