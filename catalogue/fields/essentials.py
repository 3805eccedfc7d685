"""What it is: the fields that every sheet needs, and where they come from."""

from .declaration import Field, Needed, Search, Section, Tab, When

TITLE = Field(
    name="title",
    label="titre",
    help="Ce qui a été fait et avec quel gain, en 120 caractères, sans nom de marque.",
    column="titre",
    search=Search.TITLE,
    compared=True,
    noted=True,
)
SUMMARY = Field(
    name="summary",
    label="en bref",
    help="Deux ou trois phrases : ce qui a été fait, pour qui, avec quel effet. Montré dans les listes.",
    column="en_bref",
    search=Search.SUMMARY,
    weight=3,
    why="C’est tout ce que les listes montrent : sans lui, on passe à côté.",
    needed=Needed(When.ALWAYS, "Résumez le projet en deux ou trois phrases."),
    noted=True,
)
AUTHORITY = Field(
    name="authority",
    label="porteur",
    help="Nom, code postal ou code INSEE : la population, le type et la région suivent.",
    column="porteur",
    weight=3,
    why="On cherche d’abord ce qu’a fait un territoire comme le sien.",
    needed=Needed(When.ALWAYS, "Choisissez la collectivité ou l’organisme qui porte le projet."),
    compared=True,
    noted=True,
)
COVERED = Field(
    name="covered_territories",
    label="territoires concernés",
    help="Si le projet porte sur d’autres territoires que celui du porteur.",
    column="territoires_concernes",
)
STATED_POPULATION = Field(
    name="stated_population",
    label="population citée par la source",
    help="Le chiffre que donne la source, montré sur la fiche seule : le registre garde le sien.",
    column="population_citee",
)
STATED_POPULATION_YEAR = Field(
    name="stated_population_year",
    label="année de ce chiffre",
    help="L’année que la source donne à ce chiffre.",
    column="population_citee_annee",
)
KIND = Field(
    name="kind",
    label="nature du projet",
    heading="Nature",
    help="Une expérimentation a une fin et une évaluation prévues ; un débat local a ses propres champs.",
    column="nature",
    needed=Needed(When.ALWAYS, "Choisissez la nature du projet."),
    compared=True,
)
MAIN_THEME = Field(
    name="main_theme",
    label="thème principal",
    heading="Thèmes",
    help="Celui sous lequel on cherchera d’abord cette fiche.",
    column="theme_principal",
    needed=Needed(When.ALWAYS, "Choisissez un thème principal."),
)
OTHER_THEMES = Field(
    name="other_themes",
    label="autres thèmes",
    help="Trois au plus.",
    column="autres_themes",
)
STATUS = Field(
    name="status",
    label="avancement",
    help="Un projet abandonné reste publié : ce qu’il a appris sert aux autres.",
    column="avancement",
    needed=Needed(When.ALWAYS, "Dites où en est le projet."),
    compared=True,
    noted=True,
    ages="avancement",
)
STATUS_DATE = Field(
    name="status_date",
    label="à la date de",
    help="Quand cet avancement était vrai.",
    column="avancement_date",
    needed=Needed(When.DATED, "Dites à quelle date cet avancement était vrai."),
    compared=True,
)
START = Field(
    name="start",
    label="début",
    heading="Calendrier",
    help="La décision : l’année suffit si l’on ne sait pas mieux.",
    column="debut",
    weight=1,
    why="Avec la fin, elle dit combien de temps il faut prévoir.",
    needed=Needed(When.WITH_AUTHORITY, "Dites quand le projet a commencé."),
    noted=True,
)
END = Field(
    name="end",
    label="fin",
    help="La mise en service ou la fin : avec le début, elle donne le délai.",
    column="fin",
    noted=True,
)
ORIGIN = Field(
    name="origin",
    label="origine",
    help="Qui l’a écrite, et qui en répond.",
    column="origine",
    closed=True,
)
VALIDATED_ON = Field(
    name="validated_on",
    label="validée par la collectivité le",
    help="Le jour où la collectivité a dit que la fiche est juste.",
    column="validee_le",
    closed=True,
    needed=Needed(When.VALIDATED, "Donnez la date de validation par la collectivité."),
)
SOURCES = Field(
    name="sources",
    label="sources",
    rows="source",
    help="Qui parle, où et quand : les faits des autres onglets y renvoient par leur rang.",
    column="sources",
    weight=1,
    why="Le lecteur vérifie, et sait qui parle.",
    needed=Needed(When.DOCUMENTARY, "Une fiche documentaire cite au moins une source."),
    compared=True,
    noted=True,
)

ESSENTIALS = Tab(
    "L’essentiel",
    (
        Section("", (TITLE, SUMMARY)),
        Section(
            "Le territoire",
            (AUTHORITY, COVERED, (STATED_POPULATION, STATED_POPULATION_YEAR)),
        ),
        Section("Nature et thèmes", (KIND, MAIN_THEME, OTHER_THEMES)),
        Section("Avancement et calendrier", ((STATUS, STATUS_DATE), (START, END))),
        Section(
            "Origine",
            (ORIGIN, VALIDATED_ON),
            help="Une fiche documentaire ne demande que l’essentiel et une source ; une fiche écrite "
            "avec la collectivité demande aussi le récit, les moyens, les coûts et une personne-ressource.",
        ),
        Section("", (SOURCES,)),
    ),
)
