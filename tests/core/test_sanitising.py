from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import rich_text as features
from core.sanitising import clean_html, plain_text, rich_text
from tests.factories import published


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="https://e.fr" onclick="alert(1)">x</a>',
        '<p style="position:fixed">x</p>',
        "<svg><script>alert(1)</script></svg>",
        '<iframe src="https://e.fr"></iframe>',
        '<a href="java&#10;script:alert(1)">x</a>',
    ],
)
def test_what_could_act_is_removed(hostile):
    html = clean_html(hostile)
    assert "<script" not in html
    for word in ("onerror", "onclick", "javascript:", "style=", "<iframe", "<img", "<svg"):
        assert word not in html


def test_what_an_editor_writes_is_kept():
    html = '<h3>Étapes</h3><p>Un <b>pas</b>, <a href="https://e.fr/?a=1&amp;b=2">ici</a>.</p>'
    assert clean_html(html) == html


@pytest.mark.django_db
def test_a_link_to_a_page_is_expanded_before_it_is_cleaned():
    sheet = published()
    source = f'<p><a linktype="page" id="{sheet.pk}">la fiche</a></p>'
    assert f'<a href="/projets/{sheet.slug}/">la fiche</a>' in rich_text(source)


@pytest.mark.parametrize("source", ["", "<p></p>", "<p> </p><p>&nbsp;</p>", "<br/>"])
def test_a_text_without_words_shows_nothing(source):
    assert rich_text(source) == ""


def test_plain_text_keeps_words_apart():
    assert plain_text("<p>un</p><p>deux &amp; trois</p>") == "un deux & trois"


def test_the_sanitiser_keeps_what_editors_may_use():
    allowed = {*features.SENTENCES, *features.SECTION, *features.PAGE}
    tags = {"bold": "b", "italic": "i", "link": "a", "document-link": "a"}
    for feature in allowed:
        tag = tags.get(feature, feature)
        assert f"<{tag}>x</{tag}>" in clean_html(f"<{tag}>x</{tag}>"), feature


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("un <![ deux", "un <![ deux"),
        ("<![CDATA[x", "<![CDATA[x"),
        ("a <!", "a <!"),
        ("a < b > c", "a < b > c"),
        ("3 <5 et <b>6</b>", "3 <5 et 6"),
        ('<a title="a>b">ici</a>', "ici"),
        ("<p>a<!-- b --></p>", "a"),
        ("<a href='x", "<a href='x"),
        # An inline tag parts no word, a block does.
        ("<b>G</b>estion de la <b>R</b>elation", "Gestion de la Relation"),
        ("CO<sub>2</sub>, 1<sup>er</sup>", "CO2, 1er"),
        ("un<br>deux<li>trois", "un deux trois"),
    ],
)
def test_plain_text_takes_what_is_no_markup_for_text(source, words):
    assert plain_text(source) == words


PARTS = [*"<>![]-/\"'&#;aB= \n", "é", "<!--", "-->", "<![", "</p"]


@settings(max_examples=2_000, deadline=None, database=None)
@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_plain_text_never_raises(source):
    assert plain_text(source) is not None
    assert rich_text(source) is not None


def _many() -> list[str]:
    """Ten thousand texts, the same at each run."""
    random = Random(11)
    alphabet = "<>![]-/\"'&#;aB= \n?"
    return ["".join(random.choices(alphabet, k=random.randrange(40))) for _ in range(10_000)]


def test_plain_text_of_ten_thousand_texts():
    for source in _many():
        assert "\n" not in plain_text(source)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:123",
        "JavaScript:0",
        "java\tscript:1",
        "java&#10;script:1",
        "&#106;avascript:1",
        "\u200bjavascript:1",
        "data:1",
        "vbscript:80/x",
        "exemple.fr:8080/x",
    ],
)
def test_digits_after_a_scheme_are_no_port(address):
    assert "href" not in clean_html(f'<a href="{address}">x</a>')


@pytest.mark.parametrize(
    "address",
    ["https://e.fr:8080/a:b", "/a:b", "#a:b", "?a:b", "mailto:a@b.fr", "tel:+33553000000", "a/b"],
)
def test_addresses_that_stay(address):
    assert f'href="{address}"' in clean_html(f'<a href="{address}">x</a>')
