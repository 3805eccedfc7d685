"""What was imported, and the files that are."""

from django.db import models

from core.tables.models import FileImport, FileImportLine


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


class EventImport(FileImport):
    """A spreadsheet of dates, or of tours."""

    class Kind(models.TextChoices):
        DATE = "date", "dates"
        TOUR = "tour", "tournées"

    kind = models.CharField("contenu", max_length=10, choices=Kind)

    class Meta(FileImport.Meta):
        verbose_name = "import de dates"
        verbose_name_plural = "imports de dates"

    @classmethod
    def of_kind(cls, key: str) -> models.QuerySet:
        return cls.objects.filter(kind=key)


class EventImportLine(FileImportLine):
    """What becomes of one date or tour of the file."""

    file_import = models.ForeignKey(EventImport, on_delete=models.CASCADE, related_name="lines")
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(FileImportLine.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["file_import", "identifier"], name="one_event_line_per_identifier"
            )
        ]
