"""What was imported, and the files that are."""

from django.conf import settings
from django.db import models


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


class SheetImport(models.Model):
    """A spreadsheet that somebody sent: tried first, then imported, in steps that a kill does not undo."""

    class State(models.TextChoices):
        TO_CHECK = "a_verifier", "Vérification en cours"
        REFUSED = "illisible", "Fichier refusé"
        CHECKED = "verifie", "Essai prêt"
        TO_RUN = "a_importer", "Import en cours"
        DONE = "fait", "Import terminé"

    name = models.CharField("fichier", max_length=200)
    content = models.BinaryField(null=True)  # None: forgotten
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="envoyé par",
    )
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)
    publish = models.BooleanField("publier", default=False)
    state = models.CharField("état", max_length=20, choices=State, default=State.TO_CHECK)
    said = models.TextField(blank=True)  # why the file was refused
    problems = models.JSONField(default=list)  # of no sheet: {"where", "column", "said", "typed"}
    failures = models.PositiveSmallIntegerField(default=0)  # of nobody's fault, one after another
    # Who works at it says so; somebody who was killed does not any more.
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "import de fiches"
        verbose_name_plural = "imports de fiches"
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return self.name


class SheetImportLine(models.Model):
    """What becomes of one sheet of the file."""

    class Outcome(models.TextChoices):
        ADDED = "ajoutee", "Ajoutée"
        CHANGED = "changee", "Changée"
        SAME = "inchangee", "Inchangée"
        REFUSED = "refusee", "Refusée"

    sheet_import = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()  # of the file
    identifier = models.CharField(max_length=120)
    title = models.CharField(max_length=255)
    outcome = models.CharField(max_length=10, choices=Outcome)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)  # read otherwise than it was written; the same shape
    changes = models.JSONField(default=list)  # {"label", "before", "after"}
    page = models.ForeignKey(
        "catalogue.ProjectPage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Key of the sheet's last revision when the line was tried: what came since is not written over.
    revision = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["line", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_import", "identifier"], name="one_line_per_identifier"
            )
        ]

    def __str__(self):
        return f"{self.line} · {self.identifier}"
