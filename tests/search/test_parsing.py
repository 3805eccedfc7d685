import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.parsing import MAX_CLAUSES, parse
from search.text.synonyms import SynonymTable, phrase

TABLE = SynonymTable(
    [
        ["GRC", "gestion de la relation citoyen", "GRU"],
        ["open data", "données ouvertes"],
        ["données ouvertes", "jeux de données"],
    ]
)


def words(text, table=TABLE):
    """Required clauses, each as its wordings in words: "a b" is a AND b, "a+b" a phrase."""
    return [
        [
            " ".join("+".join(term for _, term in one) for one in wording)
            for wording in clause.wordings
        ]
        for clause in parse(text, table).required
        if not clause.is_optional
    ]


def test_words_are_all_required_once():
    assert words("débats citoyens, Débat") == [["debat"], ["citoyen"]]


@pytest.mark.parametrize(
    "text", ['"conseil municipal"', "«conseil municipal»", "“conseil municipal”"]
)
def test_a_phrase_in_any_quotes(text):
    assert words(text) == [["conseil+municipal"]]


def test_an_open_quote_ends_with_the_text():
    assert words('budget "conseil municipal') == [["budget"], ["conseil+municipal"]]


def test_exclusion_of_a_word_a_phrase_and_a_compound():
    parsed = parse('budget -école -"conseil municipal" -tiers-lieux')
    assert [len(clause.wordings[0][0]) for clause in parsed.excluded] == [1, 2, 2]
    assert words('budget -école -"conseil municipal"') == [["budget"]]


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert words("tiers-lieux") == [["tier"], ["lieu"]]
    assert words("a - b") == [["b"]]


def test_an_acronym_finds_its_wording_and_back():
    assert words("GRC") == [["grc", "gestion+relation+citoyen", "gru"]]
    assert words("une gestion de la relation citoyen simple") == [
        ["gestion relation citoyen", "grc", "gru"],
        ["simpl"],
    ]


def test_a_wording_of_two_groups_gets_both():
    assert words("données ouvertes") == [["done ouvert", "open+data", "jeu+done"]]


def test_quotes_mean_these_very_words():
    assert words('"GRC"') == [["grc"]]


def test_a_query_can_be_told_without_one_of_its_words():
    parsed = parse('budget "conseil municipal" GRC -école', TABLE)
    texts = [parsed.without(clause) for clause in parsed.required]
    assert texts == [
        '"conseil municipal" GRC -école',
        "budget GRC -école",
        'budget "conseil municipal" -école',
    ]


@given(st.text(max_size=3000))
def test_any_text_gives_a_bounded_query(text):
    parsed = parse(text, TABLE)
    assert len(parsed.required) + len(parsed.excluded) <= MAX_CLAUSES
    again = " ".join(clause.typed for clause in parsed.required)
    assert len(parse(again, TABLE).required) <= MAX_CLAUSES


def test_ten_thousand_characters():
    text = " ".join(f"mot{number}" for number in range(2000))
    assert len(parse(text).required) == MAX_CLAUSES


def test_a_complaint_of_one_word_is_told_from_the_word():
    table = SynonymTable(
        leads=[
            (["pas de pilote", "changement de majorité"], "Difficulté gouvernance"),
            (["trop cher"], "Difficulté budget"),
            (["ronchonnement"], "Difficulté adhésion"),
        ]
    )
    governance, budget = phrase("Difficulté gouvernance"), phrase("Difficulté budget")

    def wordings(text):
        return [clause.wordings for clause in parse(text, table).required]

    for text in ("pas de pilote", "Nous n'avons pas de pilote", "sans pilote"):
        assert wordings(text) == [((governance,),)], text
    assert wordings("c'est vraiment trop cher !") == [((budget,),)]
    for text in ("pilote", "Cher", "le cher"):
        assert len(wordings(text)) == 1, text
        assert wordings(text) == [clause.wordings for clause in parse(text).required], text
    # More is said than the complaint: every word counts.
    assert len(wordings("pas de pilote de drone")) == 2
    assert len(wordings("ronchonnement")[0]) == 2
