"""A field of the sheet as a visitor's form asks it: label, help and bounds are those of its declaration and column."""

from django import forms
from django.db import models
from wagtail.fields import RichTextField

from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from catalogue.publication import TITLE_LENGTH
from core.dates import PartialDateField, PartialDateFormField
from core.numbers import DecimalFormField
from core.visitor_requests.fields import LineField, TextField

LONGEST = 5000  # characters of an answer: two pages


def form_field(name: str, *, label: str = "", required: bool = True, missing: str = ""):
    """label: where the screen does not ask the question itself. missing: what is said when it is empty."""
    declared, column = FIELDS[name], ProjectPage._meta.get_field(name)
    given = {
        "label": label or declared.label[:1].upper() + declared.label[1:],
        "help_text": declared.help,
        "required": required,
        "error_messages": {"required": missing} if missing else {},
    }
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
        return DecimalFormField(min_value=0, max_digits=column.max_digits, **given)
    longest = TITLE_LENGTH if name == "title" else column.max_length
    return LineField(longest=longest, **given)
