"""A task that somebody asked for: how far it is, what was refused, and the file that it made."""

from django.conf import settings
from django.db import models


class BackgroundTask(models.Model):
    class State(models.TextChoices):
        WAITING = "attend", "En attente"
        WORKING = "en_cours", "En cours"
        DONE = "fait", "Terminé"
        FAILED = "echec", "Arrêté"

    kind = models.CharField(max_length=20)  # of `core.background.kinds`
    name = models.CharField("tâche", max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="demandée par",
    )
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    asked = models.JSONField(default=dict)  # what its kind needs to do it
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # of the total, in their order
    refused = models.JSONField(default=list)  # [{"page": key, "title", "said"}]: the first
    refused_count = models.PositiveIntegerField(default=0)
    result = models.BinaryField(null=True)  # a file
    result_name = models.CharField(max_length=100, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # one after another
    # Who works at it says so; somebody who was killed does not any more.
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "tâche de fond"
        verbose_name_plural = "tâches de fond"
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return self.name
