"""The forms that take a code: so many tries, each code once, in every worker alike."""

import datetime
import re

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django.core.exceptions import ValidationError

from core.form_errors import SaysErrors
from core.rate_limits import RateLimit
from users.throttling import locked_words, try_again_words

from .adapters import Unreadable

TRIES = RateLimit("second_factor.tries", times=5, period=datetime.timedelta(minutes=15))
# Longer than an application shows a code, with the minute by which its clock may be wrong.
ONCE = RateLimit("second_factor.once", times=1, period=datetime.timedelta(minutes=3))


class _Code(SaysErrors):
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, label_suffix="")
        field = self.fields["code"]
        field.label = self.label
        field.max_length = 40
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["autofocus"] = True

    def clean_code(self):
        person = str(self.user.pk)
        if not TRIES.hit(person):
            raise ValidationError(try_again_words(TRIES.until(person)), code="locked")
        try:
            code = super().clean_code()
        except Unreadable:
            raise ValidationError(
                "La vérification en deux étapes de ce compte ne se lit plus : la clé du site a changé. Un "
                "administrateur peut la remettre à zéro.",
                code="unreadable",
            ) from None
        if not ONCE.hit(f"{person}:{re.sub(r'[^0-9]', '', code)}"):
            raise ValidationError("Ce code vient de servir. Attendez le suivant.", code="used")
        TRIES.forget(person)
        return code


class AuthenticateForm(_Code, mfa_forms.AuthenticateForm):
    label = "Code de l’application, ou code de secours"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ReauthenticateForm(_Code, mfa_forms.ReauthenticateForm):
    label = "Code de l’application, ou code de secours"


class ActivateForm(_Code, totp_forms.ActivateTOTPForm):
    label = "Code que l’application montre"


class DeactivateForm(SaysErrors, totp_forms.DeactivateTOTPForm):
    pass


class PasswordForm(SaysErrors, account_forms.ReauthenticateForm):
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, label_suffix="")
        field = self.fields["password"]
        field.label, field.help_text, field.max_length = "Votre mot de passe", "", 1024
        field.widget.attrs.pop("placeholder", None)

    def clean_password(self):
        from allauth.core import context

        try:
            return super().clean_password()
        except ValidationError:
            if context.request.axes_locked_out:
                words = locked_words(context.request, self.user.get_username())
                raise ValidationError(words, code="locked") from None
            raise
