"""Offers and needs of expertise: what somebody says that he can show, or looks for, in the words of a public source."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.dates import PartialDateField
from core.relations import CountedManyToManyField
from core.rows import number_rows
from core.slugs import row_slug
from core.sources import Source


class Direction(models.TextChoices):
    OFFER = "offre", "Offre"
    NEED = "besoin", "Besoin"


class Expertise(ClusterableModel):
    """Public as soon as it is saved. Whose: an organisation of the directory, a body of the register, or else words."""

    direction = models.CharField("sens", max_length=10, choices=Direction)
    subject = models.CharField("sujet", max_length=200)
    # Part of an address: given once, not changed with the words.
    slug = models.SlugField("adresse", max_length=80, unique=True, editable=False)
    text = models.TextField("en bref", max_length=600, blank=True)
    organisation = models.ForeignKey(
        "network.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expertises",
        verbose_name="organisation",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expertises",
        verbose_name="collectivité",
    )
    label = models.CharField(
        "qui, dans la source",
        max_length=200,
        blank=True,
        help_text="Quand ce n’est ni une collectivité ni une organisation de l’annuaire.",
    )
    shared_with = CountedManyToManyField(
        "network.Organisation",
        verbose_name="avec qui",
        blank=True,
        related_name="expertises_shared",
    )
    themes = CountedManyToManyField(
        "taxonomy.Theme", verbose_name="thèmes", blank=True, related_name="+"
    )
    date = PartialDateField("date", help_text="Celle à laquelle cela a été dit.")
    # Where the relay writes: shown on no page, in no export.
    contact_email = models.EmailField(
        "adresse pour le relais",
        blank=True,
        help_text="De qui répond. Vide : celle de l’organisation ou de la collectivité, sinon la rédaction. Jamais montrée : le site y transmet ce qu’on demande.",
    )
    closes_on = PartialDateField(
        "clôture", help_text="Dernier jour pour dire son intérêt ; vide : sans limite."
    )
    note = models.TextField(
        "réserves", blank=True, help_text="Ce que les sources laissent en doute."
    )

    class Meta:
        verbose_name = "expertise"
        verbose_name_plural = "expertises"
        ordering = ["-date", "subject"]

    def __str__(self):
        return self.subject

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(Expertise, self.subject)
        number_rows(self)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        given = [one for one in (self.organisation_id, self.authority_id, self.label) if one]
        if len(given) != 1:
            said = "Dites de qui : une organisation, une collectivité ou les mots de la source, et un seul des trois."
            raise ValidationError({"organisation": said})

    def get_absolute_url(self) -> str:
        return f"/expertises/{self.slug}/"

    @property
    def holder(self) -> str:
        if self.organisation_id:
            return self.organisation.name
        return self.authority.label if self.authority_id else self.label

    @property
    def holder_url(self) -> str:
        known = self.organisation or self.authority
        return known.get_absolute_url() if known else ""


class ExpertiseSheet(Orderable):
    expertise = ParentalKey(Expertise, on_delete=models.CASCADE, related_name="sheets")
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        on_delete=models.CASCADE,
        related_name="expertise_rows",
        verbose_name="fiche",
    )

    class Meta(Orderable.Meta):
        verbose_name = "fiche qui en parle"


class ExpertiseSource(Source):
    expertise = ParentalKey(Expertise, on_delete=models.CASCADE, related_name="sources")
