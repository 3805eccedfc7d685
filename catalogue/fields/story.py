"""The story of a sheet, and the fields that a local debate alone has."""

from catalogue import choices

from .declaration import Field, Needed, Search, Section, Tab, When

CONTEXT = Field(
    name="context",
    label="contexte et besoin",
    help="La situation de départ et le problème à résoudre.",
    column="contexte",
    anchor="contexte",
    search=Search.BODY,
    weight=2,
    why="Le lecteur reconnaît son propre problème, ou voit que ce n’est pas le sien.",
    needed=Needed(When.WITH_AUTHORITY, "Décrivez le contexte et le besoin."),
    noted=True,
)
TRIGGER = Field(
    name="trigger",
    label="élément déclencheur",
    help="Ce qui a fait démarrer : une panne, une obligation, une visite chez un voisin.",
    column="declencheur",
    anchor="declencheur",
    search=Search.BODY,
)
OBJECTIVES = Field(
    name="objectives",
    label="objectifs",
    help="Ce qui était attendu, pour qui.",
    column="objectifs",
    anchor="objectifs",
    search=Search.BODY,
    weight=2,
    why="Sans eux, on ne peut pas juger les résultats.",
    needed=Needed(When.WITH_AUTHORITY, "Dites ce qui était attendu."),
    noted=True,
)
ACTIONS = Field(
    name="actions",
    label="ce qui a été fait",
    help="Les étapes datées, les choix retenus et ceux qui ont été écartés.",
    column="mise_en_oeuvre",
    anchor="realisation",
    search=Search.BODY,
    weight=3,
    why="C’est ce que le lecteur veut refaire.",
    needed=Needed(When.WITH_AUTHORITY, "Racontez ce qui a été fait."),
    noted=True,
)
GOVERNANCE = Field(
    name="governance",
    label="portage et gouvernance",
    help="Qui décide, qui suit, à quel rythme ; quel élu porte le projet.",
    column="gouvernance",
    anchor="gouvernance",
    search=Search.BODY,
    weight=1,
    why="Une petite équipe a besoin de savoir qui décide.",
)
PARTNERS = Field(
    name="partners",
    label="partenaires",
    rows="partenaire",
    help="Tels que la source ou la collectivité les nomme ; leur rôle s’il est dit.",
    column="partenaires",
    search=Search.BODY,
)

DEBATE_QUESTION = Field(
    name="debate_question",
    label="question posée",
    help="La question, dans les mots où elle a été posée aux habitants.",
    column="debat_question",
    search=Search.BODY,
    needed=Needed(When.DEBATE, "Donnez la question posée."),
)
DEBATE_CAN_DECIDE = Field(
    name="debate_can_decide",
    label="ce que la collectivité peut décider",
    help="Ce qui était ouvert au débat, pour que chacun sache à quoi il sert.",
    column="debat_peut_decider",
    search=Search.BODY,
)
DEBATE_CANNOT_DECIDE = Field(
    name="debate_cannot_decide",
    label="ce qu’elle ne peut pas décider",
    help="Ce qui relève d’un autre, de la loi ou d’un choix déjà fait.",
    column="debat_ne_peut_pas_decider",
    search=Search.BODY,
)
DEBATE_METHOD = Field(
    name="debate_method",
    label="méthode",
    help="Panel, jury, ateliers, consultation… et comment les participants ont été choisis.",
    column="debat_methode",
    search=Search.BODY,
    needed=Needed(When.DEBATE, "Dites comment le débat a été mené."),
)
DEBATE_GUARANTOR = Field(
    name="debate_guarantor",
    label="garant",
    help="Qui veille à ce que les règles du débat soient tenues.",
    column="debat_garant",
    search=Search.BODY,
)
DEBATE_KIT = Field(
    name="debate_kit",
    label="dossier documentaire",
    help="Ce que les participants ont reçu pour se faire un avis, et où le lire.",
    column="debat_dossier",
)
DEBATE_CALENDAR = Field(
    name="debate_calendar",
    label="calendrier du débat",
    heading="Calendrier",
    help="Les dates, de la convocation à la réponse publique.",
    column="debat_calendrier",
)
DEBATE_PARTICIPANTS = Field(
    name="debate_participants",
    label="participants",
    help="Combien de personnes ont pris part, sur place et en ligne.",
    column="debat_participants",
)
DEBATE_CONTRIBUTIONS = Field(
    name="debate_contributions",
    label="contributions",
    help="Combien d’avis, de propositions ou de réponses ont été reçus.",
    column="debat_contributions",
)
DEBATE_ITEMS = Field(
    name="debate_items",
    label="avis et propositions",
    rows="avis ou proposition",
    heading="Propositions et réponse publique",
    help="Une ligne par avis ou proposition, avec ce que la collectivité y a répondu.",
    column="debat_propositions",
    search=Search.BODY,
)
DEBATE_FOLLOW_UP = Field(
    name="debate_follow_up",
    label="suites",
    help="Ce qui a été fait depuis, et où les habitants peuvent le vérifier.",
    column="debat_suites",
    search=Search.BODY,
)

DEBATE = Section(
    "Débat local",
    (
        DEBATE_QUESTION,
        DEBATE_CAN_DECIDE,
        DEBATE_CANNOT_DECIDE,
        DEBATE_METHOD,
        DEBATE_GUARANTOR,
        DEBATE_KIT,
        DEBATE_CALENDAR,
        (DEBATE_PARTICIPANTS, DEBATE_CONTRIBUTIONS),
        DEBATE_ITEMS,
        DEBATE_FOLLOW_UP,
    ),
    kinds=(choices.Kind.LOCAL_DEBATE,),
)
STORY = Tab(
    "Le récit",
    (Section("", (CONTEXT, TRIGGER, OBJECTIVES, ACTIONS, GOVERNANCE, PARTNERS)), DEBATE),
)
