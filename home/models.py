"""The home page: what an editor fills of it by hand. Plain pages, `plain.py`."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from catalogue.models import ProjectPage
from catalogue.records import card_of
from core import rich_text
from core.models import PlacePage
from core.panels import RowsPanel
from core.visibility import visible

# Django finds models here alone.
from .plain import PlainPage
from .statements import AccessibilityPage, EcodesignPage, LegalNoticePage, PersonalDataPage

__all__ = [
    "AccessibilityPage",
    "EcodesignPage",
    "Highlight",
    "HomePage",
    "LegalNoticePage",
    "PersonalDataPage",
    "PlainPage",
]


class HomePage(PlacePage):
    lead = models.TextField(
        "accroche",
        max_length=300,
        blank=True,
        help_text="Sous la question, en une ou deux phrases. Vide : le site dit combien de fiches il a.",
    )
    introduction = RichTextField(
        "présentation du réseau",
        blank=True,
        features=[*rich_text.SENTENCES, "ul"],
        help_text="Ce qu’est le réseau, en quelques phrases.",
    )

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        RowsPanel(
            "highlights",
            max_num=3,
            heading="Fiches à la une",
            label="Fiche",
            help_text="Trois au plus, dans cet ordre. Aucune : celles du jour sont montrées.",
        ),
        FieldPanel("introduction"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "catalogue.ProjectIndexPage",
        "events.AgendaPage",
        "events.ToursPage",
        "curation.CollectionsPage",
        "publications.PublicationsPage",
        "home.PlainPage",
        "home.LegalNoticePage",
        "home.AccessibilityPage",
        "home.EcodesignPage",
        "home.PersonalDataPage",
    ]

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"highlighted": self.highlighted()}

    def highlighted(self) -> list[dict]:
        """Cards of the sheets that an editor chose, in that order; only those that are public."""
        chosen = [row.sheet_id for row in self.highlights.all()]
        if not chosen:
            return []
        sheets = visible(ProjectPage.objects).filter(pk__in=chosen)
        sheets = sheets.select_related("authority", "main_theme__parent")
        by_key = {sheet.pk: sheet for sheet in sheets.prefetch_related("costs", "difficulties")}
        return [card_of(by_key[key]) for key in dict.fromkeys(chosen) if key in by_key]


class Highlight(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="highlights")
    sheet = models.ForeignKey(
        ProjectPage, on_delete=models.CASCADE, related_name="+", verbose_name="fiche"
    )

    panels = [PageChooserPanel("sheet")]

    class Meta(Orderable.Meta):
        verbose_name = "fiche à la une"
