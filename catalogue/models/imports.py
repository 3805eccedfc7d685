from django.db import models


class ImportedSheet(models.Model):
    """A row of a content file that was imported once. It outlives its sheet: what somebody edited or
    deleted since is neither overwritten nor brought back by a second import."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    page = models.ForeignKey(
        "catalogue.ProjectPage", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="one_import_per_row")]

    def __str__(self):
        return f"{self.source} · {self.key}"
