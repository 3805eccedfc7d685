"""Fields of a visitor's form: what was typed is cleaned, counted, and never cut without a word."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator

from core.mail.blocked import not_blocked
from core.mailboxes import validate_mailbox
from core.sanitising import typed_line, typed_text
from core.templatetags.typography import number

from .civility import civil


class LongestText(BaseValidator):
    code = "too_long"

    def __init__(self, limit: int):
        super().__init__(limit)

    def compare(self, length, limit):
        return length > limit

    def clean(self, text):
        return len(text)

    def __call__(self, value):
        length = len(value)
        self.message = (
            f"Ce texte compte {number(length)} caractères, {number(self.limit_value)} au plus : "
            f"raccourcissez-le de {number(length - self.limit_value)}."
        )
        super().__call__(value)


_ADDRESS = re.compile(r"\S*@\S*|https?://\S*|www\.\S*", re.IGNORECASE)


def without_address(text: str) -> None:
    """Of a function or a service, which is published."""
    if _ADDRESS.search(text):
        raise ValidationError(
            "Écrivez une fonction ou un service, sans adresse : ceci est publié.", code="address"
        )


class _Typed(forms.CharField):
    """Civil, and without the browser's `maxlength`, which would cut a pasted text without saying so."""

    def __init__(self, *, longest: int, sometimes_required: bool = False, **kwargs):
        """sometimes_required: the form's `clean` demands it, the label says when."""
        super().__init__(**kwargs)
        self.sometimes_required = sometimes_required
        self.validators += [LongestText(longest), civil]


class LineField(_Typed):
    """One line of plain text, at most `longest` characters."""

    def to_python(self, value):
        return typed_line(super().to_python(value))


class TextField(_Typed):
    """Plain text of several lines."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows

    def to_python(self, value):
        return typed_text(super().to_python(value))


class AddressField(forms.EmailField):
    """An e-mail address, of 254 characters at most (RFC 5321)."""

    default_error_messages = {
        "invalid": "Écrivez une adresse de la forme nom@domaine.fr.",
        "required": "Écrivez votre adresse électronique.",
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 254, **kwargs})
        self.widget.attrs.update(autocomplete="email")

    def run_validators(self, value):
        """What the eye cannot tell is said first: else it would read « of the form nom@domaine.fr »."""
        if value:
            validate_mailbox(value)
        super().run_validators(value)
        if value:
            not_blocked(value)

    def widget_attrs(self, widget):
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}

    def to_python(self, value):
        return typed_line(super().to_python(value))
