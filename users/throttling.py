"""How often a password may be tried: django-axes counts, this module says by what, how long, and in which words.

An account is counted by a keyed hash of what was typed as its name, which may be a password in the wrong field; an
address as `core.network_address` reads it.
"""

import datetime
import ipaddress

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.network_address import network_address
from core.retention import Concerns, Retention
from core.words import clock

# Several people of a town hall come from one address.
PER_ADDRESS = 25


class Handler(AxesDatabaseHandler):
    def get_failures(self, request, credentials=None) -> int:
        """In the measure of an account: an address may fail PER_ADDRESS times for an account's limit."""
        by_account, by_address = (
            sum(attempts.values_list("failures_since_start", flat=True))
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(by_account, by_address * settings.AXES_FAILURE_LIMIT // PER_ADDRESS)

    def reset_user_attempts(self, request, credentials=None) -> int:
        """Of the account alone: who has one would else wipe, by logging in, what they tried on others."""
        return forget_account(credentials["username"])


def account(request: HttpRequest, credentials: dict | None = None) -> str:
    name = (credentials or request.POST).get("username") or ""
    return _hashed(name)


def _hashed(name: str) -> str:
    return salted_hmac("users.throttling", name, algorithm="sha256").hexdigest()


def address(request: HttpRequest) -> str | None:
    """As a column of addresses takes it: that of a /64 is its first one."""
    found = network_address(request).partition("/")[0]
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return None


def forget_account(name: str) -> int:
    """Whoever proved to own the account begins anew."""
    return AccessAttempt.objects.filter(username=_hashed(name)).delete()[0]


def locked(request: HttpRequest, response: HttpResponse, credentials: dict) -> HttpResponse:
    """The page that the view made, which says it in words (`locked_words`)."""
    response.status_code = 429
    return response


def locked_words(request: HttpRequest, name: str) -> str:
    """When who is locked out may try again, as a sentence."""
    return try_again_words(_locked_until(request, name))


def try_again_words(moment: datetime.datetime) -> str:
    """A minute that is past when it is read."""
    local = timezone.localtime(moment + datetime.timedelta(seconds=59))
    return (
        f"Trop d’essais. Par sécurité, plus rien n’est accepté avant {clock(local.strftime('%H:%M'))}, "
        "même ce qui est juste. Réessayez alors."
    )


def _locked_until(request: HttpRequest, name: str) -> datetime.datetime:
    """Each row of attempts counts until AXES_COOLOFF_TIME after its last one: when enough of them are gone."""
    ends = timezone.now()
    bounds = (
        ({"username": _hashed(name)}, settings.AXES_FAILURE_LIMIT),
        ({"ip_address": request.axes_ip_address}, PER_ADDRESS),
    )
    for rows, limit in bounds:
        found = AccessAttempt.objects.filter(
            attempt_time__gte=get_cool_off_threshold(request), **rows
        ).order_by("attempt_time")
        counts = list(found.values_list("attempt_time", "failures_since_start"))
        left = sum(count for _, count in counts)
        for moment, count in counts:
            if left < limit:
                break
            left -= count
            ends = max(ends, moment + settings.AXES_COOLOFF_TIME)
    return ends


def _forget(now: datetime.datetime) -> int:
    old = now - settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(attempt_time__lte=old).delete()[0]


RETENTION = (
    Retention(
        what="le nombre de mots de passe faux, par compte et par adresse réseau, avec le nom du navigateur",
        why="arrêter qui devine des mots de passe",
        who_sees="personne : le compte est une empreinte",
        kept="15 minutes",
        concerns=Concerns.ACCOUNTS,
        where="users/throttling.py",
        forget=_forget,
    ),
)
