"""What came of it, and what another authority needs to do it again."""

from .declaration import Field, Needed, Search, Section, Tab, When

RESULTS = Field(
    name="results",
    label="indicateurs",
    rows="indicateur",
    help="Une ligne par mesure : avant, après, unité et date.",
    column="indicateurs",
    search=Search.BODY,
    compared=True,
    noted=True,
)
RESULTS_TEXT = Field(
    name="results_text",
    label="résultats",
    heading="Ce que ça a donné",
    help="Ce qui a changé, mesuré si possible.",
    column="resultats",
    search=Search.BODY,
    weight=3,
    why="Sans résultat, rien ne dit que cela vaut la peine.",
    needed=Needed(
        When.WITH_AUTHORITY, "Donnez les résultats, ou cochez « trop tôt pour le dire »."
    ),
    answered_by=("results", "results_too_early"),
    noted=True,
    ages="résultats",
)
RESULTS_TOO_EARLY = Field(
    name="results_too_early",
    label="trop tôt pour le dire",
    help="C’est une réponse : la fiche le dira, et on vous redemandera.",
    column="resultats_trop_tot",
    denies=("results", "results_text"),
)
DIFFICULTIES = Field(
    name="difficulties",
    label="difficultés",
    rows="difficulté",
    help="Une ligne par difficulté, avec son type : c’est par elles que d’autres trouveront la fiche.",
    column="difficultes_lignes",
    search=Search.DIFFICULTIES,
    compared=True,
    noted=True,
)
DIFFICULTIES_TEXT = Field(
    name="difficulties_text",
    label="difficultés, en mots",
    heading="Ce qui a été difficile",
    help="Ce qui a coincé, et comment vous en êtes sortis.",
    column="difficultes",
    search=Search.DIFFICULTIES,
    weight=3,
    why="Ce qui a coincé évite aux autres de s’y prendre de même.",
    absent="difficultés",
    needed=Needed(
        When.WITH_AUTHORITY,
        "Dites ce qui a été difficile : c’est ce qui aide le plus les autres.",
    ),
    answered_by=("difficulties",),
    silence=True,
    noted=True,
)
SUCCESS_FACTORS = Field(
    name="success_factors",
    label="facteurs de réussite",
    heading="Ce qui a aidé",
    help="Ce qui a aidé : une personne, une méthode, un calendrier, un hasard.",
    column="facteurs_de_reussite",
    search=Search.BODY,
    weight=2,
    why="Ce qui a aidé n’est souvent pas dans le cahier des charges.",
    noted=True,
)
AGAIN = Field(
    name="again",
    label="et si c’était à refaire ?",
    help="Ce que vous feriez autrement.",
    column="a_refaire",
    search=Search.BODY,
    weight=1,
    why="Un regret vaut dix conseils.",
    absent="ce que vous feriez autrement",
    noted=True,
)
ENVIRONMENT_TEXT = Field(
    name="environment_text",
    label="environnement et sobriété",
    help="Énergie, matériel gardé ou changé, déplacements évités ou ajoutés.",
    column="environnement",
    anchor="environnement",
    search=Search.BODY,
)
INCLUSION_TEXT = Field(
    name="inclusion_text",
    label="inclusion",
    help="Ce qui est prévu pour qui n’a pas d’équipement, lit mal ou a un handicap.",
    column="inclusion",
    anchor="inclusion",
    search=Search.BODY,
)
OUTCOME = Tab(
    "Résultats et difficultés",
    (
        Section("Résultats", (RESULTS, RESULTS_TEXT, RESULTS_TOO_EARLY)),
        Section("Difficultés", (DIFFICULTIES, DIFFICULTIES_TEXT)),
        Section("", (SUCCESS_FACTORS, AGAIN, ENVIRONMENT_TEXT, INCLUSION_TEXT)),
    ),
)

