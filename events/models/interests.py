"""« Ce projet m'intéresse »: who would like to hear more of a project that an event shows."""

from django.db import models
from django.utils import timezone


class InterestQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def untold(self):
        """Confirmed, and not yet on a list that the project's people received."""
        return self.confirmed().filter(told_at=None)


class Interest(models.Model):
    """One person, one project, one event. Kept for a short while: see `events.retention`.

    Without agreement there is no row: the form says so, and the link in the e-mail is its proof.
    """

    event = models.ForeignKey(
        "events.EventPage",
        verbose_name="événement",
        on_delete=models.CASCADE,
        related_name="interests",
    )
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="projet",
        on_delete=models.CASCADE,
        related_name="interests",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité",
        on_delete=models.PROTECT,
        related_name="+",
    )
    email = models.EmailField("adresse électronique")
    message = models.TextField("question ou précision", blank=True)
    created_at = models.DateTimeField("envoyé le", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    told_at = models.DateTimeField("transmis le", null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = "projet qui intéresse"
        verbose_name_plural = "projets qui intéressent"
        ordering = ["-confirmed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "sheet", "email"], name="one_interest_per_person_and_project"
            )
        ]

    def __str__(self):
        return f"{self.authority.name} : {self.sheet.title}"
