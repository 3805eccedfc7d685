"""An account begins with a link: whoever is invited chooses the password, and nobody else ever knows it."""

import datetime

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from core.identity import identity
from core.mail.queue import send
from core.mail.rendering import absolute
from core.retention import Concerns, Retention, lasting
from core.visitor_requests.links import sign, unsign

from .models import Invitation, User
from .password_reset import NewPasswordForm

GOOD_FOR = datetime.timedelta(days=7)
KEPT = datetime.timedelta(days=90)  # after the last sending, when nobody came
_PURPOSE = "users.invitation"


@transaction.atomic
def invite(user: User, by: User) -> None:
    """Send the link, for the first time or again: those that were sent before are void."""
    invitation, _ = Invitation.objects.update_or_create(
        user=user,
        defaults={"invited_by": by, "sent_at": timezone.now(), "nonce": get_random_string(16)},
    )
    path = reverse(
        "users_accept", args=[sign(_PURPOSE, f"{invitation.pk}.{invitation.nonce}.{user.email}")]
    )
    send(
        to=user.email,
        subject=f"{by} vous invite à écrire sur {identity().name}",
        template="invitation",
        context={"user": user, "by": by, "url": absolute(path), "days": GOOD_FOR.days},
    )


def withdraw(invitation: Invitation) -> None:
    """The account that was never used goes with it."""
    invitation.user.delete()


def accept(request: HttpRequest, token: str) -> HttpResponse:
    try:
        pk, nonce, email = unsign(_PURPOSE, token, GOOD_FOR).split(".", 2)
    except signing.SignatureExpired:
        return _answer(request, "expired")
    except signing.BadSignature:
        return _answer(request, "forged")
    invitation = (
        Invitation.objects.filter(pk=pk, nonce=nonce, user__email=email, user__is_active=True)
        .select_related("user")
        .first()
    )
    if invitation is None:
        return _answer(request, "gone")
    form = NewPasswordForm(invitation.user, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _answer(request, "form", form=form, user=invitation.user)
    with transaction.atomic():
        # Of two clicks, one deletes it.
        if not Invitation.objects.filter(pk=invitation.pk).delete()[0]:
            return _answer(request, "gone")
        form.save()
    return _answer(request, "done", user=invitation.user)


_STATUS = {"expired": 410, "gone": 410, "forged": 404}


def _answer(request: HttpRequest, state: str, *, form=None, user=None) -> HttpResponse:
    context = {"state": state, "form": form, "invited": user, "days": GOOD_FOR.days}
    return render(request, "users/invitation.html", context, status=_STATUS.get(state, 200))


def free_username(email: str) -> str:
    """The address itself, as people remember it, in the letters that such a name may have."""
    letters = "".join(one if one.isalnum() or one in "@.+-_" else "-" for one in email.lower())[
        :140
    ]
    name, number = letters, 1
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{letters}-{number}"
    return name


def _forget(now: datetime.datetime) -> int:
    """Accounts whose invitation nobody followed."""
    old = User.objects.filter(invitation__sent_at__lte=now - KEPT, last_login=None)
    return sum(user.delete()[0] > 0 for user in old)


RETENTION = (
    Retention(
        what="le nom et l’adresse d’une personne invitée qui n’est jamais venue",
        why="lui laisser choisir son mot de passe",
        who_sees="qui peut ajouter des comptes",
        kept=f"{lasting(KEPT)} après le dernier envoi, ou jusqu’au retrait de l’invitation ; puis supprimés",
        concerns=Concerns.ACCOUNTS,
        where="users/invitations.py",
        forget=_forget,
    ),
)
