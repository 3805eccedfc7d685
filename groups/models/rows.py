"""What groups and programmes both have: what they brought out."""

from django.db import models
from wagtail.models import Orderable

from core.dates import PartialDateField


class Deliverable(Orderable):
    text = models.CharField("ce qui en est sorti", max_length=300)
    url = models.URLField("adresse", max_length=500, blank=True)
    publication = models.ForeignKey(
        "publications.PublicationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)s_rows",
        verbose_name="publication",
        help_text="Quand elle est racontée ici.",
    )
    date = PartialDateField("date")

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = "production"

    def __str__(self):
        return self.text
