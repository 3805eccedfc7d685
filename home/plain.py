"""Plain pages: a title and a text."""

from django.db import models
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField

from core import rich_text
from core.models import BasePage


class PlainPage(BasePage):
    """About, credits: a title and a text. Pages that the law words are in `statements.py`."""

    introduction = models.TextField("chapeau", max_length=400, blank=True)
    body = RichTextField(
        "texte",
        blank=True,
        features=rich_text.PAGE,
    )
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
