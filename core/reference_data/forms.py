"""Forms that name rows of reference data offer what stands, and save it."""

from django import forms
from django.db import models
from django.db.models import Q
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import BaseChooser

from .models import is_reference


class StandingForm(WagtailAdminModelForm):
    """Of a snippet: what was merged since the form was opened is saved as what it became."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_what_stands(self)

    def is_valid(self):
        is_valid = super().is_valid()
        if is_valid:
            rows = [row for formset in self.formsets.values() for row in formset]
            for form in (self, *rows):
                _name_what_stands(form.instance)
        return is_valid


def offer_what_stands(form: forms.ModelForm) -> None:
    """Lists of reference data offer nothing that was retired, but for what the row has already."""
    for name, field in form.fields.items():
        if type(field) not in (forms.ModelChoiceField, forms.ModelMultipleChoiceField):
            continue
        if is_reference(field.queryset.model) and not isinstance(field.widget, BaseChooser):
            had = form.initial.get(name)
            if isinstance(field, forms.ModelMultipleChoiceField):
                had = [getattr(one, "pk", one) for one in had or ()]
            else:
                had = [had] if had else []
            field.queryset = field.queryset.filter(Q(retired_on=None) | Q(pk__in=had))


def _name_what_stands(row: models.Model) -> None:
    for field in row._meta.concrete_fields:
        # What it gave way to is the row's own affair.
        if field.is_relation and field.name != "successor" and is_reference(field.related_model):
            named = getattr(row, field.name)
            if named is not None and named.merged:
                setattr(row, field.name, named.standing)
