"""What was imported, and the files that are."""

from django.db import models

from core.tables.models import FileImport, FileImportLine


class ImportedSheet(models.Model):
    """A row of a file that was imported once. It outlives its sheet: what somebody deleted since is not brought back by
    a second import."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    page = models.ForeignKey(
        "catalogue.ProjectPage", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="one_import_per_row")]

    def __str__(self):
        return f"{self.source} · {self.key}"


class SheetImport(FileImport):
    """A spreadsheet of sheets."""

    kind = "sheet"

    class Meta(FileImport.Meta):
        verbose_name = "import de fiches"
        verbose_name_plural = "imports de fiches"


class SheetImportLine(FileImportLine):
    """What becomes of one sheet of the file."""

    sheet_import = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="lines")
    page = models.ForeignKey(
        "catalogue.ProjectPage", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(FileImportLine.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_import", "identifier"], name="one_line_per_identifier"
            )
        ]
