"""The forms of events and tours, in the order in which an organiser knows the answers."""

from django import forms
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from . import zones

INDEX_PANELS = [TitleFieldPanel("title"), FieldPanel("introduction")]


def _time(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


_ZONE = FieldPanel(
    "time_zone",
    widget=forms.Select(
        choices=[
            ("", "Celui de la commune"),
            *((name, f"{label[0].upper()}{label[1:]}") for name, label in zones.LABELS.items()),
        ]
    ),
)

ESSENTIALS = [
    TitleFieldPanel("title"),
    FieldPanel("summary"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("format")]),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            FieldRowPanel([_time("start_time"), _time("end_time"), _ZONE]),
        ],
        heading="Quand",
        help_text="Avec des séances, les heures sont celles du programme.",
    ),
    MultiFieldPanel(
        [FieldPanel("commune"), FieldRowPanel([FieldPanel("venue"), FieldPanel("address")])],
        heading="Où",
    ),
    InlinePanel("organisers", heading="Qui organise", label="organisation"),
    FieldPanel("host"),
    FieldRowPanel([FieldPanel("main_theme"), FieldPanel("other_themes")]),
    FieldRowPanel([FieldPanel("tour"), FieldPanel("series")]),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("change"), FieldPanel("first_announced")]),
            FieldPanel("change_reason"),
        ],
        heading="Reporté ou annulé",
        help_text="La page reste visible, avec la raison et la nouvelle date.",
    ),
]

PROGRAMME = [
    FieldPanel("description"),
    InlinePanel("sessions", heading="Séances", label="séance"),
    InlinePanel("speakers", heading="Intervenants", label="intervenant"),
    InlinePanel("projects", heading="Projets présentés", label="projet"),
    FieldPanel("calendar_by"),
]

COMING = [
    FieldPanel("access_text"),
    FieldPanel("without_car"),
    FieldPanel("accessibility"),
    FieldPanel("online_url"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("registration"), FieldPanel("registration_url")]),
            FieldRowPanel(
                [FieldPanel("registration_opens_on"), FieldPanel("registration_closes_on")]
            ),
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("is_full")]),
            FieldPanel("audience"),
        ],
        heading="S’inscrire",
    ),
]

AFTERWARDS = [
    FieldPanel("report"),
    InlinePanel("documents", heading="Documents", label="document"),
    FieldPanel("replay_url"),
    FieldPanel("note"),
    FieldRowPanel([FieldPanel("source_title"), FieldPanel("source_url")]),
]

_PUBLICATION = [FieldPanel("slug"), FieldPanel("search_description"), PublishingPanel()]

EVENT_TABS = TabbedInterface(
    [
        ObjectList(ESSENTIALS, heading="L’essentiel"),
        ObjectList(PROGRAMME, heading="Programme"),
        ObjectList(COMING, heading="Venir"),
        ObjectList(AFTERWARDS, heading="Compte rendu"),
        ObjectList(_PUBLICATION, heading="Publication"),
    ]
)

TOUR_TABS = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel("title"),
                FieldPanel("summary"),
                FieldRowPanel([FieldPanel("series"), FieldPanel("edition")]),
                InlinePanel("organisers", heading="Qui organise", label="organisation"),
                FieldPanel("themes"),
                FieldPanel("description"),
                FieldPanel("is_demonstration"),
            ],
            heading="La tournée",
        ),
        ObjectList(_PUBLICATION, heading="Publication"),
    ]
)
