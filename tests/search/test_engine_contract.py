"""What every engine must answer, against brute force (`tests.search.reference`)."""

import datetime
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.records import Record
from search import facets
from search.engines.documents import payload, stamp
from search.engines.map_places import ON_MAP, place_on_map
from search.engines.queries import Part
from tests.search import corpus, reference
from tests.search.corpus import PLACES, keys, query, simple

TEXTS = [
    "",
    "commune",
    "dématérialisation",
    "dematerialiser",
    "débats citoyens",
    "debat citoyen",
    "tiers-lieux",
    "mutualisé",
    "l'outil",
    '"gestion de la relation"',
    '"données ouvertes" commune',
    "GRC",
    "open data",
    "IoT",
    "école -cantine",
    "-école",
    '-"conseil municipal" numérique',
    "noel ecole",
    "inexistant",
    "la les des",
]
FILTERS = [
    {},
    {"theme": ("eau",)},
    {"theme": ("eau", "culture")},
    {"outil": ("decidim", "qgis"), "nature": ("projet",)},
    {"theme": ("services",), "departement": ("47", "33"), "annee": ("2021", "2022")},
    {"theme": ("absent",)},
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("filters", FILTERS)
def test_totals_and_counts(filled, text, filters):
    engine, records = filled
    asked = query(text, filters=filters, kind="projet", size=5)
    page = engine.search(asked, facets=facets.names())
    expected = reference.found(records, asked)
    assert page.total == len(expected) == engine.count(asked)
    assert set(keys(page.hits)) <= set(keys(expected))
    assert len(page.hits) == min(5, len(expected))
    for name in facets.names():
        assert page.facets[name] == reference.counts(records, asked, name), name
    # Where they are: what the map is made of.
    places = Counter(place_on_map(one.place) for one in expected if one.place)
    assert engine.search(asked, facets=[ON_MAP]).facets[ON_MAP] == places


def test_several_parts_in_one_call_answer_like_as_many_calls(filled):
    engine, _ = filled
    day = datetime.date(2022, 1, 9)
    parts = [
        Part(query("commune", size=0), ("theme", "annee")),
        Part(query("commune", until=day, sort="date", size=4), ()),
        Part(query(near=PLACES[0], own_apart=True, size=5), ("region",)),
        Part(query("inexistant"), ("theme",)),
    ]
    assert engine.search_many(parts) == [
        engine.search(part.query, facets=part.facets) for part in parts
    ]
    assert engine.search_many([]) == []


def test_any_kind_when_none_is_asked_for(filled):
    engine, records = filled
    assert engine.count(query()) == len(records)
    assert engine.count(query(kind="evenement")) == 40


@pytest.mark.parametrize("text", ["", "commune", "commune école"])
def test_what_is_shown_already_is_not_found_again(filled, text):
    engine, _ = filled
    first = engine.search(query(text, kind="projet", sort="date", size=5))
    shown = tuple(keys(first.hits))
    rest = engine.search(query(text, kind="projet", sort="date", size=5, besides=shown))
    after = engine.search(query(text, kind="projet", sort="date", size=5, page=2))
    assert keys(rest.hits) == keys(after.hits)
    assert rest.total == first.total - 5


@pytest.mark.parametrize("text", ["", "commune", "commune école"])
@pytest.mark.parametrize("near", [None, PLACES[0]])
def test_among_some_records_what_is_found_of_all(filled, text, near):
    engine, records = filled
    some = tuple(record.key for record in records[::5])
    asked = query(text, kind="projet", near=near, size=100)
    among = engine.search(replace(asked, only=some), facets=["theme"])
    found = [one for one in reference.found(records, asked) if one.key in some]
    assert among.total == len(found) == engine.count(replace(asked, only=some)) > 0
    assert sorted(keys(among.hits)) == sorted(keys(found))
    every = {hit.key: hit.missing for hit in engine.search(asked).hits}
    assert all(every[hit.key] == hit.missing for hit in among.hits if hit.key in every)


@pytest.mark.parametrize("text", ["", "commune"])
def test_pages_by_date_cover_everything_once_in_order(filled, text):
    engine, records = filled
    expected = keys(reference.ordered(records, query(text, sort="date")))
    listed = []
    for number in range(1, 100):
        page = engine.search(query(text, sort="date", page=number, size=17))
        listed += keys(page.hits)
        if not page.hits:
            break
    assert listed == expected


def test_without_words_the_newest_come_first(filled):
    engine, records = filled
    asked = query(size=30)
    assert keys(engine.search(asked).hits) == keys(reference.ordered(records, asked)[:30])


@pytest.mark.parametrize(
    ("since", "until"), [(5, None), (None, 5), (5, 9), (30, None), (None, None)]
)
@pytest.mark.parametrize("sort", ["date", "chronologie"])
def test_between_two_days_in_both_orders(filled, since, until, sort):
    engine, records = filled
    days = {
        name: datetime.date(2022, 1, number)
        for name, number in (("since", since), ("until", until))
        if number
    }
    asked = query(sort=sort, size=100, **days)
    page = engine.search(asked, facets=["nature"])
    assert keys(page.hits) == keys(reference.ordered(records, asked)[:100])
    assert page.total == len(reference.found(records, asked))
    assert page.facets["nature"] == reference.counts(records, asked, "nature")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("filters", FILTERS[:3])
def test_ranked_by_comparable_territory(filled, place, filters):
    engine, records = filled
    asked = query(near=place, filters=filters, size=100)
    expected = keys(reference.ordered(records, asked))
    assert keys(engine.search(asked).hits) == expected[:100]
    second = query(near=place, filters=filters, size=20, page=2)
    assert keys(engine.search(second).hits) == expected[20:40]


@pytest.mark.parametrize("place", PLACES)
def test_words_decide_what_is_found_and_territory_its_order(filled, place):
    engine, records = filled
    asked = query("commune école", near=place, size=100)
    hits = engine.search(asked).hits
    by_key = {record.key: record for record in records}
    ladder = reference.rungs_of(records, asked)
    order = [
        (not reference.missing(ladder, by_key[hit.key]), reference.rungs(asked, by_key[hit.key]))
        for hit in hits
    ]
    assert order == sorted(order, reverse=True)
    assert {is_whole for is_whole, _ in order} == {True, False}
    assert set(keys(hits)) <= set(keys(reference.found(records, asked)))


def test_relevance_breaks_the_ties_of_territory(engine):
    place = PLACES[0]
    base = corpus.record(random.Random(1), 1)
    bodies = ["rien ici", "un capteur", "capteur capteur capteur"]
    engine.write(
        [
            Record(
                key=f"projet:{number}",
                kind="projet",
                title="Fiche",
                summary="",
                body=body,
                url="/",
                date=base.date,
                place=place,
            )
            for number, body in enumerate(bodies, start=1)
        ],
        [],
    )
    assert keys(engine.search(query("capteur", near=place)).hits) == ["projet:3", "projet:2"]


def test_own_territory_stands_apart(filled):
    engine, records = filled
    place = PLACES[0]
    asked = query("commune", near=place, own_apart=True, size=100)
    page = engine.search(asked, facets=["theme"])
    expected = reference.found(records, asked)
    own = [record for record in expected if record.place and record.place.code == place.code]
    assert set(keys(page.own_hits)) == set(keys(own))
    assert page.own_total == len(own) > 0
    assert not set(keys(page.hits)) & set(keys(own))
    assert page.total == len(expected)
    assert page.facets["theme"] == reference.counts(records, asked, "theme")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("débats citoyens", "Un debat citoyen"),
        ("debat citoyen", "Les Débats citoyens"),
        ("dématérialisation", "Dématérialiser les actes"),
        ("dematerialise", "La dématérialisation"),
        ("tiers lieu", "Nos tiers-lieux"),
        ("tiers-lieux", "Un tiers lieu"),
        ("mutualisé", "La mutualisation"),
        ("outil", "L’outil de l'agent"),
        ("l’outil", "Des outils"),
        ("coeur", "Cœur de ville"),
        ("NOEL", "Marché de Noël"),
        ("e\u0301cole", "École"),
        ("GRC", "Gestion de la relation citoyen"),
        ("gestion de la relation citoyen", "Une GRC neuve"),
        ("données ouvertes", "Portail open data"),
    ],
)
def test_french_pairs(engine, typed, written):
    engine.write([simple(1, title=written), simple(2, title="Sans rapport")], [])
    assert keys(engine.search(query(typed)).hits) == ["projet:1"]


