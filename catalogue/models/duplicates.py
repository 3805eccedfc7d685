from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class NotDuplicate(models.Model):
    """Two sheets that look alike, of which an editor said that they are not of one project."""

    first = models.ForeignKey(
        "catalogue.ProjectPage", on_delete=models.CASCADE, related_name="+"
    )  # the one with the smaller key
    second = models.ForeignKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "fiches qui ne sont pas des doublons"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_duplicate_order"),
        ]

    def __str__(self):
        return f"{self.first_id} ≠ {self.second_id}"
