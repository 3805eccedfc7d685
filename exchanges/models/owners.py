"""Who answers for an authority: addresses that a question was sent to, and mailboxes whose questions nobody takes."""

from collections.abc import Callable

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from core.mail.refusals import is_refused, mailbox_keys
from core.mail.rendering import absolute
from core.mailboxes import mailbox
from core.visitor_requests import links

OWNER = "exchange-owner"  # the purpose of the signed link


class Whence(models.TextChoices):
    CONTACT = "contact", "personne-ressource de la fiche"
    TOWN_HALL = "mairie", "mairie, annuaire de l’administration"
    HANDED = "confiee", "donnée par la collectivité"
    EDITOR = "redaction", "donnée par la rédaction"


class Ended(models.TextChoices):
    BOUNCED = "sans_adresse", "ne reçoit pas"
    NOT_ME = "plus_moi", "ce n’est plus cette personne"
    REFUSED = "refus", "refuse nos courriels"
    REVOKED = "revoquee", "révoquée par la rédaction"


class OwnerAddressQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(ended_at=None)

    def for_mailbox(self, authority, email: str, whence: str) -> "OwnerAddress | None":
        """The one row of this mailbox for this authority, made at need; None when it may not be written to (any
        more)."""
        if not email or is_refused(email):
            return None
        known = list(self.filter(authority=authority, box=mailbox_keys(email)[0]))
        if any(one.ended_at for one in known if one.ended_why != Ended.REVOKED):
            return None
        live = [one for one in known if one.ended_at is None]
        if live:
            return live[0]
        fields = {"authority": authority, "box": mailbox_keys(email)[0]}
        try:
            with transaction.atomic():
                return self.create(email=email, whence=whence, **fields)
        except IntegrityError:  # somebody made it a moment ago
            return self.alive().filter(**fields).first()

    def naming(
        self, authority, email: str, whence: str, note: Callable[["OwnerAddress"], object]
    ) -> bool:
        """Whether this mailbox may be written to and `note(address)` took. Else no address was made either: it would
        open all that concerns the authority, and be asked about its sheets."""
        with transaction.atomic():
            found = self.for_mailbox(authority, email, whence)
            if found and note(found):
                return True
            transaction.set_rollback(True)
        return False


class OwnerAddress(models.Model):
    """Its signed link opens all that concerns the authority, and dies with it. The address is written to, never shown."""

    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité",
        on_delete=models.CASCADE,
        related_name="owner_addresses",
    )
    email = models.EmailField("adresse électronique", blank=True)
    box = models.CharField(max_length=64, editable=False)
    whence = models.CharField("d’où elle vient", max_length=20, choices=Whence)
    created_at = models.DateTimeField("depuis", default=timezone.now)
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)
    ended_why = models.CharField("pourquoi", max_length=20, choices=Ended, blank=True)

    objects = OwnerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse d’une collectivité"
        verbose_name_plural = "adresses des collectivités"
        indexes = [models.Index(fields=["authority", "box"])]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "box"],
                condition=models.Q(ended_at=None),
                name="one_live_owner_address",
            )
        ]

    def __str__(self):
        return f"{self.get_whence_display()} n° {self.pk}"

    @property
    def url(self) -> str:
        return self.url_of("owner_desk")

    def url_of(self, name: str, *args) -> str:
        """Of a page behind its link."""
        return absolute(reverse(name, args=[links.sign(OWNER, self.pk), *args]))

    def is_mailbox_of(self, email: str) -> bool:
        return mailbox(self.email) == mailbox(email)

    def give_way(self) -> None:
        """Two authorities became one that has this mailbox twice: the other link goes on."""
        self.end(Ended.REVOKED)

    def end(self, why: str) -> bool:
        """Its link dies with it. False when it had ended before."""
        rows = type(self).objects.alive().filter(pk=self.pk)
        return bool(rows.update(ended_at=timezone.now(), ended_why=why))