def test_title_before_summary_before_difficulties_before_body(engine):
    # Of one length each, or the engine would weigh that.
    rest = dict.fromkeys(("title", "summary", "difficulties", "body"), "Un projet et le reste")
    fields = ("body", "title", "summary", "difficulties")
    engine.write(
        [
            simple(number, **rest | {field: "La cantine et le reste"})
            for number, field in enumerate(fields, start=1)
        ],
        [],
    )
    found = keys(engine.search(query("cantine")).hits)
    assert found == ["projet:2", "projet:3", "projet:4", "projet:1"]


def test_words_that_one_text_must_hold(engine):
    """What went wrong is looked for there alone: typos, compounds and exclusions too."""
    engine.write(
        [
            simple(1, title="Le prestataire a fermé", body="Rien d'autre"),
            simple(2, title="Un site", difficulties="Le prestataire a fermé brutalement"),
            simple(3, title="Un autre", difficulties="La cyberattaque a fermé le site"),
            *(simple(10 + number, title=f"Sans rapport {number}") for number in range(6)),
        ],
        [],
    )

    def found(text):
        return keys(engine.search(query(text, within="difficulties")).hits)

    assert found("prestataire fermé") == ["projet:2", "projet:3"]
    assert found("prestatire") == ["projet:2"]
    assert found("cyber attaque") == ["projet:3"]
    assert found('"a fermé" -site') == ["projet:2"]
    assert found("autre") == []
    assert keys(engine.search(query("prestataire")).hits) == ["projet:1", "projet:2"]


