"""What a publication is made of, one row each."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from core.dates import PartialDateField
from core.sources import Source
from publications.choices import Standing

PAGE = "publications.PublicationPage"


class OrganisationRow(Orderable):
    """An organisation of the directory, or a name as the source writes it."""

    organisation = models.ForeignKey(
        "network.Organisation",
        verbose_name="organisation de l’annuaire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)s_rows",
    )
    name = models.CharField(
        "nom", max_length=200, blank=True, help_text="Si elle n’est pas dans l’annuaire."
    )

    panels = [
        FieldRowPanel(
            [
                FieldPanel("organisation", help_text="Si elle y est : sa page le dira à son tour."),
                FieldPanel("name"),
            ]
        )
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return self.name or (self.organisation.name if self.organisation_id else "")


class Publisher(OrganisationRow):
    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="publishers")


class Signatory(OrganisationRow):
    """Who signed or delivered it: an organisation, a person in a public function, or both."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="signatories")
    person = models.CharField("personne", max_length=120, blank=True)
    function = models.CharField(
        "fonction publique",
        max_length=200,
        blank=True,
        help_text="Celle qui fait nommer cette personne ici.",
    )

    panels = [
        *OrganisationRow.panels,
        FieldRowPanel(
            [
                FieldPanel("person", help_text="Seulement dans une fonction publique."),
                FieldPanel("function"),
            ]
        ),
    ]

    @property
    def words(self) -> str:
        """« Akim Oural, adjoint au maire »."""
        return ", ".join(part for part in (self.person, self.function) if part)


class Recommendation(Orderable):
    """One of the things that a publication asks for, and what became of it."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="recommendations")
    # Part of an address, and what people follow it by: see `PublicationPage._give_codes`.
    code = models.SlugField(max_length=30, blank=True, editable=False)
    number = models.CharField(
        "numéro",
        max_length=20,
        blank=True,
        help_text="Comme la source l’écrit : « 12 », « axe 1 ». Vide : elle n’en donne pas.",
    )
    text = models.TextField("recommandation", max_length=1000)
    owner = models.ForeignKey(
        "network.Organisation",
        verbose_name="à qui elle revient",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recommendation_rows",
    )
    owner_name = models.CharField("ou son nom", max_length=200, blank=True)
    standing = models.CharField(
        "ce qu’elle est devenue",
        max_length=20,
        choices=Standing,
        blank=True,
        help_text="Vide : aucune source ne le dit. Qui la suit est prévenu de chaque changement.",
    )
    standing_date = PartialDateField("depuis")
    standing_told = models.TextField(
        "comment",
        max_length=1000,
        blank=True,
        help_text="Ce qui a été fait ou répondu, et par qui.",
    )
    source = models.URLField("adresse de la source", max_length=500, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("owner"), FieldPanel("owner_name")]),
        FieldPanel("text", help_text="En une phrase, telle que la source la formule."),
        FieldRowPanel([FieldPanel("standing"), FieldPanel("standing_date")]),
        FieldPanel("standing_told"),
        FieldPanel("source", help_text="De ce qui est dit ci-dessus."),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "recommandation"
        verbose_name_plural = "recommandations"

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """« Recommandation 12 », « Axe 1 », « Recommandation »."""
        if self.number and not self.number[0].isdigit():
            return f"{self.number[0].upper()}{self.number[1:]}"
        return f"Recommandation {self.number}".strip()

    @property
    def owner_label(self) -> str:
        return self.owner_name or (self.owner.name if self.owner_id else "")


class Figure(Orderable):
    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField("ce qui est compté", max_length=200)
    value = models.CharField("valeur", max_length=40)
    unit = models.CharField("unité", max_length=80, blank=True)
    scope = models.CharField("périmètre", max_length=200, blank=True)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("scope")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "chiffre"
        verbose_name_plural = "chiffres"

    def __str__(self):
        return self.label


class PublicationSource(Source):
    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField("titre", max_length=255)


class PublicationSheet(Orderable):
    """A sheet that it speaks of, or that did what it asks for: the sheet says so in turn."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="sheets")
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        on_delete=models.CASCADE,
        related_name="publication_rows",
    )

    def __str__(self):
        return str(self.sheet)


class PublicationEvent(Orderable):
    """A date at which it was presented, signed or delivered: the date says so in turn."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="events")
    event = models.ForeignKey(
        "events.EventPage",
        verbose_name="date",
        on_delete=models.CASCADE,
        related_name="publication_rows",
    )

    def __str__(self):
        return str(self.event)
