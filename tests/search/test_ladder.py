"""How much of a query a record must hold, on both engines: all words first, then half of the strong ones."""

from dataclasses import replace

from core.records import Place, Record
from search import facets
from search.engines.queries import SearchQuery
from search.text.synonyms import SynonymTable
from tests.search import reference
from tests.search.corpus import PLACES, keys, query, simple


def sheets(**titles) -> list[Record]:
    """One for each number of a title; ten more about something else, so that a word can be strong."""
    others = [simple(100 + number, title=f"Sans rapport {number}") for number in range(10)]
    return others + [simple(int(key[1:]), title=title) for key, title in titles.items()]


def test_all_words_first_then_half_of_the_strong_ones(engine):
    engine.write(
        sheets(
            n1="Capteurs de la cantine",
            n2="Une cantine bio",
            n3="Piscine et capteurs, cantine, chauffage",
            n4="Piscine chauffée",
        ),
        [],
    )
    page = engine.search(query("cantine capteurs chauffage rapport"), facets=facets.names())
    # « rapport » is everywhere: it is not counted, and never found alone.
    assert (page.total, page.whole) == (3, 0)
    assert keys(page.hits) == ["projet:3", "projet:1", "projet:2"]
    assert [hit.missing for hit in page.hits] == [
        ("rapport",),
        ("chauffage", "rapport"),
        ("capteurs", "chauffage", "rapport"),
    ]
    page = engine.search(query("cantine capteurs"))
    assert (page.total, page.whole) == (3, 2)
    assert [bool(hit.missing) for hit in page.hits] == [False, False, True]
    for number, key in enumerate(keys(page.hits), start=1):
        alone = engine.search(query("cantine capteurs", size=1, page=number))
        assert (keys(alone.hits), alone.total, alone.whole) == ([key], 3, 2)
    by_date = engine.search(query("cantine capteurs", sort="date"))
    assert keys(by_date.hits) == ["projet:3", "projet:1", "projet:2"]
    assert by_date.hits[-1].missing == ("capteurs",)
    assert engine.count(query("cantine capteurs")) == 3


def test_a_territory_never_puts_part_of_the_words_before_all_of_them(engine):
    near = PLACES[0]
    far = Place("F", "region", "region", 9_000_000, "", "", "11", None, None)
    engine.write(
        [
            *sheets(),
            replace(simple(1, title="Cantine"), place=near),
            replace(simple(2, title="Cantine et capteurs"), place=far),
        ],
        [],
    )
    page = engine.search(query("cantine capteurs", near=near))
    assert keys(page.hits) == ["projet:2", "projet:1"]
    page = engine.search(query("cantine capteurs", near=near, own_apart=True))
    assert (keys(page.own_hits), keys(page.hits)) == (["projet:1"], ["projet:2"])
    assert (page.total, page.whole) == (2, 1)
    assert page.own_hits[0].missing == ("capteurs",)


def test_quotes_stay_strict_and_exclusions_exact(engine):
    engine.write(sheets(n1="Cantine bio", n2="Cantine et capteurs", n3="Capteurs bio"), [])
    assert keys(engine.search(query('"cantine" capteurs bio')).hits) == ["projet:2", "projet:1"]
    assert keys(engine.search(query("cantine capteurs -bio")).hits) == ["projet:2"]
    assert engine.count(query('"cantine bio capteurs"')) == 0


def test_words_are_read_as_the_index_writes_them(engine):
    engine.write(
        sheets(
            n1="Une cyberattaque",
            n2="Portail open data",
            n3="Télécharger les actes",
            n4="Un rançongiciel",
        ),
        [],
    )
    for text, key in (
        ("cyber attaque", "projet:1"),
        ("opendata", "projet:2"),
        ("ils téléchargent", "projet:3"),
    ):
        page = engine.search(query(text))
        assert (keys(page.hits), page.corrections) == ([key], ()), text
    page = engine.search(query("ransongiciel"))
    assert (keys(page.hits), page.whole) == (["projet:4"], 1)
    assert page.corrections == (("ransongiciel", "rançongiciel"),)
    assert engine.count(query('"ransongiciel"')) == 0
    assert engine.search(query("cantyne xyzxyz")).total == 0


def test_the_exact_form_comes_first(engine):
    engine.write([simple(1, title="Les élus"), simple(2, title="Les élu")], [])
    assert keys(engine.search(query("élus")).hits) == ["projet:1", "projet:2"]


def test_two_hundred_words_are_answered(filled):
    engine, records = filled
    text = " ".join(f"a{number} commune école" for number in range(66))[:1000]
    asked = query(text)
    assert engine.search(asked).total == len(reference.found(records, asked)) > 0


def test_a_frequent_wording_is_still_found_by_all_of_it(engine):
    rows = [simple(number, title="Un village" if number % 2 else "Rien") for number in range(1, 9)]
    engine.write([*rows, simple(20, title="Vie rurale"), simple(21, title="Village, vie")], [])
    table = SynonymTable([["village", "commune rurale"]])
    page = engine.search(SearchQuery("commune rurale", synonyms=table))
    assert (page.total, page.whole) == (6, 5)
    assert keys(page.hits)[-1] == "projet:20"
