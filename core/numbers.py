"""Numbers as French people type them: « 12 500,50 € ». A number input of a browser would read some of them
as another number without a word, and keep none of the words it does not understand."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?\Z", re.ASCII)
# 12.500 is twelve and a half to some, and twelve thousand five hundred to others.
_TWO_WAYS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+\Z", re.ASCII)


def plain_number(text: str) -> str:
    """« 12 500,50 € » -> "12500.50". Raises ValidationError."""
    plain = _SPACES.sub("", text).replace("−", "-").removesuffix("€").removesuffix("%")
    if _TWO_WAYS.match(plain):
        raise ValidationError(f"« {text} » se lit de deux façons : écrivez 12 500 ou 12,5.")
    if not _PLAIN.match(plain):
        raise ValidationError("Écrivez un nombre, par exemple 12 500,50.")
    return plain.replace(",", ".")


class _Typed:
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": self.inputmode}))
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = plain_number(value)
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {}

    def prepare_value(self, value):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


class DecimalFormField(_Typed, forms.DecimalField):
    inputmode = "decimal"


class IntegerFormField(_Typed, forms.IntegerField):
    inputmode = "numeric"


def form_field(field: models.Field) -> dict:
    """Arguments of the form field that the admin makes of a number of ours."""
    kind = DecimalFormField if isinstance(field, models.DecimalField) else IntegerFormField
    return {"form_class": kind}
