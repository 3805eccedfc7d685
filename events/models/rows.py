"""What an event is made of, one row each: sessions, speakers, projects shown, documents, organisers."""

import uuid

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from events import choices

_TIME = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}


class SessionRow(Orderable):
    """A row that belongs to a session, named by its place in the programme; empty: to the event."""

    session_number = models.PositiveSmallIntegerField(
        "séance n°",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Rang de la séance dans le programme. Vide : tout l’événement.",
    )

    class Meta(Orderable.Meta):
        abstract = True


class OrganiserRow(Orderable):
    """An organisation of the directory, or a name as it was announced."""

    organisation = models.ForeignKey(
        "network.Organisation",
        verbose_name="organisation de l’annuaire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)s_rows",
    )
    name = models.CharField(
        "nom", max_length=200, blank=True, help_text="Si elle n’est pas dans l’annuaire."
    )

    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "organisation",
                    help_text="Si elle y est : la date se montre sur sa page, et qui anime ce réseau peut la modifier.",
                ),
                FieldPanel("name"),
            ]
        )
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return self.name or (self.organisation.name if self.organisation_id else "")


class EventOrganiser(OrganiserRow):
    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="organisers")


class TourOrganiser(OrganiserRow):
    page = ParentalKey("events.TourPage", on_delete=models.CASCADE, related_name="organisers")


class EventSession(Orderable):
    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="sessions")
    # Kept through drafts and changes; a copy of the event gets new ones.
    uuid = models.UUIDField(default=uuid.uuid4, blank=True)
    title = models.CharField("titre", max_length=200)
    day = models.DateField("jour", null=True, blank=True, help_text="Vide : le premier jour.")
    start_time = models.TimeField("de", null=True, blank=True)
    end_time = models.TimeField("à", null=True, blank=True)
    room = models.CharField("salle", max_length=120, blank=True)
    link = models.URLField("lien de connexion", max_length=500, blank=True)
    registration_url = models.URLField(
        "page d’inscription",
        max_length=500,
        blank=True,
        help_text="Si l’on s’inscrit à cette séance à part.",
    )
    description = models.TextField("description", max_length=1500, blank=True)
    replay_url = models.URLField("rediffusion", max_length=500, blank=True)

    panels = [
        FieldPanel("uuid", widget=forms.HiddenInput, classname="w-hidden"),
        FieldPanel("title", help_text="Ce dont il sera question, en une ligne."),
        FieldRowPanel(
            [
                FieldPanel("day"),
                FieldPanel("start_time", help_text="Vide : non connue.", **_TIME),
                FieldPanel("end_time", help_text="Vide : non connue.", **_TIME),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("room", help_text="Si le lieu en a plusieurs."),
                FieldPanel("link", help_text="Pour la suivre à distance."),
            ]
        ),
        FieldPanel("registration_url"),
        FieldPanel("description", help_text="Qui parle de quoi, en quelques phrases."),
        FieldPanel("replay_url", help_text="Après coup : là où elle se revoit."),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "séance"
        verbose_name_plural = "séances"

    def __str__(self):
        return self.title


class EventSpeaker(SessionRow):
    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField("nom", max_length=120)
    function = models.CharField("fonction", max_length=200, blank=True)
    organisation = models.CharField("organisme", max_length=200, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("name", help_text="Comme il ou elle se présente."),
                FieldPanel("session_number"),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("function", help_text="Telle qu’elle est au jour de l’événement."),
                FieldPanel("organisation", help_text="Collectivité, réseau ou entreprise."),
            ]
        ),
    ]

    def __str__(self):
        return self.name


class EventProject(SessionRow):
    """A project that is shown: the event owns the link, the sheet derives « Présenté à »."""

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="projects")
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche projet",
        on_delete=models.CASCADE,
        related_name="shown_at",
    )

    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "sheet", help_text="La fiche du projet montré : elle le dira à son tour."
                ),
                FieldPanel("session_number"),
            ]
        )
    ]

    def __str__(self):
        return self.sheet.title


class EventDocument(SessionRow):
    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "core.Attachment",
        verbose_name="document",
        on_delete=models.CASCADE,
        related_name="+",
    )
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=choices.DocumentKind,
        default=choices.DocumentKind.SLIDES,
    )

    panels = [
        FieldPanel("document", help_text="Présentation, compte rendu, enregistrement."),
        FieldRowPanel(
            [
                FieldPanel("kind", help_text="Ce que le lecteur trouvera dedans."),
                FieldPanel("session_number"),
            ]
        ),
    ]

    def __str__(self):
        return str(self.document)
