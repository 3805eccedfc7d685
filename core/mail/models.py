"""The queue of e-mail: one row per message and recipient."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

REFUSED_MEANWHILE = "refusé pour toujours par son destinataire"
# How the error of a message begins whose mailbox does not exist, or takes nothing from here.
UNDELIVERABLE = "non distribué"
_MAILBOX_GONE = Q(last_error__startswith=UNDELIVERABLE) | Q(last_error=REFUSED_MEANWHILE)
# What an exchange says of one that is lost.
NOT_ARRIVED = "Le courriel n’est pas arrivé."


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor given up, whether or not its next try has come."""
        return self.filter(sent_at=None, given_up_at=None)

    def dead(self):
        """Given up because of its mailbox, which does not exist, or refuses all that comes from here: its address is to
        end. Of one given up for another reason the server, theirs or ours, is to be mended: it says nothing of the
        address."""
        return self.exclude(given_up_at=None).filter(_MAILBOX_GONE)

    def lost(self):
        """Given up for that other reason: who was written to got nothing, and may be written to again."""
        return self.exclude(given_up_at=None).exclude(_MAILBOX_GONE)

    def due(self):
        """Waiting, its next try has come, and no worker holds it."""
        now = timezone.now()
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.waiting().filter(free, next_try__lte=now)


class OutgoingMail(models.Model):
    """A message in its final words. Who it is for and what it says go as soon as it is sent.

    The body holds links that confirm and names of people: once the message has left, nobody here
    needs them, and a copy of the database must not be a copy of the correspondence.
    """

    message_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    template = models.CharField("modèle", max_length=100)
    to = models.EmailField("destinataire", blank=True)
    subject = models.CharField("objet", max_length=255, blank=True)
    text = models.TextField("texte", blank=True)
    html = models.TextField("HTML", blank=True)
    # Of a message that comes by itself: where its mailbox leaves what sends it, or refuses all for ever.
    refusal_url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_try = models.DateTimeField("prochain essai", default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    given_up_at = models.DateTimeField("abandonné le", null=True, blank=True)
    last_error = models.CharField("dernière erreur", max_length=255, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_try"],
                condition=Q(sent_at=None, given_up_at=None),
                name="core_mail_waiting",
            ),
            models.Index(fields=["created_at"], name="core_mail_created"),
        ]

    def __str__(self):
        return f"{self.template} n° {self.pk}"

    @property
    def is_refused(self) -> bool:
        """Of a dead one: by whom it was for, for ever."""
        return self.last_error == REFUSED_MEANWHILE

    def claim(self, until) -> bool:
        """Take it for this worker until then; False when another has it or it is done.

        One conditional UPDATE: both SQLite and PostgreSQL let a single worker win. A row lock
        (SKIP LOCKED) would have to last as long as the mail server takes to answer, and on SQLite
        that holds up every other writer.
        """
        won = (
            OutgoingMail.objects.due()
            .filter(pk=self.pk)
            .update(claimed_until=until, attempts=F("attempts") + 1)
        )
        if won:
            self.refresh_from_db()
        return bool(won)

    def erase(self, **values) -> None:
        """Save `values`, and forget recipient and words."""
        OutgoingMail.objects.filter(pk=self.pk).update(
            to="", subject="", text="", html="", refusal_url="", claimed_until=None, **values
        )
