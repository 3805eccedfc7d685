"""« Une information n'est plus à jour »: what somebody who reads a sheet says of it."""

import datetime

from django.db import models
from django.db.models import Q

from confirmations import facts
from confirmations.states import By
from core.visitor_requests.models import VisitorRequest

from .checks import Check

KEPT = datetime.timedelta(days=365)


class OutdatedReport(VisitorRequest):
    confirmed_fields = ("sheet_id", "what", "text")
    erased_fields = ("email", "text")

    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        on_delete=models.CASCADE,
        related_name="outdated_reports",
    )
    what = models.CharField("ce qui n’est plus à jour", max_length=40)
    text = models.TextField("en quelques mots", blank=True)

    class Meta:
        verbose_name = "information périmée signalée"
        verbose_name_plural = "informations périmées signalées"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"Signalement n° {self.pk}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        return Q(confirmed_at__lt=now - KEPT)

    @property
    def about(self):
        return self.sheet

    @property
    def confirmation_subject(self) -> str:
        return f"Confirmez votre signalement : {self.sheet.title}"

    @property
    def label(self) -> str:
        return facts.REPORTABLE[self.what]

    def on_confirmed(self) -> None:
        Check.objects.signal(
            self.sheet, f"Signalé par une personne qui lit : {self.label}", By.READER
        )
