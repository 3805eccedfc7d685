"""The words of an index: completion, spelling, records that resemble by them. On both engines."""

import pytest

from tests.search.corpus import keys, simple


def test_terms_and_near_terms(engine):
    engine.write(
        [
            simple(1, title="Dématérialisation des actes"),
            simple(2, title="La dématérialisation"),
            simple(3, title="Démarches en ligne"),
        ],
        [],
    )
    assert engine.terms("dém")[0] == ("dématérialisation", 2)
    assert {word for word, _ in engine.terms("DÉM")} == {"dématérialisation", "démarches"}
    assert engine.terms("demat") == engine.terms("demat", 3) == [("dématérialisation", 2)]
    assert engine.terms("demax") == []
    assert engine.near_terms("dematerialsation") == [("dématérialisation", 2)]
    assert engine.near_terms("xyzxyz") == []


@pytest.mark.parametrize("prefix", ["c", "d", "co", "pr", "num"])
def test_the_first_terms_are_the_most_frequent(filled, prefix):
    engine, _ = filled
    every = sorted(engine.terms(prefix), key=lambda one: (-one[1], one[0]))
    assert every
    for limit in (1, 3, 10):
        assert engine.terms(prefix, limit) == every[:limit]


def test_words_of_deleted_records_are_forgotten(engine):
    engine.write([simple(number, title="Cantine") for number in (1, 2, 3)], [])
    engine.write([simple(4, title="Piscine")], ["projet:1", "projet:2"])
    assert dict(engine.terms()) == {"cantine": 1, "piscine": 1}
    assert engine.terms("can", 5) == [("cantine", 1)]
    engine.write([simple(5, title="Cantons"), simple(6, title="Cantons")], [])
    assert engine.terms("can", 1) == [("cantons", 2)]
    assert keys(engine.similar("projet:3")) == []


def test_similar_records(engine):
    engine.write(
        [
            simple(1, title="Cantine scolaire", body="repas bio menus enfants cantine"),
            simple(2, title="Menus de la cantine", body="repas bio enfants"),
            simple(3, title="Éclairage public", body="lampes et économies"),
            simple(4, title="Cantine des fêtes", body="repas bio", kind="evenement"),
        ],
        [],
    )
    assert keys(engine.similar("projet:1", 5)) == ["projet:2"]
    assert keys(engine.similar("projet:1", 5, first=[("theme", "eau")])) == ["projet:2"]


def test_those_of_the_same_theme_resemble_first(engine):
    def told(number, words, *themes):
        return simple(number, title=words, facets={"theme": themes})

    engine.write(
        [
            told(1, "Cantine numérique des écoles de la commune", "ecole", "cantine"),
            told(2, "Cantine numérique des écoles de la commune"),
            told(3, "Cantine numérique des écoles", "ecole"),
            told(4, "Cantine", "ecole", "cantine"),
            told(5, "Piscine", "ecole", "cantine"),
        ],
        [],
    )
    first = [("theme", "cantine"), ("theme", "ecole")]
    assert keys(engine.similar("projet:1", 5, first=first)) == ["projet:4", "projet:3", "projet:2"]
    assert keys(engine.similar("projet:1", 1)) == ["projet:2"]
    assert engine.similar("projet:99") == []
