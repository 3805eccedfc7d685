"""What may be suggested of a field, as its form reads it."""

from decimal import Decimal
from functools import cache

from django import forms

from catalogue.fields import FIELDS
from catalogue.visitor_fields import columns_of, form_field, row_fields


def may_be_suggested(name: str) -> bool:
    return name in FIELDS and bool(columns_of(name))


@cache
def form_of(name: str) -> type[forms.Form]:
    """The form of a field, or of one row of a group of rows. Its fields have the names of the columns."""
    fields = row_fields(name) if FIELDS[name].rows else {name: form_field(name, required=False)}
    return type("SuggestedForm", (_SuggestedForm,), fields | {"field": name})


class _SuggestedForm(forms.Form):
    error_css_class = "field--error"
    use_required_attribute = False
    field = ""  # of `catalogue.fields`

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **{"label_suffix": "", **kwargs})

    def clean(self):
        cleaned = super().clean()
        for column in columns_of(self.field):
            if FIELDS[self.field].rows and column.has_default() and not cleaned.get(column.name):
                cleaned[column.name] = column.get_default()
        return cleaned

    def value(self) -> dict:
        """What was typed and read, as it can be kept and read again: {column: text or True}, without what is empty."""
        return {
            name: _typed(value)
            for name, value in self.cleaned_data.items()
            if value not in ("", None, False)
        }


def _typed(value) -> str | bool:
    if isinstance(value, bool):
        return value
    # A point is a mark of thousands to some (`core.numbers`).
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
