"""Mailboxes whose requests are not taken any more: a keyed hash of each, and why. An editor decides, and lifts it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from core.retention import Concerns, Retention

from .refusals import mailbox_keys


class BlockedMailbox(models.Model):
    key = models.CharField(max_length=64, unique=True, editable=False)
    blocked_at = models.DateTimeField("bloquée le", default=timezone.now)
    reason = models.CharField("raison", max_length=200, blank=True)

    class Meta:
        verbose_name = "boîte bloquée"
        verbose_name_plural = "boîtes bloquées"

    @classmethod
    def has(cls, email: str) -> bool:
        return cls.objects.filter(key__in=mailbox_keys(email)).exists()

    @classmethod
    def block(cls, email: str, reason: str) -> None:
        cls.objects.get_or_create(key=mailbox_keys(email)[0], defaults={"reason": reason[:200]})


def not_blocked(email: str) -> None:
    """ValidationError, of the address that a visitor gives as his own."""
    if BlockedMailbox.has(email):
        raise ValidationError(
            "La rédaction ne transmet plus de messages venus de cette adresse. Si c’est une erreur, "
            "écrivez-lui : la page des mentions légales dit comment.",
            code="blocked",
        )


RETENTION = (
    Retention(
        what="le fait que les demandes d’une boîte ne sont plus prises",
        why="arrêter un abus",
        who_sees="la rédaction : le fait et sa raison ; une empreinte de l’adresse",
        kept="jusqu’à ce que la rédaction le lève",
        concerns=Concerns.SENDERS,
        where="core/mail/blocked.py",
    ),
)