def test_equal_hits_come_in_a_fixed_order_whatever_the_files(engine):
    same = [simple(number, title="Cantine scolaire") for number in range(1, 31)]
    for one in reversed(same):
        engine.write([one], [])
    first = keys(engine.search(query("cantine", size=20)).hits)
    assert first == [f"projet:{number}" for number in range(30, 10, -1)]
    engine.write([same[4]], [])
    assert keys(engine.search(query("cantine", size=20)).hits) == first
    second = keys(engine.search(query("cantine", size=20, page=2)).hits)
    assert second == [f"projet:{number}" for number in range(10, 0, -1)]


def test_a_page_that_cuts_a_long_tie_begins_with_the_newest(engine):
    same = [simple(number, title="Cantine scolaire") for number in range(1, 2_201)]
    for first in (1_800, 1_200, 600, 0):
        engine.write(same[first : first + 600], [])
    found = engine.search(query("cantine", size=20))
    assert (found.total, keys(found.hits)) == (
        2_200,
        [f"projet:{n}" for n in range(2_200, 2_180, -1)],
    )
    last = keys(engine.search(query("cantine", size=20, page=110)).hits)
    assert last == [f"projet:{number}" for number in range(20, 0, -1)]


def test_updates_and_deletes_are_seen_at_once(engine):
    engine.write([simple(1, title="Cantine"), simple(2, title="Piscine")], [])
    before = engine.generation()
    engine.write([simple(1, title="Bibliothèque")], ["projet:2", "projet:99"])
    assert engine.generation() != before
    assert engine.count(query("cantine")) == 0
    assert keys(engine.search(query("bibliothèques")).hits) == ["projet:1"]
    assert engine.count(query()) == 1
    assert engine.health().records == 1


def test_a_rebuild_replaces_everything_and_catches_up(engine):
    engine.write([simple(1, title="Ancienne")], [])

    def catch_up(write):
        write([simple(3, title="Arrivée entre-temps")], ["projet:2"])

    assert engine.rebuild([simple(2, title="Partie"), simple(4, title="Neuve")], catch_up) == 2
    assert set(keys(engine.search(query()).hits)) == {"projet:3", "projet:4"}


def test_a_failed_rebuild_leaves_what_served(engine):
    engine.write([simple(1, title="Ancienne")], [])

    def broken():
        yield simple(2, title="Neuve")
        raise RuntimeError("a record cannot be made")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    assert keys(engine.search(query()).hits) == ["projet:1"]


def test_stamps_tell_what_is_indexed(engine):
    records = [simple(number, title=f"Fiche {number}") for number in (1, 2, 3)]
    engine.write(records, [])
    changed = simple(2, title="Autre titre")
    engine.write([changed], ["projet:3"])
    assert dict(engine.stamps()) == {
        "projet:1": stamp(records[0], payload(records[0])),
        "projet:2": stamp(changed, payload(changed)),
    }


def test_a_hit_has_all_that_a_card_shows(engine):
    whole = corpus.record(random.Random(3), 5)
    engine.write([whole], [])
    (hit,) = engine.search(query()).hits
    for name in ("key", "kind", "title", "summary", "difficulties", "body", "card", "place"):
        assert getattr(hit, name) == getattr(whole, name)


def test_html_in_a_text_is_only_text(engine):
    engine.write([simple(1, title="<script>alert('x')</script> & <b>gras</b>")], [])
    (hit,) = engine.search(query("gras")).hits
    assert hit.title == "<script>alert('x')</script> & <b>gras</b>"
    assert engine.count(query("script alert")) == 1


HOSTILE = [
    '"', "'", "l'", "(", ")", "*", "AND", "OR NOT", "title:x", "a AND (b OR", "[1 TO 2]", "^~!{}\\",
    '""""', "-", "--", '-"', '-""', "🙂🚲", "\x00", "x" * 1000, "é" * 1000, "a " * 500, '"a ' * 300,
    "<script>", "%", "_", "../../", "日本語", "a\u0300" * 300, "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_answered(filled, text):
    engine, records = filled
    asked = query(text, near=PLACES[0], own_apart=True)
    page = engine.search(asked, facets=facets.names())
    assert page.total == len(reference.found(records, asked))


@given(text=st.text(max_size=200))
def test_any_text_is_answered(filled, text):
    engine, records = filled
    asked = query(text)
    assert engine.count(asked) == len(reference.found(records, asked))
