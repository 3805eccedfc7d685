"""A spreadsheet that somebody sent, and what becomes of its lines. Each app has tables of its own for its contents."""

from django.conf import settings
from django.db import models


class FileImport(models.Model):
    """Tried first, then imported, in steps that a kill does not undo. A subclass says its `kind`, the key of its `Contents`,
    as a constant or a column."""

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
    problems = models.JSONField(default=list)  # of no page: {"where", "column", "said", "typed"}
    failures = models.PositiveSmallIntegerField(default=0)  # of nobody's fault, one after another
    # Who works at it says so; somebody who was killed does not any more.
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return self.name

    @classmethod
    def of_kind(cls, key: str) -> models.QuerySet:
        """Those of one kind of contents, where a table holds several."""
        return cls.objects.all()


class FileImportLine(models.Model):
    """What becomes of one page of the file. A subclass has its import, `file_import`, and its `page`."""

    class Outcome(models.TextChoices):
        ADDED = "ajoutee", "Ajoutée"
        CHANGED = "changee", "Changée"
        SAME = "inchangee", "Inchangée"
        REFUSED = "refusee", "Refusée"

    line = models.PositiveIntegerField()  # of the file
    identifier = models.CharField(max_length=120)
    title = models.CharField(max_length=255)
    outcome = models.CharField(max_length=10, choices=Outcome)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)  # read otherwise than it was written; the same shape
    changes = models.JSONField(default=list)  # {"label", "before", "after"}
    # Key of the page's last revision when the line was tried: what came since is not written over.
    revision = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["line", "pk"]

    def __str__(self):
        return f"{self.line} · {self.identifier}"
