"""A new password from « Mon compte »: who sits down at an open session guesses the old one no more often than at the log-in."""

import datetime

from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import PasswordChangeForm

from core.rate_limits import RateLimit

from .throttling import try_again_words

TRIES = RateLimit("password_change.tries", times=5, period=datetime.timedelta(minutes=15))


class ChangeForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.max_length = 1024

    def clean_old_password(self):
        person = str(self.user.pk)
        if not TRIES.hit(person):
            raise ValidationError(try_again_words(TRIES.until(person)), code="locked")
        old = super().clean_old_password()
        TRIES.forget(person)
        return old
