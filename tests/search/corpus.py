"""Seeded records: French enough for stems, accents and elisions to matter, with awkward facets."""

import datetime
import random

from core.records import Place, Record
from search.engines.queries import SearchQuery
from search.text.synonyms import SynonymTable

_SUBJECTS = (
    "dématérialisation des procédures d'urbanisme|dématérialiser l'urbanisme|guichet numérique|"
    "tiers-lieux|un tiers lieu|mutualisation informatique|services mutualisés|débats citoyens|"
    "débat citoyen|gestion de la relation citoyen|GRC|open data|données ouvertes|cantine scolaire|"
    "cantines scolaires|télérelève de l'eau|capteurs et objets connectés|archivage électronique|"
    "médiation numérique|inclusion|accessibilité des écoles|école élémentaire|Noël à l'école|"
    "l'outil libre|outils libres|stationnement|éclairage public|vidéoprotection|cybersécurité"
)
SUBJECTS = _SUBJECTS.split("|")
_FILLER = (
    "la commune a choisi avec ses agents une démarche progressive qui associe les habitants et les "
    "élus au conseil municipal pour un budget mesuré dans le respect du règlement général puis le "
    "service a été ouvert après trois mois de préparation et un bilan est présenté chaque année"
)
FILLER = _FILLER.split()
TYPES = (
    ("commune", "commune"),
    ("communaute_communes", "groupement"),
    ("metropole", "groupement"),
    ("departement", "departement"),
    ("syndicat_mixte", "organisme"),
)


def place(rng: random.Random, number: int) -> Place:
    kind, family = rng.choice(TYPES)
    known = rng.random() < 0.8
    return Place(
        code=f"T{number % 40}",
        type=kind,
        family=family,
        population=rng.choice([None, 120, 480, 900, 2_400, 5_900, 14_000, 60_000, 300_000]),
        epci=rng.choice(["", "E1", "E2", "E3"]),
        departement=rng.choice(["47", "33", "2A", "971", ""]),
        region=rng.choice(["75", "94", "01", ""]),
        lon=round(rng.uniform(-1.5, 3.0), 4) if known else None,
        lat=round(rng.uniform(43.0, 46.0), 4) if known else None,
    )


def record(rng: random.Random, number: int) -> Record:
    subjects = rng.sample(SUBJECTS, 3)
    words = rng.choices(FILLER, k=40)
    words[rng.randrange(40)] = subjects[1]
    themes = rng.sample(["services", "donnees", "eau", "culture", "inclusion"], rng.randint(0, 3))
    facets = {
        "theme": tuple(themes),
        "taille": tuple(rng.sample("123456789", rng.randint(0, 1))),
        "type": (rng.choice(TYPES)[0],),
        "region": tuple(rng.sample(["75", "94", "01"], rng.randint(0, 1))),
        "departement": tuple(rng.sample(["47", "33", "2A", "971"], rng.randint(0, 2))),
        "nature": (rng.choice(["projet", "debat_local", "experimentation"]),),
        "annee": tuple(rng.sample(["2019", "2020", "2021", "2022"], rng.randint(0, 1))),
        "outil": tuple(rng.sample(["decidim", "qgis", "glpi", "moodle"], rng.randint(0, 3))),
    }
    title = f"{subjects[0].capitalize()} : {rng.choice(['un essai', 'le bilan', 'une réussite'])}"
    return Record(
        key=f"projet:{number}",
        kind="projet" if number % 10 else "evenement",
        title=title,
        summary=" ".join(rng.choices(FILLER, k=12)) + f", {subjects[2]}.",
        difficulties=" ".join(rng.choices(FILLER, k=6)) if number % 3 else "",
        body=" ".join(words),
        url=f"/projets/{number}/",
        date=rng.choice([None, *(datetime.date(2022, 1, 1 + day) for day in range(20))]),
        facets={name: values for name, values in facets.items() if values},
        place=place(rng, number) if rng.random() < 0.9 else None,
        card={"title": title, "url": f"/projets/{number}/"},
    )


def records(count: int, seed: int = 7) -> list[Record]:
    rng = random.Random(seed)
    return [record(rng, number) for number in range(1, count + 1)]


SYNONYMS = SynonymTable(
    [
        ["GRC", "gestion de la relation citoyen"],
        ["open data", "données ouvertes"],
        ["IoT", "objets connectés"],
    ]
)

PLACES = [
    Place("T3", "commune", "commune", 5_846, "E1", "47", "75", 0.63, 44.17),
    Place("T5", "communaute_communes", "groupement", 14_000, "E2", "33", "75", -0.5, 44.8),
    Place("X", "syndicat_mixte", "organisme", None, "", "", "75", None, None),
]


def query(text="", **options) -> SearchQuery:
    return SearchQuery(text=text, synonyms=SYNONYMS, **options)


def keys(items) -> list[str]:
    return [item.key for item in items]


def simple(number, *, title, summary="", body="", kind="projet", **rest) -> Record:
    return Record(
        key=f"{kind}:{number}", kind=kind, title=title, summary=summary, body=body,
        url=f"/{number}/", date=datetime.date(2024, 1, 1), card={"title": title}, **rest,
    )  # fmt: skip
