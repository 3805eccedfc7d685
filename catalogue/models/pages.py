"""The project sheet, field by field, and the page of the tree that holds the sheets.

Everything is optional here so that a draft can always be saved: `catalogue.publication` alone says
what a published sheet needs.
"""

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField

from core.dates import PartialDateField, months_between
from core.models import BasePage

from .. import choices, panels
from ..completeness import completeness
from ..forms import ProjectPageForm
from ..publication import publication_errors

RICH_TEXT_FEATURES = [
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "document-link",
    "blockquote",
]


def text_field(label: str, help_text: str = "") -> RichTextField:
    return RichTextField(label, blank=True, features=RICH_TEXT_FEATURES, help_text=help_text)


class SheetCounter(models.Model):
    """The last number given to a sheet: numbers are public and never given twice."""

    last = models.PositiveIntegerField(default=0)

    @classmethod
    def next_number(cls) -> int:
        with transaction.atomic():
            cls.objects.get_or_create(pk=1)
            counter = cls.objects.select_for_update().get(pk=1)
            counter.last += 1
            counter.save(update_fields=["last"])
        return counter.last


class ProjectIndexPage(BasePage):
    """Parent of the sheets. Its address, /projets/, is answered by the catalogue (`search.views`)."""

    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    parent_page_types = ["home.HomePage"]
    subpage_types = ["catalogue.ProjectPage"]
    max_count = 1
    content_panels = panels.INDEX_PANELS
    preview_modes = []

    class Meta:
        verbose_name = "catalogue des fiches projet"


