"""The form of a publication: what a piece of news needs stands first, so that it is posted in two minutes."""

from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    PublishingPanel,
    TitleFieldPanel,
)

from core.panels import RowsPanel, Tabs
from core.sources import sources_panel

INDEX_PANELS = [TitleFieldPanel("title"), FieldPanel("introduction")]

MAX_RECOMMENDATIONS = 200

_ESSENTIALS = [
    TitleFieldPanel("title"),
    FieldRowPanel(
        [
            FieldPanel("kind", help_text="Les listes se filtrent par là."),
            FieldPanel("date"),
            FieldPanel("rubric"),
        ]
    ),
    FieldPanel("summary"),
    RowsPanel("publishers", heading="Qui publie", label="organisation"),
    FieldPanel("themes", help_text="« Lire aussi » en vient."),
    FieldPanel("body", help_text="D’une actualité, l’article ; d’une réponse, ses mots."),
    FieldPanel("text_url"),
    sources_panel(),
]

_EXCHANGE = [
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("state", help_text="Vide : aucune source ne le dit."),
                    FieldPanel("state_told"),
                ]
            ),
            FieldRowPanel(
                [FieldPanel("consultation_opens_on"), FieldPanel("consultation_closes_on")]
            ),
            FieldPanel("consultation_url"),
        ],
        heading="Où elle en est",
        help_text="Une consultation s’ouvre et se ferme d’elle-même à ces dates.",
    ),
    MultiFieldPanel(
        [
            FieldPanel("addressee"),
            FieldPanel("answer", help_text="Ce qui a été répondu, en quelques phrases."),
            FieldRowPanel([FieldPanel("answer_date"), FieldPanel("answer_url")]),
        ],
        heading="À qui, et ce qu’il a répondu",
    ),
    RowsPanel("signatories", heading="Signataires", label="signataire"),
    MultiFieldPanel(
        [
            FieldPanel("question", help_text="Les mots de la question."),
            FieldRowPanel([FieldPanel("question_by"), FieldPanel("question_date")]),
            FieldPanel("ministry", help_text="Celui qui répond, comme il s’appelait alors."),
        ],
        heading="Réponse ministérielle",
        help_text="La date de la réponse est celle de la publication.",
    ),
]

_RECOMMENDATIONS = [
    FieldPanel("recommendations_announced"),
    RowsPanel(
        "recommendations",
        max_num=MAX_RECOMMENDATIONS,
        heading="Recommandations",
        label="recommandation",
        help_text="Chacune a sa page, que l’on peut suivre.",
    ),
    RowsPanel("figures", heading="Chiffres", label="chiffre"),
]

_AROUND = [
    FieldPanel("follow_up", help_text="Ce qui en est venu, dit par une source."),
    FieldPanel("note", help_text="Ce qui n’a pas été lu, ce que deux sources disent autrement."),
    RowsPanel(
        "sheets", heading="Fiches concernées", label="fiche", panels=[PageChooserPanel("sheet")]
    ),
    RowsPanel("events", heading="Dates", label="date", panels=[PageChooserPanel("event")]),
]

_PUBLICATION = [
    FieldPanel("slug"),
    FieldPanel("search_description"),
    PublishingPanel(),
    CommentPanel(),
]

TABS = Tabs(
    [
        ObjectList(_ESSENTIALS, heading="L’essentiel"),
        ObjectList(_EXCHANGE, heading="État et réponse"),
        ObjectList(_RECOMMENDATIONS, heading="Recommandations"),
        ObjectList(_AROUND, heading="Autour"),
        ObjectList(_PUBLICATION, heading="Publication"),
    ]
)
