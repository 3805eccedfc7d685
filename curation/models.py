"""A collection: sheets that an editor chose and put in order, each with why; or a search that goes on, with pins.

A page, and not a snippet: it has an address that visitors share, and so needs a draft, a preview, a reviewer, a date of
publication and redirects, which Wagtail gives pages; whoever may publish sheets may publish it. What is not live never
leaks, because everything public reads through `core.visibility`.
"""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from catalogue.models import ProjectPage
from core import rich_text
from core.models import BasePage, PlacePage
from core.relations import CountedManyToManyField
from curation import panels
from curation.forms import CollectionPageForm
from curation.publication import publication_errors


class CollectionsPage(PlacePage):
    """Parent of the collections, and their list at /collections/, in the order of the tree."""

    introduction = RichTextField(blank=True, features=rich_text.SENTENCES)

    template = "curation/collections_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["curation.CollectionPage"]
    content_panels = panels.INDEX_PANELS

    class Meta:
        verbose_name = "liste des parcours"


class CollectionPage(BasePage):
    introduction = models.TextField(
        "introduction",
        max_length=500,
        help_text="Deux ou trois phrases : ce que ces fiches ont en commun, ce qu’on y apprend.",
    )
    audience = models.CharField(
        "pour qui",
        max_length=120,
        blank=True,
        help_text="Par exemple « Maires et secrétaires de mairie de très petites communes ».",
    )
    themes = CountedManyToManyField(
        "taxonomy.Theme", verbose_name="thèmes", blank=True, related_name="+"
    )
    # Kept as the one address of that selection: see `curation.living`.
    search = models.CharField(
        "recherche vivante",
        max_length=1000,
        blank=True,
        help_text=(
            "Collez l’adresse d’une liste de fiches, avec ses mots et ses filtres : ce qu’elle trouve suit les fiches "
            "choisies, et change avec le catalogue. Vide : seules les fiches choisies sont montrées."
        ),
    )

    template = "curation/collection_page.html"
    base_form_class = CollectionPageForm
    content_panels = panels.CONTENT_PANELS
    parent_page_types = ["curation.CollectionsPage"]
    subpage_types = []

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"

    def publication_errors(self) -> dict[str, str]:
        return super().publication_errors() | publication_errors(self)


class CollectionItem(Orderable):
    """A sheet of a collection. One that is not public any more stays here, is not shown, and the editors are told."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="items")
    sheet = models.ForeignKey(
        ProjectPage,
        on_delete=models.CASCADE,
        related_name="collection_items",
        verbose_name="fiche",
    )
    why = models.CharField(
        "pourquoi", max_length=160, help_text="Une phrase : ce que cette fiche apporte au parcours."
    )

    class Meta(Orderable.Meta):
        verbose_name = "fiche d’un parcours"
        verbose_name_plural = "fiches d’un parcours"

    def __str__(self):
        return str(self.sheet)
