"""One way to read words, wherever they are typed: catalogue, whole site, agenda, suggestions and feeds."""

import re

import pytest

from search.models import Synonym
from tests.events.factories import published as published_event
from tests.factories import SheetFactory, ThemeFactory
from tests.factories import published as published_sheet

pytestmark = pytest.mark.django_db

# Some words only; a slip; a compound in two words; a known wording; the frame of a question.
WAYS = [
    "rançongiciel hôpital",
    "ransongiciel",
    "rançon giciel",
    "cryptovirus",
    "qui a déjà testé un rançongiciel ?",
]


@pytest.fixture(scope="module")
def made(shared_rows):
    theme = ThemeFactory(name="Numérique")
    Synonym.objects.create(wordings="cryptovirus = rançongiciel")
    for title in ("Rançongiciel en mairie", "Exercice de rançongiciel", "Hôpital numérique"):
        published_sheet(title=title, main_theme=theme)
    for number in range(8):
        SheetFactory(title=f"Sans rapport {number}", main_theme=theme)
        published_event(title=f"Journée sans objet {number}", start="2199-01-01")
    published_event(title="Forum du rançongiciel", start="2199-01-02")


@pytest.fixture
def site(made, indexed):
    indexed()


LISTS = [
    ("/projets/", "Rançongiciel en mairie"),
    ("/recherche/", "Rançongiciel en mairie"),
    ("/recherche/", "Forum du rançongiciel"),
    ("/agenda/", "Forum du rançongiciel"),
]


def test_lists(visitor, site):
    missing = [
        (path, words, expected)
        for words in WAYS
        for path, expected in LISTS
        if expected not in titles_of(visitor.get(path, {"q": words}))
    ]
    assert not missing


def titles_of(response) -> list[str]:
    return [hit["title"] for hit in response.context["results"]["hits"]]


def test_feeds_by_date(visitor, site):
    for words in WAYS:
        sheets = visitor.get("/projets/fiches.atom", {"q": words}).content.decode()
        titles = re.findall(r"<title[^>]*>([^<]*)</title>", sheets)[1:]
        assert {"Rançongiciel en mairie", "Exercice de rançongiciel"} <= set(titles), words
        dates = re.findall(r"<published>([^<]*)</published>", sheets)
        assert dates == sorted(dates, reverse=True), words
        assert "Sans rapport" not in sheets, words
        events = visitor.get("/agenda/dates.atom", {"q": words}).content.decode()
        assert "Forum du rançongiciel" in events, words
        calendar = visitor.get("/agenda/calendrier.ics", {"q": words}).content.decode()
        assert "Forum du ran" in calendar, words
        assert "sans objet" not in calendar, words


def test_suggestions(visitor, site):
    for words in ("rançongi", "ransongiciel", "rancon giciel mairie"):
        found = visitor.get("/recherche/suggestions", {"q": words}).json()["results"]
        assert "Rançongiciel en mairie" in [one["label"] for one in found], words
