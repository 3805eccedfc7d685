"""Home page and plain pages: what an editor fills by hand."""

from django.db import models
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField

from core.models import BasePage


class HomePage(BasePage):
    introduction = RichTextField(
        "présentation du réseau",
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text="Ce qu’est le réseau, en quelques phrases.",
    )

    content_panels = [TitleFieldPanel("title"), FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "catalogue.ProjectIndexPage",
        "events.AgendaPage",
        "events.ToursPage",
        "home.PlainPage",
    ]
    max_count = 1

    class Meta:
        verbose_name = "page d’accueil"


class PlainPage(BasePage):
    """About, credits, legal notice, accessibility, personal data."""

    introduction = models.TextField("chapeau", max_length=400, blank=True)
    body = RichTextField("texte", blank=True)
    in_footer = models.BooleanField("lien en pied de page", default=True)

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("in_footer"),
    ]
    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]

    class Meta:
        verbose_name = "page simple"
        verbose_name_plural = "pages simples"
