"""The typed rows of a sheet: one for each fact that a source gives, beside the text of its group."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from catalogue import choices
from core.dates import PartialDateField


class SheetRow(Orderable):
    class Meta(Orderable.Meta):
        abstract = True

    @property
    def search_text(self) -> str:
        """What of it is found, for the groups of rows that are searched (`catalogue.fields`)."""
        return str(self)


class SourcedRow(SheetRow):
    """A row whose fact comes from one of the sheet's sources, named by its place in the list."""

    source_number = models.PositiveSmallIntegerField(
        "source n°",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Rang dans la liste des sources de la fiche.",
    )
    second_source_number = models.PositiveSmallIntegerField(
        "seconde source n°",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Une autre, indépendante, qui dit le même fait.",
    )

    class Meta(SheetRow.Meta):
        abstract = True

    @property
    def cited(self) -> tuple[int, ...]:
        """Places in the sheet's sources, from 1: what says it, what confirms it."""
        return tuple(filter(None, (self.source_number, self.second_source_number)))


class ProjectPartner(SheetRow):
    page = ParentalKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="partners")
    label = models.CharField(
        "partenaire", max_length=200, help_text="Tel que la source ou la collectivité le nomme."
    )
    role = models.CharField("rôle", max_length=20, choices=choices.PartnerRole, blank=True)
    organisation = models.ForeignKey(
        "network.Organisation",
        verbose_name="organisation de l’annuaire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sheet_parts",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité du registre",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldRowPanel(
            [FieldPanel("label"), FieldPanel("role", help_text="Ce qu’il a apporté au projet.")]
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "organisation",
                    help_text="Si elle y est : la fiche se montre alors sur sa page.",
                ),
                FieldPanel(
                    "authority",
                    help_text="Si c’est une commune, une intercommunalité, un département…",
                ),
            ]
        ),
    ]

    def __str__(self):
        return self.label


class ProjectCost(SourcedRow):
    page = ParentalKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="costs")
    nature = models.CharField("nature", max_length=20, choices=choices.CostNature)
    role = models.CharField(
        "ce que c’est",
        max_length=20,
        choices=choices.CostRole,
        default=choices.CostRole.WHOLE,
        help_text="La classe de coût de la fiche se calcule sur le « coût du projet » seul.",
    )
    label = models.CharField("libellé", max_length=200)
    amount = models.DecimalField(
        "montant (€)", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    tax = models.CharField("taxe", max_length=3, choices=choices.Tax, blank=True)
    year = models.PositiveSmallIntegerField(
        "année", null=True, blank=True, validators=[MinValueValidator(1970)]
    )
    period = models.CharField(
        "période", max_length=10, choices=choices.Period, default=choices.Period.TOTAL
    )
    quantity = models.DecimalField(
        "quantité",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    unit = models.CharField("unité", max_length=20, choices=choices.CostUnit, blank=True)
    scope = models.CharField("périmètre", max_length=255, blank=True)

    panels = [
        FieldPanel("label", help_text="Ce que paie ce montant, dans les mots de la source."),
        FieldRowPanel(
            [
                FieldPanel(
                    "amount",
                    help_text="En euros, un nombre seul : 12 500. Ne convertissez ni n’arrondissez.",
                ),
                FieldPanel("tax", help_text="Vide si la source ne le dit pas."),
                FieldPanel("period", help_text="Une fois pour toutes, ou chaque année."),
            ]
        ),
        FieldPanel("nature", help_text="Pour commencer, ou pour faire tourner."),
        FieldPanel("role"),
        FieldRowPanel(
            [
                FieldPanel(
                    "quantity",
                    help_text="Combien d’unités ce montant paie : 340 ; 1 pour un prix à l’unité.",
                ),
                FieldPanel(
                    "unit", help_text="Si la source le compte ainsi : habitants, élèves, bâtiments…"
                ),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("scope", help_text="Ce que le montant couvre : « 12 écoles »."),
                FieldPanel("year", help_text="Celle de la dépense : les prix changent."),
                FieldPanel("source_number"),
                FieldPanel("second_source_number"),
            ]
        ),
    ]

    def __str__(self):
        return self.label


class ProjectFunding(SourcedRow):
    page = ParentalKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="funding")
    funder = models.CharField("financeur", max_length=200)
    programme = models.CharField("programme", max_length=200, blank=True)
    aid = models.ForeignKey(
        "funding.FundingProgramme",
        verbose_name="aide de la liste",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sheet_rows",
    )
    amount = models.DecimalField(
        "montant (€)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    rate = models.DecimalField(
        "taux (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "funder", help_text="Qui a payé une part : État, région, Europe, banque…"
                ),
                FieldPanel(
                    "programme", help_text="Le nom du dispositif : d’autres pourront y prétendre."
                ),
            ]
        ),
        FieldPanel(
            "aid", help_text="Sa page dit ce qu’elle finance, et quelles fiches l’ont reçue."
        ),
        FieldRowPanel(
            [
                FieldPanel("amount", help_text="En euros. Vide si la source ne donne qu’un taux."),
                FieldPanel("rate", help_text="Part du coût, en pour cent."),
                FieldPanel("source_number"),
                FieldPanel("second_source_number"),
            ]
        ),
    ]

    def __str__(self):
        return self.funder


