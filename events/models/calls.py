"""The call for projects before an event, and what authorities propose in answer.

Plain tables: all of it reaches the event from outside its form.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.visibility import visible

from .. import timing
from ..choices import Change


class ProjectCall(models.Model):
    """An event that looks for projects to show."""

    event = models.OneToOneField(
        "events.EventPage",
        verbose_name="événement",
        on_delete=models.CASCADE,
        related_name="call",
    )
    text = models.TextField(
        "ce que vous cherchez",
        max_length=1500,
        help_text="Montré au-dessus du formulaire : quels projets, quelle durée, quel public.",
    )
    closes_on = models.DateField(
        "dernier jour",
        null=True,
        blank=True,
        help_text="Vide : jusqu’à la veille de l’événement.",
    )
    contact_email = models.EmailField(
        "adresse de l’équipe",
        help_text="Reçoit les propositions confirmées. Donnée aux porteurs dans la réponse.",
    )

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"

    def __str__(self):
        return self.event.title

    def is_open(self) -> bool:
        """The event can be seen, will take place, and the last day is not over."""
        event = self.event
        # Of a month or a year alone, the first day is no beginning.
        begins = event.begins_at if timing.day(event.start) else event.over_at
        if event.change == Change.CANCELLED or (begins and begins <= timezone.now()):
            return False
        if self.closes_on and self.closes_on < timezone.localdate():
            return False
        return visible(type(event).objects.filter(pk=event.pk)).exists()


class Decision(models.TextChoices):
    WAITING = "", "À décider"
    PICKED = "retenue", "Retenue"
    DECLINED = "declinee", "Déclinée"


class ProposalQuerySet(models.QuerySet):
    def confirmed(self):
        """Whose author opened the link in the e-mail: the only ones that organisers see."""
        return self.exclude(confirmed_at=None)


class Proposal(models.Model):
    """A project that an authority would present: a published sheet, or a few words on a new one.

    Names and addresses are erased in time: see `events.retention`.
    """

    call = models.ForeignKey(
        ProjectCall, verbose_name="appel", on_delete=models.CASCADE, related_name="proposals"
    )
    submission_key = models.CharField(max_length=32, unique=True, editable=False)
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité",
        on_delete=models.PROTECT,
        related_name="+",
    )
    # An existing sheet, or the draft that the confirmation made of the words below.
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposed_for",
    )
    title = models.CharField("titre du projet", max_length=255)
    summary = models.TextField("le projet en bref", blank=True)
    theme = models.ForeignKey(
        "taxonomy.Theme",
        verbose_name="thème",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    message = models.TextField("ce qui serait présenté", blank=True)
    contact_name = models.CharField("nom", max_length=200, blank=True)
    contact_function = models.CharField("fonction", max_length=200, blank=True)
    contact_email = models.EmailField("adresse électronique", blank=True)
    created_at = models.DateTimeField("envoyée le", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    decision = models.CharField("décision", max_length=10, choices=Decision, blank=True)
    answer = models.TextField(
        "votre réponse",
        max_length=2000,
        blank=True,
        help_text="Ajoutée au courriel envoyé au porteur : horaire, durée, personne à rappeler, raison.",
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    erased_at = models.DateTimeField("coordonnées effacées le", null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition de projet"
        verbose_name_plural = "propositions de projets"
        ordering = ["decision", "-confirmed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | Q(confirmed_at__isnull=False),
                name="only_confirmed_proposals_are_decided",
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.authority.name})"

    @property
    def is_decided(self) -> bool:
        return bool(self.decision)
