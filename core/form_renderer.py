"""How the fields of forms become HTML."""

from pathlib import Path

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.backends.jinja2 import Jinja2
from django.utils.functional import cached_property


class FormRenderer(DjangoTemplates):
    """Django's own widgets by the Jinja2 templates that it brings of them: the form of a sheet holds more than a thousand
    pieces of such templates, a fifth of its time as Django's. Others, Wagtail's among them, as ever."""

    def get_template(self, template_name):
        if template_name.startswith("django/forms/widgets/"):
            return self._widgets.get_template(template_name)
        return super().get_template(template_name)

    @cached_property
    def _widgets(self) -> Jinja2:
        own = Path(forms.__file__).parent / Jinja2.app_dirname
        return Jinja2({"NAME": "widgets", "DIRS": [own], "APP_DIRS": False, "OPTIONS": {}})
