"""The call for projects before an event, and what authorities propose in answer.

Plain tables: all of it reaches the event from outside its form.
"""

import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from catalogue.proposed import draft_sheet, forget_author
from core.mail.queue import send
from core.mail.rendering import absolute
from core.mailboxes import validate_mailbox
from core.visibility import visible
from core.visitor_requests.models import VisitorRequest, VisitorRequestQuerySet
from events import timing
from events.choices import Change
from events.retention import AFTER_DECLINED, long_over

from .announcements import AnnouncedDate


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
        validators=[validate_mailbox],
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


class ProposalQuerySet(VisitorRequestQuerySet):
    def expired(self, now: datetime.datetime):
        # Decided after it was erased: what was written then is erased in its turn.
        left = Q(erased_at=None) | Q(decided_at__gt=F("erased_at"))
        return self.confirmed().filter(left, self.model.expired_q(now))

    def forget(self, now: datetime.datetime) -> int:
        with transaction.atomic():
            unpublished = {"sheet__isnull": False, "sheet__first_published_at": None}
            declined = self.expired(now).filter(decision=Decision.DECLINED, **unpublished)
            for proposal in declined.select_related("sheet"):
                forget_author(proposal.sheet)
            return super().forget(now)


class Proposal(VisitorRequest):
    """A project that an authority would present: a published sheet, or a few words on a new one.

    What was proposed, by which authority and what became of it is no personal data: it stays.
    """

    confirmed_fields = (
        *("contact_name", "contact_function", "authority_id"),
        *("title", "summary", "theme_id", "message"),
    )
    erased_fields = ("contact_name", "contact_function", "email", "message", "answer")
    confirmation_mail = "proposal_confirm"
    confirmation_subject = "Confirmez votre proposition de projet"

    call = models.ForeignKey(
        ProjectCall, verbose_name="appel", on_delete=models.CASCADE, related_name="proposals"
    )
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
        return f"{self.title} ({self.authority.label})"

    @property
    def is_decided(self) -> bool:
        return bool(self.decision)

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        declined = Q(decision=Decision.DECLINED, decided_at__lt=now - AFTER_DECLINED)
        return declined | long_over("call__event", now)

    @property
    def about(self):
        return self.call.event

    def on_confirmed(self) -> None:
        """A new project becomes a draft sheet, and the organisers are told.

        The message is not copied: it says what would be shown at the event, and is erased in time.
        """
        if self.sheet_id is None:
            self.sheet = draft_sheet(
                title=self.title,
                summary=self.summary,
                authority=self.authority,
                theme=self.theme,
                contact_function=self.contact_function,
                contact_email=self.email,
            )
        AnnouncedDate.note(self.about)
        self.notified_at = timezone.now()
        self.save(update_fields=["sheet", "notified_at"])
        path = reverse("wagtailsnippets_events_proposal:edit", args=[self.pk])
        send(
            to=self.call.contact_email,
            subject=f"Projet proposé : {self.title}",
            template="proposal_received",
            context={"proposal": self, "event": self.about, "url": absolute(path)},
            at_once=False,
        )
