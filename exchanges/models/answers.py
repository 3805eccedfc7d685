"""What an authority, or the editors for it, answered: to those who asked, and on the sheet when all agree."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class AnswerQuerySet(models.QuerySet):
    def shown(self):
        return self.exclude(accepted_at=None)


class Answer(models.Model):
    """One answer serves all who asked the same. It stands on the sheet once both sides agreed and an editor (or the
    owner of a validated sheet) accepted it; the database itself refuses any other."""

    sheet = models.ForeignKey(
        "catalogue.ProjectPage", on_delete=models.CASCADE, related_name="answers"
    )
    fact = models.CharField("fait", max_length=40, blank=True)  # a field of the sheet, or ""
    question_text = models.TextField("question", blank=True)  # as shown; only of who agreed
    text = models.TextField("réponse", blank=True)
    said_by = models.CharField("dit par", max_length=200, blank=True)
    by_editors = models.BooleanField("au nom du réseau", default=False)
    answered_at = models.DateTimeField("le", default=timezone.now)
    owner_agreed = models.BooleanField("publiable, dit la collectivité", default=False)
    asker_agreed = models.BooleanField("publiable, dit la personne", default=False)
    accepted_at = models.DateTimeField("publiée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        "users.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    erased_at = models.DateTimeField("effacée le", null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["-answered_at", "-pk"]
        indexes = [models.Index(fields=["sheet", "fact"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(owner_agreed=True, asker_agreed=True),
                name="published_with_both_consents",
            )
        ]

    @property
    def may_be_published(self) -> bool:
        return self.owner_agreed and self.asker_agreed and not self.erased_at
