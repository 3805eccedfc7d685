import pytest

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
