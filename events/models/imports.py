from django.db import models


class ImportedEvent(models.Model):
    """An event or tour of a content file that was imported once. It outlives its page: what somebody
    edited or deleted since is neither overwritten nor brought back by a second import."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=160)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_event_import_per_row")
        ]

    def __str__(self):
        return f"{self.source} · {self.key}"
