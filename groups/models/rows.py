"""What groups and programmes both have: what they brought out."""

from django.db import models
from wagtail.models import Orderable

from core.dates import PartialDateField


class Deliverable(Orderable):
    text = models.CharField("ce qui en est sorti", max_length=300)
    url = models.URLField("adresse", max_length=500, blank=True)
    date = PartialDateField("date")

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = "production"

    def __str__(self):
        return self.text
