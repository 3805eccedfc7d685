"""The form of a sheet, grouped as the sheet reads."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

INDEX_PANELS = [TitleFieldPanel("title"), FieldPanel("introduction")]

# Shown for a local debate alone (Wagtail's rules controller); the form blanks them for other kinds.
_DEBATE_ONLY = {"data-w-rules-target": "show", "data-w-rules-show": '{"kind": ["debat_local"]}'}


def rows(relation: str, heading: str, label: str, help_text: str = "") -> InlinePanel:
    return InlinePanel(relation, heading=heading, label=label, help_text=help_text)


IDENTITY = [
    TitleFieldPanel(
        "title",
        help_text="Ce qui a été fait et avec quel gain, en 120 caractères, sans nom de marque.",
    ),
    FieldPanel("summary"),
    MultiFieldPanel(
        [
            FieldPanel("authority"),
            FieldPanel("covered_territories"),
            FieldRowPanel([FieldPanel("stated_population"), FieldPanel("stated_population_year")]),
        ],
        heading="Le territoire",
    ),
    MultiFieldPanel(
        [FieldPanel("kind"), FieldPanel("main_theme"), FieldPanel("other_themes")],
        heading="Nature et thèmes",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("status"), FieldPanel("status_date")]),
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        ],
        heading="Avancement et calendrier",
    ),
    MultiFieldPanel(
        [FieldPanel("origin"), FieldPanel("validated_on")],
        heading="Origine",
        help_text="Une fiche documentaire ne demande que l’essentiel et une source ; une fiche écrite "
        "avec la collectivité demande aussi le récit, les moyens, les coûts et une personne-ressource.",
    ),
    rows("sources", "Sources", "source", "Qui parle, où et quand."),
]

STORY = [
    FieldPanel("context"),
    FieldPanel("trigger"),
    FieldPanel("objectives"),
    FieldPanel("actions"),
    FieldPanel("governance"),
    rows("partners", "Partenaires", "partenaire"),
    MultiFieldPanel(
        [
            FieldPanel("debate_question"),
            FieldPanel("debate_can_decide"),
            FieldPanel("debate_cannot_decide"),
            FieldPanel("debate_method"),
            FieldPanel("debate_guarantor"),
            FieldPanel("debate_kit"),
            FieldPanel("debate_calendar"),
            FieldRowPanel([FieldPanel("debate_participants"), FieldPanel("debate_contributions")]),
            rows("debate_items", "Avis et propositions", "avis ou proposition"),
            FieldPanel("debate_follow_up"),
        ],
        heading="Débat local",
        attrs=_DEBATE_ONLY,
    ),
]

MEANS = [
    HelpPanel(
        "<p>Une ligne par fait que l’on peut citer, un texte pour le reste. « Non connu » est une "
        "réponse : cochez-la quand quelqu’un l’a dit.</p>"
    ),
    MultiFieldPanel(
        [rows("means", "Moyens", "moyen"), FieldPanel("means_text"), FieldPanel("means_unknown")],
        heading="Moyens humains",
    ),
    MultiFieldPanel(
        [
            rows("costs", "Coûts", "coût"),
            FieldPanel("costs_text"),
            FieldRowPanel([FieldPanel("investment_unknown"), FieldPanel("running_unknown")]),
        ],
        heading="Coûts",
    ),
    MultiFieldPanel(
        [rows("funding", "Financements", "financement"), FieldPanel("funding_text")],
        heading="Financement",
    ),
    MultiFieldPanel(
        [rows("tools", "Outils", "outil"), FieldPanel("tools_text")],
        heading="Outils et solutions",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("licence_spdx"), FieldPanel("code_state")]),
            FieldPanel("licence_text"),
            FieldPanel("source_code_url"),
        ],
        heading="Licence et code source",
    ),
    FieldPanel("data_text"),
    FieldPanel("legal_text"),
]

OUTCOME = [
    MultiFieldPanel(
        [
            rows("results", "Indicateurs", "indicateur"),
            FieldPanel("results_text"),
            FieldPanel("results_too_early"),
        ],
        heading="Résultats",
    ),
    MultiFieldPanel(
        [rows("difficulties", "Difficultés", "difficulté"), FieldPanel("difficulties_text")],
        heading="Difficultés",
    ),
    FieldPanel("success_factors"),
    FieldPanel("again"),
    FieldPanel("environment_text"),
    FieldPanel("inclusion_text"),
]

REPRODUCTION = [
    FieldPanel("reproducibility"),
    FieldRowPanel(
        [FieldPanel("minimum_population"), FieldPanel("entry_cost"), FieldPanel("setup_months")]
    ),
    FieldPanel("prerequisites"),
    FieldPanel("risks"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("contact_function"), FieldPanel("contact_service")]),
            FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_consent")]),
            FieldPanel("contact_email"),
            FieldRowPanel(
                [
                    FieldPanel("answers_questions"),
                    FieldPanel("receives_visits"),
                    FieldPanel("speaks_at_stages"),
                ]
            ),
        ],
        heading="Personne-ressource",
    ),
    rows("attachments", "Documents utiles", "document"),
    rows("pictures", "Images", "image"),
]

SHEET_TABS = TabbedInterface(
    [
        ObjectList(IDENTITY, heading="L’essentiel"),
        ObjectList(STORY, heading="Le récit"),
        ObjectList(MEANS, heading="Moyens et coûts"),
        ObjectList(OUTCOME, heading="Résultats et difficultés"),
        ObjectList(REPRODUCTION, heading="Pour le refaire"),
        ObjectList(
            [
                FieldPanel("slug"),
                FieldPanel("search_description"),
                FieldPanel("text_licence"),
                PublishingPanel(),
            ],
            heading="Publication",
        ),
    ],
    attrs={
        "data-controller": "w-tabs w-rules",
        "data-action": "popstate@window->w-tabs#select change->w-rules#resolve",
    },
)
