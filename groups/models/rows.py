"""What groups and programmes both have: sources, and what they brought out."""

from django.db import models
from wagtail.models import Orderable

from core.dates import PartialDateField


class Source(Orderable):
    title = models.CharField("titre", max_length=300)
    author = models.CharField("auteur ou média", max_length=200, blank=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    date = PartialDateField("date")

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = "source"

    def __str__(self):
        return self.title


class Deliverable(Orderable):
    text = models.CharField("ce qui en est sorti", max_length=300)
    url = models.URLField("adresse", max_length=500, blank=True)
    date = PartialDateField("date")

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = "production"

    def __str__(self):
        return self.text
