"""Funding programmes: what pays a part of digital projects, as public sources describe it. Reference data, like tools:
the rows of sheets name them.
"""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.dates import PartialDateField, is_over
from core.reference_data.models import ReferenceQuerySet, ReferenceRecord
from core.reference_data.names import names_of_both
from core.relations import CountedManyToManyField
from core.rows import number_rows
from core.slugs import row_slug
from core.sources import Source
from core.words import since
from territories.types_field import TypesField


class FundingProgramme(ReferenceRecord, ClusterableModel):
    """Public as soon as it is saved, like themes and tools."""

    name = models.CharField("nom", max_length=200, unique=True)
    # Part of an address: given once, not changed with the name.
    slug = models.SlugField("adresse", max_length=80, unique=True, editable=False)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    former_name = models.CharField("ancien ou autre nom", max_length=500, blank=True)
    funder = models.CharField("financeur", max_length=200, help_text="Comme la source le nomme.")
    organisation = models.ForeignKey(
        "network.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="funding_programmes",
        verbose_name="financeur ou opérateur dans l’annuaire",
    )
    what = models.TextField("ce qu’elle finance", max_length=1000, blank=True)
    # To whom and where. No type is « not known », and such a programme is on no authority's page: nobody is told that it
    # is for him unless a source says so. No place is everywhere.
    eligible = TypesField("pour qui", default=list, blank=True)
    departements = CountedManyToManyField(
        "territories.Departement", verbose_name="départements", blank=True, related_name="+"
    )
    regions = CountedManyToManyField(
        "territories.Region",
        verbose_name="régions",
        blank=True,
        related_name="+",
        help_text="Ni région ni département : toute la France, ou la source ne le dit pas.",
    )
    themes = CountedManyToManyField(
        "taxonomy.Theme", verbose_name="thèmes", blank=True, related_name="+"
    )
    rate = models.CharField("taux ou barème", max_length=400, blank=True)
    budget = models.DecimalField(
        "enveloppe (€)",
        max_digits=14,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    starts = PartialDateField("début")
    ends = PartialDateField("fin", help_text="Dernier jour : après, l’aide est dite close.")
    period = models.CharField("période, dans la source", max_length=200, blank=True)
    status = models.CharField("état, dans la source", max_length=200, blank=True)
    status_date = PartialDateField("à la date de")
    is_closed = models.BooleanField(
        "close, d’après la source",
        default=False,
        help_text="Quand la source dit qu’elle est close sans dire depuis quand.",
    )
    url = models.URLField("adresse", max_length=500, blank=True)
    note = models.TextField(
        "réserves", blank=True, help_text="Ce que les sources laissent en doute."
    )

    own_fields = (
        *("name", "acronym", "former_name", "funder", "organisation", "what", "rate", "budget"),
        *("starts", "ends", "period", "status", "status_date", "url", "note"),
    )
    said_together = ("status", "status_date")
    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "aide"
        verbose_name_plural = "aides"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(FundingProgramme, self.acronym or self.name)
        number_rows(self)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.starts and self.ends and self.ends < self.starts[: len(self.ends)]:
            raise ValidationError({"ends": "La fin est avant le début."})

    def take_names_of(self, other) -> None:
        self.former_name = names_of_both(self, other)

    def get_absolute_url(self) -> str:
        return f"/financements/{self.slug}/"

    @property
    def over(self) -> str:
        """« close depuis mars 2026 », « close »; "" while nobody says so."""
        return over_in_words(self.is_closed, self.ends)


def over_in_words(is_closed: bool, ends: str) -> str:
    if is_over(ends, timezone.localdate()):
        return f"close depuis {since(ends)}"
    return "close" if is_closed else ""


class FundingAmount(Orderable):
    programme = ParentalKey(FundingProgramme, on_delete=models.CASCADE, related_name="amounts")
    label = models.CharField("ce que c’est", max_length=120)
    amount = models.DecimalField(
        "montant", max_digits=16, decimal_places=2, validators=[MinValueValidator(0)]
    )
    unit = models.CharField("unité", max_length=80, default="€")
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "montant"

    def __str__(self):
        return self.label

    def clean(self):
        super().clean()
        if self.year is not None and not 1990 <= self.year <= 2100:
            raise ValidationError({"year": "Écrivez une année, comme 2024."})


class FundingSource(Source):
    programme = ParentalKey(FundingProgramme, on_delete=models.CASCADE, related_name="sources")
