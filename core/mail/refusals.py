"""« Ne plus jamais m'écrire »: kept for ever, as a keyed hash of the mailbox, whatever the message was about.

The link of a message holds that hash, and neither address nor what it spoke of: a mailbox that refuses once refuses
all that nobody there asked for, what asks to confirm a form too, and nobody can read from the table who did.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.mailboxes import mailbox
from core.visitor_requests import links

from .rendering import absolute

PURPOSE = "refuse-mail"  # what the link is signed for


class MailRefusal(models.Model):
    key = models.CharField(max_length=64, unique=True)
    refused_at = models.DateTimeField("refusé le", default=timezone.now)

    about = None  # the page that its link speaks of: none

    class Meta:
        verbose_name = "refus de courriels"
        verbose_name_plural = "refus de courriels"


def mailbox_keys(address: str) -> list[str]:
    """The hash of its mailbox, today's first, then those made with the keys that SECRET_KEY replaced."""
    return [
        salted_hmac(
            "core.mail.refusals", mailbox(address), secret=secret, algorithm="sha256"
        ).hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def is_refused(address: str, since: datetime.datetime | None = None) -> bool:
    """since: when its mailbox asked for what is about to be sent; what it refused before was something else."""
    refusals = MailRefusal.objects.filter(key__in=mailbox_keys(address))
    return (refusals.filter(refused_at__gt=since) if since else refusals).exists()


def wanting(requests: Iterable) -> list:
    """Of confirmed requests (email, confirmed_at) those whose mailbox has refused nothing since. One statement."""
    requests = list(requests)
    keys = [mailbox_keys(one.email) for one in requests]
    asked = [key for some in keys for key in some]
    refused = dict(MailRefusal.objects.filter(key__in=asked).values_list("key", "refused_at"))
    return [
        one
        for one, some in zip(requests, keys, strict=True)
        if not any(key in refused and refused[key] > one.confirmed_at for key in some)
    ]


def refuse(key: str) -> bool:
    """False when it was refused before."""
    return MailRefusal.objects.get_or_create(key=key)[1]


def refuses_all(url: str) -> bool:
    """Whether it is a link of `refusal_url`, and not one that leaves the one thing that its mailbox asked for."""
    return url.startswith(absolute(reverse("refuse_mail", args=["-"])).rpartition("-")[0])


def refusal_url(address: str) -> str:
    return absolute(reverse("refuse_mail", args=[links.sign(PURPOSE, mailbox_keys(address)[0])]))
