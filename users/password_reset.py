"""A forgotten password: what is asked here is answered by mail alone, so that nobody learns who has an account.

The page writes down the address and does nothing else, whoever it belongs to: same words, same time. The worker
(`manage.py due`, within a minute) looks whether there is an account, and writes to it.
"""

import datetime

from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.views import account

from core.form_errors import SaysErrors
from core.identity import identity
from core.mail.queue import send
from core.mail.rendering import absolute
from core.mailboxes import mailbox
from core.network_address import network_address
from core.rate_limits import RateLimit
from core.retention import Concerns, Retention

from . import throttling
from .models import PasswordResetRequest
from .passwords import RULES

PER_ADDRESS = RateLimit("password_reset.address", times=10, period=datetime.timedelta(hours=1))
PER_MAILBOX = RateLimit("password_reset.mailbox", times=3, period=datetime.timedelta(hours=1))
KEPT = datetime.timedelta(hours=1)  # when no worker took it up


class ResetForm(SaysErrors, auth_forms.PasswordResetForm):
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, label_suffix="")
        self.fields["email"].label = "L’adresse électronique de votre compte"

    def save(self, **options):
        if PER_MAILBOX.hit(mailbox(self.cleaned_data["email"])):
            PasswordResetRequest.objects.create(email=self.cleaned_data["email"])


class ResetView(account.PasswordResetView):
    def get_form_class(self):
        return ResetForm

    def form_valid(self, form):
        address = network_address(self.request)
        if PER_ADDRESS.hit(address):
            return super().form_valid(form)
        form.add_error(None, throttling.try_again_words(PER_ADDRESS.until(address)))
        answer = self.form_invalid(form)
        answer.status_code = 429
        return answer


class NewPasswordForm(SaysErrors, auth_forms.SetPasswordForm):
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, label_suffix="")
        for name, label in (
            ("new_password1", "Nouveau mot de passe"),
            ("new_password2", "Le même, encore une fois"),
        ):
            self.fields[name].label = label
            self.fields[name].max_length = 1024
            self.fields[name].help_text = ""
        self.fields["new_password1"].help_text = RULES


class NewPasswordView(account.PasswordResetConfirmView):
    """Behind the link: ends after PASSWORD_RESET_TIMEOUT, and with the password that it was made for."""

    form_class = NewPasswordForm

    def form_valid(self, form):
        with transaction.atomic():
            answer = super().form_valid(form)
            throttling.forget_account(form.user.get_username())
            send(
                to=form.user.email,
                subject=f"Votre mot de passe a changé – {identity().name}",
                template="password_changed",
                context={"user": form.user},
                at_once=False,
            )
        return answer

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": None}


def answer_requests() -> None:
    """For the worker: write to the accounts that were asked about."""
    for request in PasswordResetRequest.objects.order_by("created_at")[:200]:
        with transaction.atomic():
            # Of two workers, one deletes it.
            if PasswordResetRequest.objects.filter(pk=request.pk).delete()[0]:
                for user in auth_forms.PasswordResetForm().get_users(request.email):
                    _write_to(user)


def _write_to(user) -> None:
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    path = reverse("wagtailadmin_password_reset_confirm", args=[key, token])
    send(
        to=user.email,
        subject=f"Choisir un nouveau mot de passe – {identity().name}",
        template="password_reset",
        context={
            "user": user,
            "url": absolute(path),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
    )


def _forget(now: datetime.datetime) -> int:
    return PasswordResetRequest.objects.filter(created_at__lte=now - KEPT).delete()[0]


RETENTION = (
    Retention(
        what="l’adresse tapée pour un mot de passe oublié",
        why="écrire au compte, s’il existe",
        who_sees="personne",
        kept="la minute qui suit, une heure au plus",
        concerns=Concerns.ACCOUNTS,
        where="users/password_reset.py",
        forget=_forget,
    ),
)
