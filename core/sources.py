"""Where a record of the network was read: a source a row, with its columns, its panel, and as a content file gives it."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from .dates import PartialDateField
from .importing import date_of, text_of
from .panels import RowsPanel


class Source(Orderable):
    title = models.CharField("titre", max_length=300)
    author = models.CharField("auteur ou média", max_length=200, blank=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    date = PartialDateField("date")

    panels = [
        FieldPanel("title"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("date")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = "source"

    def __str__(self):
        return self.title


def sources_panel() -> RowsPanel:
    return RowsPanel("sources", heading="Sources", label="source")


def source_of(model: type[Source], told: dict[str, Any]) -> Any:
    """A row of `model`. Raises ValidationError."""
    source = model(
        title=text_of(told, "title"),
        author=text_of(told, "author"),
        url=text_of(told, "url"),
        date=date_of(told, "date"),
    )
    parents = [field.name for field in model._meta.fields if isinstance(field, ParentalKey)]
    source.clean_fields(exclude=parents)
    return source
