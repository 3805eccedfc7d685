"""What nobody should type, and somebody does: an answer in words each time, and the way on."""

import pytest

from search.index import outbox
from tests.factories import SheetFactory, ThemeFactory

pytestmark = pytest.mark.django_db

LISTS = ("/projets/", "/recherche/", "/agenda/", "/difficultes/")


@pytest.fixture(scope="module")
def made(shared_rows):
    theme = ThemeFactory(name="Numérique")
    titles = ("Budget participatif à Angers", "Budget de la cantine", "Un logiciel participatif")
    for title in titles:
        SheetFactory(title=title, main_theme=theme)


@pytest.fixture
def sheets(made, indexed):
    indexed()


@pytest.mark.parametrize(
    "text",
    [
        "cantine " + " ".join(f"mot{number}" for number in range(200)),
        "a",
        "é",
        "le la les de des du",
        "zzxqyvb wqxzk",
        "how to manage waste collection in a small town",
        "participación ciudadana",
        "مرحبا 你好",
        '"mots qui ne se suivent nulle part" -cantine',
        '"" -"" - "',
        "-cantine",
        "?!",
        "\U0001f600",
        "aaaaaa " * 150,
        "'; DROP TABLE sheets; --",
        '(((("*AND*"OR[]{}^~:\\/',
    ],
)
@pytest.mark.parametrize("path", LISTS)
def test_an_answer_in_words(visitor, sheets, path, text):
    response = visitor.get(path, {"q": text})
    assert response.status_code == 200
    results = response.context["results"]
    page = response.content.decode()
    assert (
        results["total"] or "Essayez" in page or "demandant moins" in page or "empty__title" in page
    )


def titles(response) -> list[str]:
    return sorted(hit["title"] for hit in response.context["results"]["hits"])


def test_words_that_say_nothing_show_everything_and_say_so(visitor, sheets):
    response = visitor.get("/projets/", {"q": "le la les"})
    assert len(titles(response)) == 3
    assert "rien n’est cherché" in response.content.decode()
    assert "rien n’est cherché" not in visitor.get("/projets/?q=budget").content.decode()
    assert "rien n’est cherché" not in visitor.get("/projets/?q=-budget").content.decode()


def test_quotes_are_strict_and_exclusions_exact(visitor, sheets):
    assert titles(visitor.get("/projets/", {"q": '"budget participatif"'})) == [
        "Budget participatif à Angers"
    ]
    assert titles(visitor.get("/projets/", {"q": "budget -cantine"})) == [
        "Budget participatif à Angers"
    ]
    assert titles(visitor.get("/projets/", {"q": '-"budget participatif"'})) == [
        "Budget de la cantine",
        "Un logiciel participatif",
    ]


def test_what_is_too_strict_is_asked_for_less_strictly(visitor, sheets):
    response = visitor.get("/projets/", {"q": '"budget logiciel"'})
    (way,) = response.context["results"]["lift"]
    assert (way["label"], way["count"]) == ("guillemets ni exclusions", 3)
    assert len(titles(visitor.get(way["url"]))) == 3


def test_a_long_query_asks_the_engine_as_often_as_a_short_one(visitor, index, monkeypatch):
    """Each word of an empty result was respelt, repeated ones too: two seconds on a server."""
    SheetFactory(title="Budget de la cantine")
    outbox.rebuild()
    asked = []
    near_terms = type(index).near_terms
    monkeypatch.setattr(
        type(index), "near_terms", lambda self, word: asked.append(word) or near_terms(self, word)
    )
    for text in ("aaaaaa " * 150, " ".join(f"mot{number}x" for number in range(200))):
        asked.clear()
        assert visitor.get("/difficultes/", {"q": text}).status_code == 200
        assert len(asked) <= 20
