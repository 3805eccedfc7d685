"""Which types of authorities something is for, as a form ticks them."""

from django import forms
from django.db import models

from .types import AuthorityType


class TypesField(models.JSONField):
    """A list of AuthorityType values, ticked in forms."""

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            help_text=self.help_text,
            choices=AuthorityType.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