REPRODUCIBILITY = Field(
    name="reproducibility",
    label="conditions pour le reproduire",
    heading="Conditions",
    help="Ce qu’il faut à une autre collectivité pour le refaire.",
    column="conditions",
    search=Search.BODY,
    weight=3,
    why="C’est la question de qui lit : puis-je le refaire chez moi ?",
    needed=Needed(When.WITH_AUTHORITY, "Dites ce qu’il faut pour le reproduire."),
    silence=True,
    compared=True,
    noted=True,
)
MINIMUM_POPULATION = Field(
    name="minimum_population",
    label="taille minimale (habitants)",
    heading="À partir de",
    help="En dessous de combien d’habitants cela n’a plus de sens.",
    column="taille_minimale",
    compared=True,
    noted=True,
)
ENTRY_COST = Field(
    name="entry_cost",
    label="coût d’entrée (€)",
    heading="Coût d’entrée",
    help="Ce qu’il faut au moins engager pour commencer.",
    column="cout_entree",
    compared=True,
    noted=True,
)
SETUP_MONTHS = Field(
    name="setup_months",
    label="délai (mois)",
    heading="Délai",
    help="De la décision à la mise en service, pour qui le refait.",
    column="delai_mois",
    answered_by=("duration_months",),
    silence=True,
    compared=True,
    noted=True,
)
PREREQUISITES = Field(
    name="prerequisites",
    label="prérequis",
    help="Ce qui doit déjà être là : un réseau, un logiciel, une compétence, un accord.",
    column="prerequis",
    search=Search.BODY,
    noted=True,
)
RISKS = Field(
    name="risks",
    label="risques",
    help="Ce qui peut mal tourner, et à quoi on le voit venir.",
    column="risques",
    search=Search.BODY,
    noted=True,
)
CONTACT_FUNCTION = Field(
    name="contact_function",
    label="fonction",
    heading="Personne-ressource",
    help="La fonction d’abord : les personnes changent de poste.",
    column="contact_fonction",
    weight=2,
    why="Qui hésite veut parler à quelqu’un.",
    absent="personne-ressource",
    needed=Needed(When.WITH_AUTHORITY, "Donnez la fonction de la personne-ressource."),
    ages="contact",
)
CONTACT_SERVICE = Field(
    name="contact_service",
    label="service",
    help="Le service où l’on répond encore quand la personne est partie.",
    column="contact_service",
)
CONTACT_NAME = Field(
    name="contact_name",
    label="nom",
    help="Publié seulement si la personne l’accepte.",
)
CONTACT_CONSENT = Field(
    name="contact_consent",
    label="la personne accepte que son nom soit publié",
    help="À cocher quand elle l’a dit, pas avant.",
)
CONTACT_EMAIL = Field(
    name="contact_email",
    label="adresse électronique",
    help="Jamais publiée.",
)
ANSWERS_QUESTIONS = Field(
    name="answers_questions",
    label="répondre à des questions",
    heading="Disponible pour",
    help="La personne veut bien répondre à une autre collectivité.",
    column="repond_aux_questions",
)
RECEIVES_VISITS = Field(
    name="receives_visits",
    label="recevoir une visite",
    help="On peut venir voir sur place.",
    column="recoit_des_visites",
)
SPEAKS_AT_STAGES = Field(
    name="speaks_at_stages",
    label="témoigner à une étape",
    help="La personne veut bien raconter le projet devant d’autres.",
    column="temoigne",
)
ATTACHMENTS = Field(
    name="attachments",
    label="documents utiles",
    rows="document",
    help="Délibération, cahier des charges, contrat, bilan : chacun avec sa licence.",
)
PICTURES = Field(
    name="pictures",
    label="images",
    rows="image",
    heading="En images",
    help="Ce qui aide à comprendre ; la description de l’image est lue à qui ne la voit pas.",
)
WILLING_TO = (ANSWERS_QUESTIONS, RECEIVES_VISITS, SPEAKS_AT_STAGES)
REPRODUCTION = Tab(
    "Pour le refaire",
    (
        Section(
            "",
            (
                REPRODUCIBILITY,
                (MINIMUM_POPULATION, ENTRY_COST, SETUP_MONTHS),
                PREREQUISITES,
                RISKS,
            ),
        ),
        Section(
            "Personne-ressource",
            (
                (CONTACT_FUNCTION, CONTACT_SERVICE),
                (CONTACT_NAME, CONTACT_CONSENT),
                CONTACT_EMAIL,
                WILLING_TO,
            ),
        ),
        Section("", (ATTACHMENTS, PICTURES)),
    ),
)

TEXT_LICENCE = Field(
    name="text_licence",
    label="licence du texte",
    help="À quelles conditions le texte de la fiche peut être repris.",
    column="licence_du_texte",
    closed=True,
)
PUBLICATION = Tab("Publication", (Section("", (TEXT_LICENCE,)),))