class ProjectMeans(SourcedRow):
    page = ParentalKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="means")
    origin = models.CharField("origine", max_length=20, choices=choices.MeansOrigin, blank=True)
    skill = models.CharField("compétence ou fonction", max_length=200)
    quantity = models.DecimalField(
        "quantité",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = models.CharField("unité", max_length=20, choices=choices.MeansUnit, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("skill", help_text="Chef de projet, développeur, agent d’accueil…"),
                FieldPanel("origin", help_text="En interne, mutualisé ou acheté."),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("quantity", help_text="Un nombre seul ; l’unité est à côté."),
                FieldPanel("unit", help_text="Jours, ou équivalents temps plein."),
                FieldPanel("source_number"),
                FieldPanel("second_source_number"),
            ]
        ),
    ]

    def __str__(self):
        return self.skill


class ProjectResult(SourcedRow):
    page = ParentalKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="results")
    indicator = models.CharField("indicateur", max_length=255)
    before = models.DecimalField("avant", max_digits=16, decimal_places=3, null=True, blank=True)
    after = models.DecimalField("après", max_digits=16, decimal_places=3, null=True, blank=True)
    unit = models.CharField("unité", max_length=60, blank=True)
    date = PartialDateField("date de la mesure")

    panels = [
        FieldPanel("indicator", help_text="Ce qui a été mesuré : « dossiers déposés en ligne »."),
        FieldRowPanel(
            [
                FieldPanel("before", help_text="Avant le projet. Vide si personne n’a mesuré."),
                FieldPanel("after", help_text="Depuis le projet."),
                FieldPanel("unit", help_text="Dossiers, heures, pour cent…"),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("date", help_text="Quand la mesure a été faite."),
                FieldPanel("source_number"),
                FieldPanel("second_source_number"),
            ]
        ),
    ]

    def __str__(self):
        return self.indicator


class ProjectDifficulty(SourcedRow):
    page = ParentalKey(
        "catalogue.ProjectPage", on_delete=models.CASCADE, related_name="difficulties"
    )
    type = models.CharField("type", max_length=20, choices=choices.Difficulty)
    text = models.TextField("ce qui s’est passé", max_length=500)

    panels = [
        FieldPanel(
            "text",
            help_text="Le fait, puis ce qui a aidé à en sortir. C’est ce que les autres lisent d’abord.",
        ),
        FieldRowPanel(
            [
                FieldPanel("type", help_text="Celui sous lequel d’autres la chercheront."),
                FieldPanel("source_number"),
                FieldPanel("second_source_number"),
            ]
        ),
    ]

    def __str__(self):
        return self.text

    @property
    def search_text(self) -> str:
        # « Difficulté technique »: words that the search's list of plain wordings leads to. A line of its own, for
        # what is shown of a sheet is a sentence of it.
        return f"Difficulté {self.get_type_display()}\n{self.text}"


class ProjectTool(SheetRow):
    page = ParentalKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="tools")
    tool = models.ForeignKey(
        "taxonomy.Tool", verbose_name="outil", on_delete=models.PROTECT, related_name="+"
    )
    detail = models.CharField("précision", max_length=120, blank=True)
    version = models.CharField("version", max_length=40, blank=True)
    hosting = models.CharField("hébergement", max_length=120, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "tool",
                    help_text="Un logiciel ou un matériel nommé ; cherchez-le avant d’en ajouter un.",
                ),
                FieldPanel("detail", help_text="Le module ou l’usage qui en est fait."),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("version", help_text="Si elle compte pour refaire."),
                FieldPanel("hosting", help_text="Où il tourne, et chez qui."),
            ]
        ),
    ]

    def __str__(self):
        return str(self.tool)


class DebateItem(SourcedRow):
    """One opinion or proposal of a local debate, and the public answer it was given.

    Its primary key is in its address, and people follow it by that: see `ProjectPage.save_revision`.
    """

    page = ParentalKey(
        "catalogue.ProjectPage", on_delete=models.CASCADE, related_name="debate_items"
    )
    text = models.TextField("avis ou proposition", max_length=500)
    answer = models.CharField("réponse", max_length=20, choices=choices.Answer, blank=True)
    answer_text = models.TextField("ce qui a été répondu", max_length=500, blank=True)
    date = PartialDateField("date de la réponse")

    panels = [
        FieldPanel("text", help_text="Tel qu’il a été exprimé, sans le nom de la personne."),
        FieldPanel("answer_text", help_text="La réponse publique, et sa raison."),
        FieldRowPanel(
            [
                FieldPanel("answer", help_text="Retenu, retenu en partie, écarté…"),
                FieldPanel("date", help_text="Quand la réponse a été rendue publique."),
                FieldPanel("source_number"),
                FieldPanel("second_source_number"),
            ]
        ),
    ]

    def __str__(self):
        return self.text

    @property
    def search_text(self) -> str:
        return "\n".join(part for part in (self.text, self.answer_text) if part)


class ProjectPicture(SheetRow):
    page = ParentalKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(
        "core.Picture", verbose_name="image", on_delete=models.PROTECT, related_name="+"
    )
    caption = models.CharField("légende", max_length=200, blank=True)

    panels = [
        FieldPanel(
            "picture",
            help_text="Une image que vous avez le droit de publier, avec sa description et son crédit.",
        ),
        FieldPanel("caption", help_text="Ce que l’on voit, et pourquoi c’est là."),
    ]

    def __str__(self):
        return self.caption or self.picture.title


class ProjectAttachment(SheetRow):
    page = ParentalKey(
        "catalogue.ProjectPage", on_delete=models.CASCADE, related_name="attachments"
    )
    document = models.ForeignKey(
        "core.Attachment", verbose_name="document", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("nature", max_length=20, choices=choices.DocumentKind, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "document",
                    help_text="Ce qui aide à refaire : cahier des charges, délibération, convention.",
                ),
                FieldPanel("kind", help_text="Ce que le lecteur trouvera dedans."),
            ]
        )
    ]

    def __str__(self):
        return self.document.title
