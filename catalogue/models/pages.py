"""The columns of the project sheet, and the page of the tree that holds the sheets.

Everything is optional here so that a draft can always be saved. Labels, help and what a published sheet
needs are declared in `catalogue.fields`.
"""

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.fields import RichTextField

from catalogue import choices, panels
from catalogue.completeness import completeness
from catalogue.fields import FIELDS
from catalogue.forms import ProjectPageForm
from catalogue.publication import publication_errors
from core import rich_text
from core.dates import PartialDateField, months_between
from core.models import BasePage, PlacePage
from core.relations import CountedManyToManyField
from core.rows import give_keys
from links.models import Link
from territories.names import fold


def folded_titles(sheet) -> str:
    """ " eclairage public  eclairage ": a word has a space on either side."""
    titles = dict.fromkeys((fold(sheet.title), fold(sheet.draft_title)))
    return "".join(f" {title} " for title in titles)


def text_field() -> RichTextField:
    return RichTextField(blank=True, features=rich_text.SECTION)


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


class ProjectIndexPage(PlacePage):
    """Parent of the sheets. Its address, /projets/, is answered by `catalogue.views`."""

    introduction = RichTextField(blank=True, features=rich_text.SENTENCES)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["catalogue.ProjectPage"]
    content_panels = panels.INDEX_PANELS

    class Meta:
        verbose_name = "catalogue des fiches projet"


class ProjectPage(BasePage):
    number = models.PositiveIntegerField("numéro", unique=True, null=True, editable=False)

    # What it is
    origin = models.CharField(
        max_length=20, choices=choices.Origin, default=choices.Origin.DOCUMENTARY
    )
    validated_on = models.DateField(null=True, blank=True)
    summary = models.TextField(
        max_length=500,
        blank=True,
    )
    authority = models.ForeignKey(
        "territories.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sheets",
    )
    covered_territories = CountedManyToManyField(
        "territories.Authority",
        blank=True,
        related_name="covering_sheets",
    )
    stated_population = models.PositiveIntegerField(null=True, blank=True)
    stated_population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    main_theme = models.ForeignKey(
        "taxonomy.Theme",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    other_themes = CountedManyToManyField(
        "taxonomy.Theme",
        blank=True,
        related_name="+",
    )
    kind = models.CharField(max_length=20, choices=choices.Kind, blank=True)
    status = models.CharField(max_length=20, choices=choices.Status, blank=True)
    status_date = PartialDateField()
    start = PartialDateField()
    end = PartialDateField()

    # The story
    context = text_field()
    trigger = models.CharField(max_length=255, blank=True)
    objectives = text_field()
    actions = text_field()
    governance = text_field()

    # Means and money
    means_text = text_field()
    means_unknown = models.BooleanField(default=False)
    costs_text = text_field()
    investment_unknown = models.BooleanField(default=False)
    running_unknown = models.BooleanField(default=False)
    funding_text = text_field()
    tools_text = text_field()
    licence_spdx = models.CharField(max_length=60, blank=True)
    licence_text = models.CharField(max_length=255, blank=True)
    code_state = models.CharField(max_length=20, choices=choices.CodeState, blank=True)
    source_code_url = models.URLField(max_length=500, blank=True)
    data_text = text_field()
    legal_text = text_field()

    # What came of it
    results_text = text_field()
    results_too_early = models.BooleanField(default=False)
    difficulties_text = text_field()
    success_factors = text_field()
    again = text_field()
    environment_text = text_field()
    inclusion_text = text_field()

    # To do it again
    reproducibility = text_field()
    minimum_population = models.PositiveIntegerField(null=True, blank=True)
    prerequisites = text_field()
    entry_cost = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    setup_months = models.PositiveSmallIntegerField(null=True, blank=True)
    risks = text_field()

    # Who to ask
    contact_function = models.CharField(
        max_length=200,
        blank=True,
    )
    contact_service = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_consent = models.BooleanField(default=False)
    contact_email = models.EmailField(blank=True)
    answers_questions = models.BooleanField(default=False)
    receives_visits = models.BooleanField(default=False)
    speaks_at_stages = models.BooleanField(default=False)

    # A local debate
    debate_question = models.TextField(max_length=500, blank=True)
    debate_can_decide = models.TextField(blank=True)
    debate_cannot_decide = models.TextField(blank=True)
    debate_method = models.TextField(blank=True)
    debate_guarantor = models.CharField(max_length=255, blank=True)
    debate_kit = models.TextField(blank=True)
    debate_calendar = models.TextField(blank=True)
    debate_participants = models.PositiveIntegerField(null=True, blank=True)
    debate_contributions = models.PositiveIntegerField(null=True, blank=True)
    debate_follow_up = models.TextField(blank=True)

    text_licence = models.CharField(max_length=100, default="Licence Ouverte 2.0")
    completeness = models.PositiveSmallIntegerField("complétude (%)", default=0, editable=False)
    # What the admin's list searches: the titles online and of the draft, as `territories.names.fold` writes them.
    folded_title = models.TextField(blank=True, default="", editable=False)
    # Who outside said what stands in which field: see `catalogue.provenance`.
    provenance = models.JSONField(default=list, blank=True, editable=False)

    base_form_class = ProjectPageForm
    edit_handler = panels.SHEET_TABS
    parent_page_types = ["catalogue.ProjectIndexPage"]
    subpage_types = []
    # A copy is another sheet: it gets its own number on save, and nobody said anything of it.
    exclude_fields_in_copy = ["number", "provenance"]

    class Meta:
        verbose_name = "fiche projet"
        verbose_name_plural = "fiches projet"

    def save(self, *args, **kwargs):
        if self.number is None:
            self.number = SheetCounter.next_number()
        self.completeness = completeness(self)
        folded, self.folded_title = self.folded_title, folded_titles(self)
        super().save(*args, **kwargs)
        # A revision that is saved notes its title in passing, and nothing else of the sheet.
        if kwargs.get("update_fields") is not None and folded != self.folded_title:
            ProjectPage.objects.filter(pk=self.pk).update(folded_title=self.folded_title)

    def save_revision(self, *args, **kwargs):
        give_keys(self, "debate_items", "text")
        return super().save_revision(*args, **kwargs)

    def publication_errors(self) -> dict[str, str]:
        return super().publication_errors() | publication_errors(self)

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
    def investment_costs(self) -> list:
        return [row for row in self.costs.all() if row.nature == choices.CostNature.INVESTMENT]

    @property
    def running_costs(self) -> list:
        return [row for row in self.costs.all() if row.nature == choices.CostNature.RUNNING]

    @cached_property
    def dead_links(self) -> dict[str, Link]:
        """By address, those of its published version that open no more: read once for all rows of a form."""
        return {link.address: link for link in Link.objects.dead().held_by(self)}

    @property
    def themes(self) -> list:
        """Main theme first."""
        return [theme for theme in (self.main_theme, *self.other_themes.all()) if theme]


# After the class is made: a reworded label is then no migration.
for _field in FIELDS.values():
    if not _field.rows:
        ProjectPage._meta.get_field(_field.name).verbose_name = _field.label
