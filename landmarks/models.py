"""Deadlines: what the law or an operator asks of authorities by a day, whom it concerns, where, and who lived it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.dates import PartialDateField, is_over
from core.relations import CountedManyToManyField
from core.rows import number_rows
from core.slugs import row_slug
from core.sources import Source
from territories.types_field import TypesField


class Deadline(ClusterableModel):
    """Public as soon as it is saved. Whether it is past is asked of the clock."""

    what = models.CharField("quoi", max_length=200, unique=True)
    # Part of an address: given once, not changed with the words.
    slug = models.SlugField("adresse", max_length=80, unique=True, editable=False)
    date = PartialDateField("date", blank=False)
    concerned = models.TextField("qui est concerné", max_length=600, blank=True)
    to_do = models.TextField("que faire", max_length=600, blank=True)
    themes = CountedManyToManyField(
        "taxonomy.Theme", verbose_name="thèmes", blank=True, related_name="+"
    )
    is_national = models.BooleanField(
        "vaut dans toute la France",
        default=False,
        help_text="Pour toutes les collectivités des types cochés : leur page le dit. Sinon, pour les seuls lieux nommés.",
    )
    types = TypesField("types concernés", default=list, blank=True, help_text="Aucun : tous.")
    communes_over = models.PositiveIntegerField(
        "communes de plus de (habitants)", null=True, blank=True
    )
    groupings_over = models.PositiveIntegerField(
        "intercommunalités de plus de (habitants)", null=True, blank=True
    )
    url = models.URLField("adresse", max_length=500, blank=True)
    note = models.TextField(
        "réserves", blank=True, help_text="Ce que les sources laissent en doute."
    )
    # What calendars ask: when what they hold was last changed.
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ["date", "what"]

    def __str__(self):
        return self.what

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(Deadline, self.what)
        number_rows(self)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/echeances/{self.slug}/"

    @property
    def is_past(self) -> bool:
        return is_over(self.date, timezone.localdate())


class DeadlineMilestone(Orderable):
    deadline = ParentalKey(Deadline, on_delete=models.CASCADE, related_name="milestones")
    date = PartialDateField("date")
    what = models.CharField("quoi", max_length=300)
    source = models.URLField("adresse de la source", max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "étape"

    def __str__(self):
        return self.what


class DeadlinePlace(Orderable):
    """A commune or a département that a source names, with its own day where it has one."""

    deadline = ParentalKey(Deadline, on_delete=models.CASCADE, related_name="places")
    authority = models.ForeignKey(
        "territories.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="collectivité",
    )
    departement = models.ForeignKey(
        "territories.Departement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="département",
    )
    date = PartialDateField("date en ce lieu", help_text="Vide : celle de l’échéance.")
    what = models.CharField("quoi, en ce lieu", max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "lieu"
        verbose_name_plural = "lieux"

    def clean(self):
        super().clean()
        if bool(self.authority_id) == bool(self.departement_id):
            said = "Nommez une collectivité ou un département, et un seul des deux."
            raise ValidationError({"authority": said})

    @property
    def day(self) -> str:
        """The deadline's own where the place has none."""
        return self.date or self.deadline.date


class DeadlineStory(Orderable):
    """Who lived it: in a sheet, or in the words of a source."""

    deadline = ParentalKey(Deadline, on_delete=models.CASCADE, related_name="stories")
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deadline_stories",
        verbose_name="fiche",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="collectivité",
    )
    what = models.TextField("ce qu’elle raconte", max_length=600, blank=True)
    source = models.URLField("adresse de la source", max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "récit"

    def clean(self):
        super().clean()
        if not self.sheet_id and not (self.authority_id and self.what):
            said = "Choisissez une fiche, ou la collectivité et ce qu’elle raconte."
            raise ValidationError({"what": said})


class DeadlineSource(Source):
    deadline = ParentalKey(Deadline, on_delete=models.CASCADE, related_name="sources")
