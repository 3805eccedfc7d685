"""What it took: people, money, tools, data and law."""

from .declaration import Field, Needed, Search, Section, Tab, When

MEANS = Field(
    name="means",
    label="moyens",
    rows="moyen",
    help="Une ligne par compétence ou fonction, avec des jours ou des équivalents temps plein.",
    column="moyens",
    compared=True,
    noted=True,
)
MEANS_TEXT = Field(
    name="means_text",
    label="moyens humains",
    help="Jours ou équivalents temps plein, compétences : ce que les lignes ne disent pas.",
    column="moyens_texte",
    search=Search.BODY,
    weight=2,
    why="La première question d’un élu : avec qui, et combien de temps ?",
    needed=Needed(
        When.WITH_AUTHORITY, "Donnez les moyens humains, ou cochez « moyens non connus »."
    ),
    answered_by=("means", "means_unknown"),
    silence=True,
    noted=True,
)
MEANS_UNKNOWN = Field(
    name="means_unknown",
    label="moyens non connus",
    help="Quelqu’un a dit que personne ne les connaît : c’est une réponse.",
    column="moyens_non_connus",
    denies=("means", "means_text"),
)
COSTS = Field(
    name="costs",
    label="coûts",
    rows="coût",
    help="Une ligne par montant cité, et ce qu’il est : coût du projet, partie, subvention, rançon…",
    column="couts_lignes",
    search=Search.BODY,
    answered_by=("costs_text", "investment_unknown", "running_unknown"),
    silence=True,
    compared=True,
    noted=True,
)
COSTS_TEXT = Field(
    name="costs_text",
    label="coûts, en mots",
    help="Ce que les lignes ne disent pas : « 89,50 € par enfant et par an ».",
    column="couts",
    search=Search.BODY,
    noted=True,
)
INVESTMENT_UNKNOWN = Field(
    name="investment_unknown",
    label="coût d’investissement non connu",
    help="Quelqu’un a dit que personne ne le connaît : c’est une réponse.",
    column="investissement_non_connu",
    weight=2,
    why="La deuxième : combien cela coûte-t-il pour commencer ?",
    absent="coût d’investissement",
    needed=Needed(When.WITH_AUTHORITY, "Donnez le coût d’investissement, ou cochez « non connu »."),
    answered_by=("costs_text", "investment_costs"),
    denies=("investment_costs",),
)
RUNNING_UNKNOWN = Field(
    name="running_unknown",
    label="coût de fonctionnement non connu",
    help="Quelqu’un a dit que personne ne le connaît : c’est une réponse.",
    column="fonctionnement_non_connu",
    weight=2,
    why="Et chaque année ensuite ? C’est ce qui fait renoncer, ou oser.",
    absent="coût de fonctionnement",
    needed=Needed(
        When.WITH_AUTHORITY, "Donnez le coût de fonctionnement, ou cochez « non connu »."
    ),
    answered_by=("costs_text", "running_costs"),
    denies=("running_costs",),
    ages="coût de fonctionnement",
)
FUNDING = Field(
    name="funding",
    label="financements",
    rows="financement",
    help="Qui a payé, par quel programme, combien ou à quel taux.",
    column="financements",
    noted=True,
)
FUNDING_TEXT = Field(
    name="funding_text",
    label="financement",
    help="Ce que les lignes ne disent pas : conditions, calendrier de versement, reste à charge.",
    column="financement_texte",
    search=Search.BODY,
    weight=1,
    why="D’autres pourraient avoir droit aux mêmes aides.",
    answered_by=("funding",),
    noted=True,
)
TOOLS = Field(
    name="tools",
    label="outils",
    rows="outil",
    help="Logiciels et matériels par leur nom, version et hébergement quand on les connaît.",
    column="outils",
    search=Search.BODY,
    compared=True,
)
TOOLS_TEXT = Field(
    name="tools_text",
    label="outils et solutions",
    help="Pourquoi ceux-là, et ce qui a été développé en propre.",
    column="outils_texte",
    search=Search.BODY,
    weight=1,
    why="Le lecteur cherche qui utilise déjà ce qu’il a.",
    answered_by=("tools",),
    ages="outil",
)
LICENCE_SPDX = Field(
    name="licence_spdx",
    label="licence (SPDX)",
    heading="Licence et code source",
    help="Par exemple AGPL-3.0-or-later, MIT : ce qui permet à un autre de reprendre le code.",
    column="licence_spdx",
    compared=True,
)
CODE_STATE = Field(
    name="code_state",
    label="code source",
    help="« Pas encore publié » est une réponse.",
    column="code_source",
)
LICENCE_TEXT = Field(
    name="licence_text",
    label="licence, en mots",
    help="Quand la source la dit sans identifiant : « logiciel libre », « licence du marché ».",
    column="licence",
    search=Search.BODY,
)
SOURCE_CODE_URL = Field(
    name="source_code_url",
    label="adresse du code source",
    help="L’adresse complète du dépôt public, avec https://.",
    column="source_code_url",
)
DATA_TEXT = Field(
    name="data_text",
    label="données",
    help="Lesquelles, d’où, ouvertes ou non.",
    column="donnees",
    anchor="donnees",
    search=Search.BODY,
)
LEGAL_TEXT = Field(
    name="legal_text",
    label="cadre juridique",
    help="Marché, convention, protection des données.",
    column="cadre_juridique",
    anchor="juridique",
    search=Search.BODY,
    noted=True,
)

RESOURCES = Tab(
    "Moyens et coûts",
    (
        Section("Moyens humains", (MEANS, MEANS_TEXT, MEANS_UNKNOWN)),
        Section("Coûts", (COSTS, COSTS_TEXT, (INVESTMENT_UNKNOWN, RUNNING_UNKNOWN))),
        Section("Financement", (FUNDING, FUNDING_TEXT)),
        Section("Outils et solutions", (TOOLS, TOOLS_TEXT)),
        Section(
            "Licence et code source",
            ((LICENCE_SPDX, CODE_STATE), LICENCE_TEXT, SOURCE_CODE_URL),
        ),
        Section("", (DATA_TEXT, LEGAL_TEXT)),
    ),
    help="Une ligne par fait que l’on peut citer, un texte pour le reste. « Non connu » est une "
    "réponse : cochez-la quand quelqu’un l’a dit.",
)
