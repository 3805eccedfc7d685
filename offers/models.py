"""What syndicats, agencies, associations and groupings open to others: services, to whom, and at what price."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.dates import PartialDateField
from core.relations import CountedManyToManyField
from core.rows import number_rows
from core.slugs import row_slug
from territories.types_field import TypesField

from . import choices
from .endings import ended


class Offer(ClusterableModel):
    """A service that a provider opens to authorities, as public sources describe it."""

    name = models.CharField("nom", max_length=200)
    # Part of an address: given once, not changed with the name.
    slug = models.SlugField("adresse", max_length=80, unique=True, editable=False)
    provider = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="offers",
        verbose_name="fournisseur",
    )
    provider_label = models.CharField(
        "fournisseur dans la source",
        max_length=200,
        blank=True,
        help_text="Quand la source en nomme plusieurs, ou autrement que l’annuaire.",
    )
    kind = models.CharField(
        "modalité",
        max_length=12,
        choices=choices.Kind,
        blank=True,
        help_text="Vide : la source ne le dit pas.",
    )
    summary = models.TextField("en bref", blank=True)
    themes = CountedManyToManyField(
        "taxonomy.Theme", verbose_name="thèmes", blank=True, related_name="+"
    )
    state = models.CharField(
        "état", max_length=12, choices=choices.State, blank=True, help_text="Vide : non connu."
    )
    closes_on = PartialDateField(
        "clôture", help_text="Dernier jour pour en être : après, le service n’est plus proposé."
    )
    # To whom
    for_whom = models.CharField("pour qui, dans la source", max_length=300, blank=True)
    access = models.CharField(
        "ce qu’il faut pour en être", max_length=12, choices=choices.Access, default="ouvert"
    )
    types = TypesField(
        "types de collectivités",
        default=list,
        blank=True,
        help_text="Aucun : tous. « Autre organisme public » : d’autres encore, que la source ne nomme pas.",
    )
    population_max = models.PositiveIntegerField(
        "population au plus", null=True, blank=True, help_text="Habitants."
    )
    condition = models.CharField(
        "condition que le registre ne dit pas",
        max_length=200,
        blank=True,
        help_text="« petites communes, seuil non connu » : nous disons alors que nous ne savons pas.",
    )
    how_to_join = models.TextField("comment en être", blank=True)
    members_stated = models.CharField(
        "membres", max_length=200, blank=True, help_text="Chiffre de la source, avec son année."
    )
    url = models.URLField("page du service", max_length=500, blank=True)
    note = models.TextField(
        "réserves", blank=True, help_text="Ce que les sources laissent en doute."
    )
    checked_on = models.DateField("vérifié le", null=True, blank=True)

    class Meta:
        verbose_name = "service ouvert"
        verbose_name_plural = "services ouverts"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=("provider", "name"),
                name="unique_offer",
                violation_error_message="Ce fournisseur a déjà un service de ce nom.",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(Offer, self.name)
        number_rows(self)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/services/{self.slug}/"

    @property
    def over(self) -> str:
        """« arrêté », « clos depuis mars 2026 »; "" while it is proposed."""
        return ended(self.state, self.closes_on, timezone.localdate())

    @property
    def provider_name(self) -> str:
        return self.provider_label or self.provider.name


_NAMES = {
    choices.Path.AUTHORITY: "authority",
    choices.Path.EPCI: "authority",
    choices.Path.DEPARTEMENT: "departement",
    choices.Path.REGION: "region",
}
_AREAS = ("authority", "departement", "region")
NO_MEMBERS = "Le registre ne dit pas quelles communes en sont membres : prenez « Des membres dont nous n’avons pas la liste »."


class Perimeter(Orderable):
    """A line of the perimeter: who is served and by what, or who is left out of the other lines.

    Of members without a list, an area says where they are: elsewhere nobody is one.
    """

    offer = ParentalKey(Offer, on_delete=models.CASCADE, related_name="perimeters")
    path = models.CharField("par", max_length=12, choices=choices.Path)
    # One that was merged leads to the one that lives on.
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
    region = models.ForeignKey(
        "territories.Region",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="région",
    )
    excluded = models.BooleanField(
        "sauf",
        default=False,
        help_text="Ceux-là ne sont pas servis, quoi que disent les autres lignes.",
    )
    since = PartialDateField("depuis")
    until = PartialDateField("jusqu’à")
    source_url = models.URLField("source", max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "ligne du périmètre"
        verbose_name_plural = "périmètre"

    def clean(self):
        super().clean()
        given = [name for name in _AREAS if getattr(self, f"{name}_id")]
        wanted = _NAMES.get(self.path)
        if wanted and given != [wanted]:
            field = self._meta.get_field(wanted)
            article = "un" if wanted == "departement" else "une"
            said = f"Nommez {article} {field.verbose_name}, et rien d’autre."
            raise ValidationError({wanted: said})
        if self.path == choices.Path.EPCI and not _has_members(self.authority):
            raise ValidationError({"authority": NO_MEMBERS})
        if self.path == choices.Path.NATIONAL and given:
            raise ValidationError({given[0]: "Toute la France : rien d’autre n’est à nommer."})
        if self.path == choices.Path.MEMBERS and (len(given) > 1 or "authority" in given):
            raise ValidationError({given[0]: "Au plus un département ou une région où ils sont."})
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise ValidationError({"until": "La fin est avant le début."})


def _has_members(grouping) -> bool:
    """Whether the register says whose it is, or was before another took over."""
    codes = [one.code for one in (grouping, grouping.successor) if one]
    return type(grouping).objects.filter(epci__in=codes).exists()


class Price(Orderable):
    """One tariff, or the rule by which one is made where the source gives no amount."""

    offer = ParentalKey(Offer, on_delete=models.CASCADE, related_name="prices")
    basis = models.CharField("calcul", max_length=12, choices=choices.Basis)
    amount = models.DecimalField(
        "montant (€)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    period = models.CharField("période", max_length=10, choices=choices.Period, blank=True)
    tax = models.CharField("taxe", max_length=3, choices=choices.Tax, blank=True)
    year = models.PositiveSmallIntegerField(
        "année du tarif",
        null=True,
        blank=True,
        help_text="Vide : nous disons qu’elle n’est pas connue.",
    )
    population_min = models.PositiveIntegerField("de (habitants)", null=True, blank=True)
    population_max = models.PositiveIntegerField("à (habitants)", null=True, blank=True)
    floor = models.DecimalField(
        "plancher (€)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    cap = models.DecimalField("plafond (€)", max_digits=12, decimal_places=2, null=True, blank=True)
    rule = models.CharField("règle, dans la source", max_length=400, blank=True)
    source_url = models.URLField("source", max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "prix"
        verbose_name_plural = "prix"

    def clean(self):
        super().clean()
        if self.amount is None and not self.rule:
            raise ValidationError({"rule": "Sans montant, dites la règle."})
        for low, high, words in (
            ("population_min", "population_max", "La tranche finit avant de commencer."),
            ("floor", "cap", "Le plafond est sous le plancher."),
        ):
            first, last = getattr(self, low), getattr(self, high)
            if first is not None and last is not None and last < first:
                raise ValidationError({high: words})
        if self.year is not None and not 1990 <= self.year <= 2100:
            raise ValidationError({"year": "Écrivez une année, comme 2024."})


class OfferSource(Orderable):
    offer = ParentalKey(Offer, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField("titre", max_length=300)
    url = models.URLField("adresse", max_length=500, blank=True)
    date = PartialDateField("date")

    class Meta(Orderable.Meta):
        verbose_name = "source"
        verbose_name_plural = "sources"


class OfferSheet(Orderable):
    """A sheet that tells of the service: of its provider, or of who uses it."""

    offer = ParentalKey(Offer, on_delete=models.CASCADE, related_name="sheets")
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        on_delete=models.CASCADE,
        related_name="offer_rows",
        verbose_name="fiche",
    )

    class Meta(Orderable.Meta):
        verbose_name = "fiche qui en parle"
        verbose_name_plural = "fiches qui en parlent"
