"""The base of every form that anybody may send."""

from django import forms

from core.form_errors import SaysErrors

from . import tokens
from .fields import AddressField
from .models import VisitorRequest

HONEYPOT = "laissez_vide"
EMAIL = "courriel"  # the field of the author’s address, in every form
_PROBLEMS = {
    "forged": "Ce formulaire n’a pas pu être reconnu. Ce que vous avez écrit est toujours là : "
    "relisez-le et envoyez-le de nouveau.",
    "late": "Le formulaire est resté ouvert longtemps et sa validité a expiré. Ce que vous avez écrit "
    "est toujours là : envoyez-le de nouveau.",
    "early": "Le formulaire a été envoyé aussitôt ouvert, comme le ferait un robot. Ce que vous avez "
    "écrit est toujours là : envoyez-le de nouveau.",
}


class VisitorForm(SaysErrors, forms.Form):
    """Subclasses give `model`, the kind of request, add their fields and `courriel` among them, and say by
    record_fields() what those are in the record. `submission_key` is the same each time one form is sent: the
    record keeps it in a unique column, so that a double click makes one record."""

    error_css_class = "field--error"
    use_required_attribute = False  # the server's messages say more, in the page, all at once

    model: type[VisitorRequest]

    jeton = forms.CharField(widget=forms.HiddenInput, required=False)
    laissez_vide = forms.CharField(
        label="Laissez ce champ vide",
        help_text="Il sert à reconnaître les robots.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data=None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        self.token = tokens.Token(key="")
        if data is None:
            kwargs["initial"] = {
                **(kwargs.get("initial") or {}),
                "jeton": tokens.issue(self.name()),
            }
        else:
            data = data.copy()
            self.token = tokens.read(data.get("jeton", ""), self.name())
            if self.token.problem in ("forged", "late"):
                # The answer carries a fresh one: the second sending goes through.
                data["jeton"] = tokens.issue(self.name())
        super().__init__(data, **kwargs)

    @classmethod
    def name(cls) -> str:
        return f"{cls.__module__}.{cls.__qualname__}"

    @property
    def submission_key(self) -> str:
        return self.token.key

    def record_fields(self) -> dict:
        """The fields of a `model` that a valid form gives."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        if self.token.problem:
            self.add_error(None, _PROBLEMS[self.token.problem])
        if self.data.get(HONEYPOT):
            self.add_error(
                HONEYPOT,
                "Ce champ doit rester vide : un robot, ou votre navigateur, l’a rempli. Videz-le et "
                "envoyez de nouveau.",
            )
        return cleaned

    def asked_fields(self):
        """The fields that a person fills in: all but the token and the trap."""
        return [self[name] for name in self.fields if name not in ("jeton", HONEYPOT)]


class FollowForm(VisitorForm):
    """The address of who follows one thing, which the view adds to the record. Subclasses give `model`."""

    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Jamais publiée ni montrée. Un courriel vous demandera de confirmer.",
    )

    def record_fields(self) -> dict:
        return {"email": self.cleaned_data[EMAIL]}
