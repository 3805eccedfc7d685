"""Seeded corpora for `manage.py bench_search`: records only, never pages."""

import datetime
import multiprocessing
import random
import resource
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import django
from tqdm import tqdm

from bench.timing import seconds
from core.records import Place, Record
from search.engines.queries import SearchQuery
from search.engines.tantivy import TantivyEngine

SEED = 20261124
WORDS_OF_A_RECORD = 300
VOCABULARY = 20_000
DIFFICULTY = "budget"

# Words that queries use, and how often a record holds each: from nearly everywhere to seldom.
KNOWN_WORDS = {
    "numérique": 0.6,
    "commune": 0.4,
    "service": 0.3,
    "dématérialisation": 0.1,
    "cantine": 0.05,
    "tiers-lieu": 0.03,
    "télérelève": 0.01,
    "Decidim": 0.005,
}
QUERIES = (
    "numérique",
    "commune numérique",
    "dématérialisation",
    "dématérialiser service",
    "cantines",
    "tiers-lieux numériques",
    "télérelève",
    "decidim",
    '"service numérique"',
    "commune -cantine",
    "",
    "service commune numérique dématérialisation",
)
_SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "é", "i", "o", "u", "ou", "an", "on")]
_ENDINGS = ("tion", "ment", "er", "é", "ique", "s", "age", "eur", "ité", "")


def records(count: int) -> Iterator[Record]:
    """`count` records of some 300 French-looking words; the same ones every time."""
    rng = random.Random(SEED)
    words = [
        "".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) + rng.choice(_ENDINGS)
        for _ in range(VOCABULARY)
    ]
    # A few words make most of a text, as in any language.
    weights = [1 / (rank + 10) for rank in range(VOCABULARY)]
    pool = rng.choices(words, weights, k=200_000)
    places = [place(rng, number) for number in range(5_000)]
    for number in range(1, count + 1):
        yield _record(rng, number, pool, rng.choice(places))


def place(rng: random.Random, number: int) -> Place:
    departement = str(rng.randint(1, 95))
    family, kind = rng.choices(
        [
            ("commune", "commune"),
            ("groupement", "communaute_communes"),
            ("departement", "departement"),
        ],
        [8, 3, 1],
    )[0]
    return Place(
        code=f"B{number}",
        type=kind,
        family=family,
        population=int(10 ** rng.uniform(2, 6)),
        epci=f"E{rng.randint(1, 1_200)}",
        departement=departement,
        region=str(int(departement) % 13),
        lon=rng.uniform(-4, 8),
        lat=rng.uniform(42, 51),
    )


def _record(rng: random.Random, number: int, pool: list[str], where: Place) -> Record:
    start = rng.randrange(len(pool) - WORDS_OF_A_RECORD)
    body = pool[start : start + WORDS_OF_A_RECORD]
    for word, share in KNOWN_WORDS.items():
        if rng.random() < share:
            body[rng.randrange(len(body))] = word
    title = [*rng.choices(pool, k=6), rng.choice(list(KNOWN_WORDS))]
    family = rng.randint(1, 13)
    summary = " ".join(rng.choices(pool, k=25))
    sentence = " ".join(rng.choices(pool, k=14))
    card = _card(number, " ".join(title), summary, sentence, family, where)
    return Record(
        key=f"projet:{number}",
        kind="projet",
        title=" ".join(title),
        summary=summary,
        difficulties=f"Difficulté budget\n{sentence}",
        body=" ".join(body),
        url=card["url"],
        date=datetime.date(2020, 1, 1) + datetime.timedelta(days=rng.randrange(2_000)),
        facets={
            "theme": (f"t{family}", f"t{family}-{rng.randint(1, 5)}"),
            "taille": (str(rng.randint(1, 9)),),
            "type": (where.type,),
            "region": (where.region,),
            "departement": (where.departement,),
            "nature": (f"n{rng.randint(1, 8)}",),
            "avancement": (f"a{rng.randint(1, 8)}",),
            "difficulte": (DIFFICULTY,),
            "cout": (f"c{rng.randint(1, 5)}",),
            "annee": (str(rng.randint(2012, 2026)),),
            "outil": tuple({f"o{rng.randint(1, 200)}" for _ in range(rng.randint(0, 3))}),
        },
        place=where,
        card=card,
    )


def _card(number: int, title: str, summary: str, sentence: str, family: int, where: Place) -> dict:
    """All that a sheet's card holds: `catalogue.records`."""
    return {
        "title": title,
        "summary": summary,
        "url": f"/projets/{number}/",
        "number": number,
        "authority": {
            "code": where.code,
            "name": f"Lieu {number}",
            "label": f"Lieu {number}",
            "type_label": "commune",
            "departement": "Lot-et-Garonne",
            "population": where.population,
        },
        "theme_slug": f"t{family}",
        "cost_label": "",
        "cost": "12 000 €",
        "cost_unknown": False,
        "difficulty": sentence,
        "met": [[DIFFICULTY, sentence, sentence, "Ce qui a aidé"]],
        "kind_label": "Projet ou service",
        "status_label": "En service",
        "status_date": "2024-05",
    }


def queries(count: int, **options) -> list[SearchQuery]:
    """Different queries in turn: the same one again and again would measure a cache."""
    rng = random.Random(SEED)
    made = []
    for number in range(count):
        filters = {}
        if number % 3 == 1:
            filters = {"theme": (f"t{rng.randint(1, 13)}",)}
        elif number % 3 == 2:
            filters = {
                "region": tuple({str(rng.randint(0, 12)) for _ in range(2)}),
                "cout": (f"c{rng.randint(1, 5)}",),
            }
        near = place(rng, 1_000_000 + number) if options.get("near") else None
        rest = {name: value for name, value in options.items() if name != "near"}
        made.append(
            SearchQuery(
                text=QUERIES[number % len(QUERIES)],
                kind="projet",
                filters=filters,
                size=20,
                near=near,
                own_apart=near is not None,
                **rest,
            )
        )
    return made


def addresses(count: int) -> list[str]:
    """Queries as the catalogue is asked for them, each its own."""
    rng = random.Random(SEED)
    made = []
    for number in range(count):
        pairs = [("q", QUERIES[number % len(QUERIES)]), ("page", str(1 + number % 3))]
        if number % 2:
            pairs.append(("region", str(rng.randint(0, 12))))
        if number % 3 == 2:
            pairs.append(("annee", str(rng.randint(2012, 2026))))
        made.append(f"/projets/?{urlencode(pairs)}")
    return made


def build_apart(root: Path, size: int, quiet: bool) -> tuple[float, float, int]:
    """Build tantivy's index of a corpus in a process of its own: seconds of the clock and of CPU, and the most memory
    that it has held, in MB."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh, initializer=django.setup) as alone:
        return alone.submit(_build, root, size, quiet).result()


def _build(root: Path, size: int, quiet: bool) -> tuple[float, float, int]:
    clock, cpu = seconds(TantivyEngine(root).rebuild, with_progress(size, quiet))
    return clock, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def with_progress(size: int, quiet: bool) -> Iterable[Record]:
    return tqdm(records(size), total=size, desc="Index", unit="fiche", disable=quiet)
