"""The forms of events and tours, in the order in which an organiser knows the answers."""

from django import forms
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TitleFieldPanel,
)

from core.panels import RowsPanel, Tabs

from . import zones

INDEX_PANELS = [TitleFieldPanel("title"), FieldPanel("introduction")]


def _time(name: str) -> FieldPanel:
    return FieldPanel(
        name,
        help_text="Vide : non connue.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


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
    FieldRowPanel(
        [
            FieldPanel(
                "kind",
                help_text="Une étape de tournée, un webinaire, un congrès : les listes se filtrent par là.",
            ),
            FieldPanel("format"),
        ]
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            FieldRowPanel([_time("start_time"), _time("end_time"), _ZONE]),
        ],
        heading="Quand",
        help_text="Avec des séances, les heures sont celles du programme.",
    ),
    MultiFieldPanel(
        [
            FieldPanel("commune"),
            FieldRowPanel(
                [
                    FieldPanel("venue"),
                    FieldPanel("address", help_text="Rue et numéro : ce qu’il faut pour venir."),
                ]
            ),
        ],
        heading="Où",
    ),
    RowsPanel("organisers", heading="Qui organise", label="organisation"),
    FieldPanel("host", help_text="Celle qui reçoit, si elle n’est pas seulement le lieu."),
    FieldRowPanel(
        [
            FieldPanel("main_theme", help_text="Celui sous lequel on la cherchera d’abord."),
            FieldPanel("other_themes", help_text="Les autres sujets du programme."),
        ]
    ),
    FieldRowPanel(
        [FieldPanel("tour", help_text="Si cette date en est une étape."), FieldPanel("series")]
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("change", help_text="Vide si rien n’a changé."),
                    FieldPanel("first_announced"),
                ]
            ),
            FieldPanel("change_reason"),
        ],
        heading="Reporté ou annulé",
        help_text="La page reste visible, avec la raison et la nouvelle date.",
    ),
]

PROGRAMME = [
    FieldPanel("description", help_text="De quoi il sera question, et pour qui."),
    RowsPanel("sessions", heading="Séances", label="séance"),
    RowsPanel("speakers", heading="Intervenants", label="intervenant"),
    RowsPanel("projects", heading="Projets présentés", label="projet"),
    FieldPanel(
        "calendar_by",
        help_text="Ce que les agendas des visiteurs reçoivent : une entrée par jour, ou par séance.",
    ),
]

COMING = [
    FieldPanel("access_text", help_text="Train, bus, parking : du plus sobre au moins sobre."),
    FieldPanel("without_car"),
    FieldPanel("accessibility"),
    FieldPanel("online_url", help_text="Montrée seulement si le format le permet."),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("registration"),
                    FieldPanel(
                        "registration_url",
                        help_text="Là où l’on s’inscrit ; vide si l’entrée est libre.",
                    ),
                ]
            ),
            FieldRowPanel(
                [FieldPanel("registration_opens_on"), FieldPanel("registration_closes_on")]
            ),
            FieldRowPanel(
                [
                    FieldPanel("capacity", help_text="Le nombre de personnes que le lieu reçoit."),
                    FieldPanel("is_full"),
                ]
            ),
            FieldPanel("audience"),
        ],
        heading="S’inscrire",
    ),
]

AFTERWARDS = [
    FieldPanel("report", help_text="Ce que la rencontre a apporté à qui n’y était pas."),
    RowsPanel("documents", heading="Documents", label="document"),
    FieldPanel("replay_url", help_text="Là où elle se revoit."),
    FieldPanel("note", help_text="Ce qu’il faut savoir avant de venir ; montré sur la page."),
    FieldRowPanel(
        [
            FieldPanel(
                "source_title", help_text="D’où vient l’annonce, si elle n’est pas de vous."
            ),
            FieldPanel("source_url", help_text="La page exacte de l’annonce."),
        ]
    ),
]

_PUBLICATION = [
    FieldPanel("slug"),
    FieldPanel("search_description"),
    PublishingPanel(),
    CommentPanel(),
]

EVENT_TABS = Tabs(
    [
        ObjectList(ESSENTIALS, heading="L’essentiel"),
        ObjectList(PROGRAMME, heading="Programme"),
        ObjectList(COMING, heading="Venir"),
        ObjectList(AFTERWARDS, heading="Compte rendu"),
        ObjectList(_PUBLICATION, heading="Publication"),
    ]
)

TOUR_TABS = Tabs(
    [
        ObjectList(
            [
                TitleFieldPanel("title"),
                FieldPanel("summary"),
                FieldRowPanel([FieldPanel("series"), FieldPanel("edition")]),
                RowsPanel("organisers", heading="Qui organise", label="organisation"),
                FieldPanel("themes", help_text="De quoi parlent ses étapes."),
                FieldPanel(
                    "description", help_text="D’où elle vient, où elle va, comment la rejoindre."
                ),
                FieldPanel("is_demonstration"),
            ],
            heading="La tournée",
        ),
        ObjectList(_PUBLICATION, heading="Publication"),
    ]
)
