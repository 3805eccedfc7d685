"""Where a sheet's facts come from: its numbered sources."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from catalogue import choices
from catalogue.dead_source_panel import DeadSourcePanel
from core.dates import PartialDateField

from .rows import SheetRow


class ProjectSource(SheetRow):
    page = ParentalKey("catalogue.ProjectPage", on_delete=models.CASCADE, related_name="sources")
    title = models.CharField("titre", max_length=255)
    author = models.CharField("auteur ou média", max_length=200, blank=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    archived_url = models.URLField(
        "version archivée",
        max_length=500,
        blank=True,
        help_text="L’adresse d’une copie, si la page ne s’ouvre plus : web.archive.org, archives du site…",
    )
    date = PartialDateField("date")
    voice = models.CharField("qui parle", max_length=20, choices=choices.Voice, blank=True)

    panels = [
        FieldPanel(
            "title",
            help_text="Comme elle se nomme elle-même : titre de l’article, de la délibération, de la page.",
        ),
        FieldPanel(
            "url",
            help_text="De la page exacte, pas de l’accueil du site : un lecteur doit pouvoir vérifier.",
        ),
        DeadSourcePanel(),
        FieldPanel("archived_url"),
        FieldRowPanel(
            [
                FieldPanel("author", help_text="Qui l’a écrite ou publiée."),
                FieldPanel(
                    "date", help_text="De publication ; l’année suffit si l’on ne sait pas mieux."
                ),
                FieldPanel(
                    "voice",
                    help_text="La collectivité elle-même, la presse, un éditeur : le lecteur en tient compte.",
                ),
            ]
        ),
    ]

    def __str__(self):
        return self.title
