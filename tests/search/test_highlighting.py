import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text import analysis
from search.text.highlighting import EXTRACT_LENGTH, Highlighter
from search.text.parsing import parse
from search.text.synonyms import SynonymTable

TABLE = SynonymTable([["GRC", "gestion de la relation citoyen"]])


def highlighter(text) -> Highlighter:
    return Highlighter(parse(text, TABLE).phrases())


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("dématérialisation", "Dématérialiser l'école", "<mark>Dématérialiser</mark> l&#x27;école"),
        ("ecole", "L'École d’été", "L&#x27;<mark>École</mark> d’été"),
        ("oeuvre", "Mise en œuvre", "Mise en <mark>œuvre</mark>"),
        ("école", "e\u0301cole", "<mark>e\u0301cole</mark>"),
        ("m2", "50 m² ici", "50 <mark>m²</mark> ici"),
        ("tiers-lieux", "Un tiers-lieu", "Un <mark>tiers</mark>-<mark>lieu</mark>"),
        ("fin", "en ﬁn de compte", "en <mark>ﬁn</mark> de compte"),
        ("rien", "Un texte", "Un texte"),
        ("", "Un <b>texte</b>", "Un &lt;b&gt;texte&lt;/b&gt;"),
        ("-texte autre", "Un texte autre", "Un texte <mark>autre</mark>"),
    ],
)
def test_found_words_are_marked(query, text, marked):
    assert highlighter(query).title(text) == marked


def test_a_phrase_is_marked_where_it_stands_only():
    shown = highlighter("GRC").title("Gestion de la relation citoyen, gestion de crise, GRC")
    assert re.findall(r"<mark>(\w+)</mark>", shown) == ["Gestion", "relation", "citoyen", "GRC"]


def test_html_is_escaped_around_and_inside():
    shown = highlighter("script alert").title('<script>alert("x")</script>')
    assert shown == (
        "&lt;<mark>script</mark>&gt;<mark>alert</mark>(&quot;x&quot;)&lt;/<mark>script</mark>&gt;"
    )


LONG = "Une phrase sans intérêt. " * 30
BODY = LONG + "La cantine a ouvert en mars, avec des menus bio. " + LONG


def test_the_extract_is_around_the_found_words():
    shown = highlighter("cantine menus").extract("Un titre", "Un résumé.", BODY)
    assert "<mark>cantine</mark>" in shown
    assert "<mark>menus</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(re.sub("<[^>]+>", "", shown)) <= EXTRACT_LENGTH + 60


def test_the_summary_is_preferred_when_it_has_a_word():
    assert highlighter("menus").extract("Un titre", "Des menus.", BODY) == "Des <mark>menus</mark>."


def test_a_word_that_the_title_shows_needs_no_other_place():
    assert highlighter("menus").extract("Menus bio", "Un résumé.", BODY) == "Un résumé."


def test_labels_are_no_extract_and_lines_are_not_mixed():
    body = "Cantine scolaire\nLa cantine a ouvert en mars, avec des menus bio et locaux pour tous les enfants de l'école.\nGrand Est"
    shown = highlighter("cantine").extract("Un titre", "Un résumé.", body + "\n" + LONG)
    assert shown.startswith("La <mark>cantine</mark> a ouvert")
    assert shown.endswith("de l&#x27;école.")
    # Words of several lines never make one extract of them.
    labels = "Igny\nÎle-de-France\nUne cantine pour les agents de la mairie.\nDifficulté"
    assert highlighter("Igny cantine difficulté").extract("Titre", "Résumé.", labels) == (
        "Une <mark>cantine</mark> pour les agents de la mairie."
    )
    assert (
        highlighter("cantine").extract("Un titre", "Un résumé.", "Cantine\n" + LONG) == "Un résumé."
    )


def test_the_stretch_with_most_different_words_wins():
    text = "cantine cantine cantine. " + LONG + "cantine bio. " + LONG
    assert "<mark>bio</mark>" in highlighter("cantine bio").extract("Un titre", "", text)


def test_without_found_word_the_summary_is_shown():
    assert highlighter("").extract("Un titre", "Un résumé & rien.", BODY) == "Un résumé &amp; rien."
    assert highlighter("absent").extract("Un titre", "Un résumé.", BODY) == "Un résumé."


@given(st.text(max_size=600), st.text(max_size=30))
def test_nothing_but_marks_is_markup_and_no_text_is_lost(text, query):
    shown = highlighter(query).title(text)
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    from html import unescape

    from django.utils.html import escape

    assert bare == escape(text)
    assert unescape(bare) == unescape(escape(text))
    highlighter(query).extract(query, text, text * 3)


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("habitants", "Des habitant·e·s réunis", "habitant·e·s"),
        ("élus", "Les élu(e)s du conseil", "élu(e)s"),
        ("rgpd", "Le R.G.P.D. s'impose", "R.G.P.D."),
        ("10000", "Quelque 10\u202f000 habitants", "10\u202f000"),
        ("10 000", "Quelque 10000 habitants", "10000"),
        ("Saint-Étienne", "À St-Étienne", "St"),
        ("conseillers", "Des conseillers/ères", "conseillers/ères"),
        ("agents", "Une agent\u00ade numérique", "agent\u00ade"),
        ("élu", "L\x92élu", "élu"),
    ],
)
def test_a_word_is_marked_whole_however_it_is_written(asked, text, marked):
    assert f"<mark>{marked}</mark>" in Highlighter(parse(asked).phrases()).title(text)


@given(
    st.text(alphabet="éÉeaÀßœŒst ·.'-10", max_size=40),
    st.sampled_from(["été", "st", "œa te", "10"]),
)
def test_the_short_way_marks_the_same_words(text, asked):
    """Only words that open with a likely letter are analysed."""
    phrases = parse(f'"{asked}"').phrases() | parse("se tas").phrases()
    wanted = {one[0][1] for one in phrases if len(one) == 1}
    rows = Highlighter([*phrases, ((0, "jamais"), (1, "vu"))])  # the way with rows of words
    alone = [(one.start, one.end) for one in analysis.spans(text) if one.term in wanted]
    shown = [(start, end) for start, end, term in rows.spans(text) if term in wanted]
    assert shown == alone
