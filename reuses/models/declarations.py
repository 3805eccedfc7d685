"""What somebody without an account says of a reuse: « nous l'avons repris », or « ils ont repris le nôtre »."""

import datetime
import json

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.mail.rendering import absolute
from core.visitor_requests import links
from core.visitor_requests.models import VisitorRequest
from reuses.states import By

from .reuses import Reuse, ReuseEvent

DECLARER = "reuse-declarer"  # the purpose of the signed link
KEPT = datetime.timedelta(days=365)  # after the last thing that happened


class Declaration(VisitorRequest):
    """Kept as it was sent. What it tells goes to the reuse when that is shown, and not before."""

    confirmed_fields = ("sheet_id", "authority_id", "side", "function", "told")
    erased_fields = ("email", "function")
    confirmation_mail = "declaration_confirm"

    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche reprise",
        on_delete=models.CASCADE,
        related_name="+",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="qui l’a reprise",
        on_delete=models.CASCADE,
        related_name="+",
    )
    side = models.CharField("dit par", max_length=20, choices=By)  # reuser or owner
    function = models.CharField("fonction", max_length=200, blank=True)
    # Fields of Reuse, as JSON; a text, because what is signed for must come back as it was written.
    told = models.TextField("ce qui est dit", default="{}")
    question = models.ForeignKey(
        "exchanges.Question", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reuse = models.ForeignKey(
        Reuse,
        verbose_name="reprise",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="declarations",
    )

    class Meta:
        verbose_name = "déclaration d’une reprise"
        verbose_name_plural = "déclarations de reprises"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"Déclaration n° {self.pk}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        """A year after the last thing that happened to its reuse."""
        recent = ReuseEvent.objects.filter(reuse=OuterRef("reuse"), at__gte=now - KEPT)
        return Q(confirmed_at__lt=now - KEPT) & ~Exists(recent)

    @property
    def facts(self) -> dict:
        return json.loads(self.told)

    @property
    def about(self):
        return self.sheet

    @property
    def confirmation_subject(self) -> str:
        return f"Confirmez votre déclaration : {self.sheet.title}"

    @property
    def url(self) -> str:
        """The declarer's page."""
        return absolute(reverse("declarer_desk", args=[links.sign(DECLARER, self.pk)]))