class ProjectPage(BasePage):
    number = models.PositiveIntegerField("numéro", unique=True, null=True, editable=False)

    # What it is
    origin = models.CharField(
        "origine", max_length=20, choices=choices.Origin, default=choices.Origin.DOCUMENTARY
    )
    validated_on = models.DateField("validée par la collectivité le", null=True, blank=True)
    summary = models.TextField(
        "en bref",
        max_length=500,
        blank=True,
        help_text="Deux ou trois phrases : ce qui a été fait, pour qui, avec quel effet. Montré dans les listes.",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="porteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sheets",
        help_text="Nom, code postal ou code INSEE : la population, le type et la région suivent.",
    )
    covered_territories = ParentalManyToManyField(
        "territories.Authority",
        verbose_name="territoires concernés",
        blank=True,
        related_name="covering_sheets",
        help_text="Si le projet porte sur d’autres territoires que celui du porteur.",
    )
    stated_population = models.PositiveIntegerField(
        "population citée par la source", null=True, blank=True
    )
    stated_population_year = models.PositiveSmallIntegerField(
        "année de ce chiffre", null=True, blank=True
    )
    main_theme = models.ForeignKey(
        "taxonomy.Theme",
        verbose_name="thème principal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    other_themes = ParentalManyToManyField(
        "taxonomy.Theme",
        verbose_name="autres thèmes",
        blank=True,
        related_name="+",
        help_text="Trois au plus.",
    )
    kind = models.CharField("nature du projet", max_length=20, choices=choices.Kind, blank=True)
    status = models.CharField("avancement", max_length=20, choices=choices.Status, blank=True)
    status_date = PartialDateField("à la date de", help_text="Quand cet avancement était vrai.")
    start = PartialDateField("début", help_text="La décision.")
    end = PartialDateField("fin", help_text="La mise en service ou la fin.")

    # The story
    context = text_field("contexte et besoin", "La situation de départ et le problème à résoudre.")
    trigger = models.CharField(
        "élément déclencheur", max_length=255, blank=True, help_text="Ce qui a fait démarrer."
    )
    objectives = text_field("objectifs", "Ce qui était attendu, pour qui.")
    actions = text_field(
        "ce qui a été fait", "Les étapes datées, les choix retenus et ceux qui ont été écartés."
    )
    governance = text_field(
        "portage et gouvernance", "Qui décide, qui suit, à quel rythme ; quel élu porte le projet."
    )

    # Means and money
    means_text = text_field("moyens humains", "Jours ou équivalents temps plein, compétences.")
    means_unknown = models.BooleanField("moyens non connus", default=False)
    costs_text = text_field("coûts", "Ce que les lignes ne disent pas.")
    investment_unknown = models.BooleanField("coût d’investissement non connu", default=False)
    running_unknown = models.BooleanField("coût de fonctionnement non connu", default=False)
    funding_text = text_field("financement")
    tools_text = text_field("outils et solutions")
    licence_spdx = models.CharField(
        "licence (SPDX)", max_length=60, blank=True, help_text="Par exemple AGPL-3.0-or-later, MIT."
    )
    licence_text = models.CharField("licence, en mots", max_length=255, blank=True)
    code_state = models.CharField(
        "code source", max_length=20, choices=choices.CodeState, blank=True
    )
    source_code_url = models.URLField("adresse du code source", max_length=500, blank=True)
    data_text = text_field("données", "Lesquelles, d’où, ouvertes ou non.")
    legal_text = text_field("cadre juridique", "Marché, convention, protection des données.")

    # What came of it
    results_text = text_field("résultats", "Ce qui a changé, mesuré si possible.")
    results_too_early = models.BooleanField("trop tôt pour le dire", default=False)
    difficulties_text = text_field(
        "difficultés", "Ce qui a coincé, et comment vous en êtes sortis."
    )
    success_factors = text_field("facteurs de réussite", "Ce qui a aidé.")
    again = text_field("et si c’était à refaire ?", "Ce que vous feriez autrement.")
    environment_text = text_field("environnement et sobriété")
    inclusion_text = text_field("inclusion")

    # To do it again
    reproducibility = text_field(
        "conditions pour le reproduire", "Ce qu’il faut à une autre collectivité pour le refaire."
    )
    minimum_population = models.PositiveIntegerField(
        "taille minimale (habitants)", null=True, blank=True
    )
    prerequisites = text_field("prérequis")
    entry_cost = models.DecimalField(
        "coût d’entrée (€)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    setup_months = models.PositiveSmallIntegerField("délai (mois)", null=True, blank=True)
    risks = text_field("risques")

    # Who to ask
    contact_function = models.CharField(
        "fonction",
        max_length=200,
        blank=True,
        help_text="La fonction d’abord : les personnes changent de poste.",
    )
    contact_service = models.CharField("service", max_length=200, blank=True)
    contact_name = models.CharField("nom", max_length=200, blank=True)
    contact_consent = models.BooleanField(
        "la personne accepte que son nom soit publié", default=False
    )
    contact_email = models.EmailField(
        "adresse électronique", blank=True, help_text="Jamais publiée."
    )
    answers_questions = models.BooleanField("répondre à des questions", default=False)
    receives_visits = models.BooleanField("recevoir une visite", default=False)
    speaks_at_stages = models.BooleanField("témoigner à une étape", default=False)

    # A local debate
    debate_question = models.TextField("question posée", max_length=500, blank=True)
    debate_can_decide = models.TextField("ce que la collectivité peut décider", blank=True)
    debate_cannot_decide = models.TextField("ce qu’elle ne peut pas décider", blank=True)
    debate_method = models.TextField(
        "méthode", blank=True, help_text="Panel, jury, ateliers, consultation…"
    )
    debate_guarantor = models.CharField("garant", max_length=255, blank=True)
    debate_kit = models.TextField("dossier documentaire", blank=True)
    debate_calendar = models.TextField("calendrier du débat", blank=True)
    debate_participants = models.PositiveIntegerField("participants", null=True, blank=True)
    debate_contributions = models.PositiveIntegerField("contributions", null=True, blank=True)
    debate_follow_up = models.TextField("suites", blank=True)

    text_licence = models.CharField(
        "licence du texte", max_length=100, default="Licence Ouverte 2.0"
    )
    completeness = models.PositiveSmallIntegerField("complétude (%)", default=0, editable=False)

    base_form_class = ProjectPageForm
    edit_handler = panels.SHEET_TABS
    parent_page_types = ["catalogue.ProjectIndexPage"]
    subpage_types = []
    # A copy is another sheet: it gets its own number on save.
    exclude_fields_in_copy = ["number"]

    class Meta:
        verbose_name = "fiche projet"
        verbose_name_plural = "fiches projet"

    DEBATE_FIELDS = (
        "debate_question",
        "debate_can_decide",
        "debate_cannot_decide",
        "debate_method",
        "debate_guarantor",
        "debate_kit",
        "debate_calendar",
        "debate_participants",
        "debate_contributions",
        "debate_follow_up",
    )

    def save(self, *args, **kwargs):
        if self.number is None:
            self.number = SheetCounter.next_number()
        self.completeness = completeness(self)
        super().save(*args, **kwargs)

    def publication_errors(self) -> dict[str, str]:
        return publication_errors(self)

    @property
    def is_debate(self) -> bool:
        return self.kind == choices.Kind.LOCAL_DEBATE

    @property
    def permalink(self) -> str:
        return reverse("sheet_by_number", args=[self.number])

    @property
    def duration_months(self) -> int | None:
        return months_between(self.start, self.end)

    @property
    def themes(self) -> list:
        """Main theme first."""
        return [theme for theme in (self.main_theme, *self.other_themes.all()) if theme]

    def search_record(self):
        from ..records import record_of

        return record_of(self)

    def get_context(self, request, *args, **kwargs):
        from ..presentation import present

        return super().get_context(request, *args, **kwargs) | {"sheet": present(self)}
