"""What search keeps in the database: what waits to be indexed, generations, the editors' synonyms, counts of searches."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone

from core import kinds, page_cache
from search.text.synonyms import phrase


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        """Not indexed yet, whether or not its next try has come."""
        return self.filter(done_at=None)

    def due(self):
        return self.waiting().filter(next_try__lte=timezone.now())


class Outbox(models.Model):
    """A record that may have changed. Written in the same transaction as the change itself.

    Rows stay a day after they are done: a rebuild replays what changed while it ran.
    """

    key = models.CharField(max_length=80)  # Record.key
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "mise à jour de l’index"
        verbose_name_plural = "mises à jour de l’index"
        indexes = [
            models.Index(
                fields=["next_try"], condition=models.Q(done_at=None), name="search_outbox_waiting"
            ),
            models.Index(fields=["done_at"], name="search_outbox_done"),
        ]


class Generations(NamedTuple):
    """What a process has read is good for one generation: of the index, or of the words about it."""

    index: int = 0
    words: int = 0  # labels of the facets, names of territories, synonyms


class IndexState(models.Model):
    """One row, whose numbers grow: `generation` with every change of the index, `words` with those of the words."""

    generation = models.PositiveBigIntegerField(default=0)
    words = models.PositiveBigIntegerField(default=0)

    @classmethod
    def current(cls) -> Generations:
        """The row as it is now; one query."""
        # Written out: every list and every letter of a suggestion asks, and making the statement costs ten times its answer.
        with connection.cursor() as cursor:
            cursor.execute(_CURRENT)
            row = cursor.fetchone()
        return Generations(*row) if row else Generations()

    @classmethod
    def index_changed(cls) -> None:
        cls._advance("generation")

    @classmethod
    def words_changed(cls) -> None:
        cls._advance("words")

    @classmethod
    def _advance(cls, name: str) -> None:
        if not cls.objects.filter(pk=1).update(**{name: models.F(name) + 1}):
            cls.objects.get_or_create(pk=1, defaults={name: 1})
        page_cache.content_changed()


_CURRENT = f"SELECT generation, words FROM {IndexState._meta.db_table} WHERE id = 1"  # noqa: S608 - a name of ours


def difficulties() -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in kinds.difficulties()]


class Synonym(models.Model):
    """A row is a set of wordings that mean the same: « GRC = gestion de la relation citoyen »."""

    wordings = models.CharField(
        "formulations équivalentes",
        max_length=500,
        unique=True,
        help_text="Séparées par « = » : GRC = gestion de la relation citoyen = GRU. "
        "Chercher l’une trouve aussi les autres, dès l’enregistrement.",
    )

    difficulty = models.CharField(
        "mènent à la difficulté",
        max_length=20,
        blank=True,
        choices=difficulties,
        help_text="Pour les phrases des visiteurs : « mes agents n’en veulent pas » trouve alors les "
        "fiches qui ont cette difficulté. Une seule formulation suffit.",
    )

    class Meta:
        verbose_name = "synonyme"
        verbose_name_plural = "synonymes"
        ordering = ["wordings"]

    def __str__(self):
        return self.wordings

    def clean(self):
        parts = [part for part in self.parts() if phrase(part)]
        if self.difficulty and parts:
            return
        if len({tuple(phrase(part)) for part in parts}) < 2:
            raise ValidationError(
                {"wordings": "Il faut au moins deux formulations différentes, séparées par « = »."}
            )

    def parts(self) -> list[str]:
        return [part.strip() for part in self.wordings.split("=") if part.strip()]


class SearchCount(models.Model):
    """How often something was looked for on one day. Nothing of who did: see `search.audience.counting`."""

    day = models.DateField()
    kind = models.CharField(max_length=20, blank=True)  # of the list; "" is the whole site
    words = models.CharField(max_length=100)
    filters = models.CharField(max_length=300, blank=True)  # as in an address, without territory
    searches = models.PositiveIntegerField(default=0)
    results = models.PositiveIntegerField(default=0)  # of the last of them

    class Meta:
        verbose_name = "recherche comptée"
        verbose_name_plural = "recherches comptées"
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "words", "filters"], name="search_count")
        ]

    def __str__(self):
        return self.words
