"""Labels and distinctions, and who received them: facts from outside, in plain tables, that no draft of a sheet brings back.

Both are public as soon as they are saved, like themes and tools. Of the sheet that an award names, only what is public is
shown.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.rows import number_rows
from core.slugs import row_slug
from core.sources import Source

OLDEST = 1950


class Label(ClusterableModel):
    """What an organisation gives to authorities that meet its criteria, or win its competition."""

    name = models.CharField("nom", max_length=120, unique=True)
    # Part of an address: given once, not changed with the name.
    slug = models.SlugField("adresse", max_length=80, unique=True, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="labels",
        verbose_name="qui le décerne",
    )
    since = models.CharField(
        "depuis", max_length=60, blank=True, help_text="Comme la source l’écrit."
    )
    criteria = models.TextField(
        "critères",
        max_length=1000,
        blank=True,
        help_text="Ce qu’il faut avoir fait pour l’obtenir, et qui en décide.",
    )
    levels = models.TextField("niveaux", max_length=1000, blank=True, help_text="Un par ligne.")
    url = models.URLField("adresse", max_length=500, blank=True, help_text="De sa propre page.")

    class Meta:
        verbose_name = "label"
        verbose_name_plural = "labels"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(Label, self.name)
        number_rows(self)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/labels/{self.slug}/"


class LabelSource(Source):
    label = ParentalKey(Label, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField("titre", max_length=255)


class Award(models.Model):
    """A label or distinction that one body received in one year. It is of the register, or else of the directory."""

    label = models.ForeignKey(
        Label, on_delete=models.PROTECT, related_name="awards", verbose_name="label"
    )
    authority = models.ForeignKey(
        "territories.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="awards",
        verbose_name="collectivité",
    )
    organisation = models.ForeignKey(
        "network.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="awards",
        verbose_name="organisation",
        help_text="Quand ce n’est ni une collectivité ni un organisme du registre.",
    )
    year = models.PositiveSmallIntegerField("année")
    level = models.CharField(
        "niveau",
        max_length=120,
        blank=True,
        help_text="Comme le palmarès l’écrit : « 5 arobases ».",
    )
    category = models.CharField("catégorie", max_length=80, blank=True)
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="awards",
        verbose_name="fiche",
        help_text="Seulement si c’est le sujet de cette fiche qui a été distingué.",
    )
    source = models.URLField("adresse de la source", max_length=500, blank=True)

    class Meta:
        verbose_name = "distinction"
        verbose_name_plural = "distinctions"
        ordering = ["-year", "label__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(authority=None) ^ models.Q(organisation=None),
                name="labels_award_has_one_holder",
            )
        ]

    def __str__(self):
        return f"{self.label}, {self.holder}, {self.year}"

    @property
    def holder(self) -> str:
        """« Boé (Lot-et-Garonne) », « Déclic »."""
        return self.authority.label if self.authority_id else str(self.organisation or "")

    @property
    def words(self) -> str:
        """« 5 arobases, catégorie Territoire inclusif », ""."""
        category = self.category and f"catégorie {self.category}"
        return ", ".join(part for part in (self.level, category) if part)

    def validate_constraints(self, exclude=None):
        """What each constraint asks, at the field that it is about."""
        errors = {}
        if self.authority_id and self.organisation_id:
            errors["organisation"] = "Choisissez la collectivité ou l’organisation, pas les deux."
        elif not (self.authority_id or self.organisation_id):
            errors["authority"] = "Choisissez la collectivité ou l’organisation distinguée."
        if self.year is not None and not OLDEST <= self.year <= timezone.localdate().year:
            errors["year"] = f"Une année de {OLDEST} à {timezone.localdate().year}."
        same = Award.objects.filter(
            label=self.label_id,
            authority=self.authority_id,
            organisation=self.organisation_id,
            year=self.year,
            level=self.level,
            category=self.category,
        ).exclude(pk=self.pk)
        if not errors and same.exists():
            errors["level"] = "Cette distinction est déjà enregistrée."
        if errors:
            raise ValidationError(errors)
