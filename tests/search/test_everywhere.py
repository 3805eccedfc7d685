"""One way to read words, wherever they are typed: catalogue, whole site, agenda, suggestions and feeds."""

import re

import pytest

from search.index import outbox
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


@pytest.fixture
def site(index):
    theme = ThemeFactory(name="Numérique")
    Synonym.objects.create(wordings="cryptovirus = rançongiciel")
    for title in ("Rançongiciel en mairie", "Exercice de rançongiciel", "Hôpital numérique"):
        published_sheet(title=title, main_theme=theme)
    for number in range(8):
        SheetFactory(title=f"Sans rapport {number}", main_theme=theme)
        published_event(title=f"Journée sans objet {number}", start="2199-01-01")
    published_event(title="Forum du rançongiciel", start="2199-01-02")
    outbox.rebuild()


@pytest.mark.parametrize("words", WAYS)
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/projets/", "Rançongiciel en mairie"),
        ("/recherche/", "Rançongiciel en mairie"),
        ("/recherche/", "Forum du rançongiciel"),
        ("/agenda/", "Forum du rançongiciel"),
    ],
)
def test_lists(visitor, site, path, expected, words):
    found = visitor.get(path, {"q": words}).context["results"]["hits"]
    assert expected in [hit["title"] for hit in found]


@pytest.mark.parametrize("words", WAYS)
def test_feeds_by_date(visitor, site, words):
    sheets = visitor.get("/projets/fiches.atom", {"q": words}).content.decode()
    titles = re.findall(r"<title[^>]*>([^<]*)</title>", sheets)[1:]
    assert {"Rançongiciel en mairie", "Exercice de rançongiciel"} <= set(titles)
    dates = re.findall(r"<published>([^<]*)</published>", sheets)
    assert dates == sorted(dates, reverse=True)
    assert "Sans rapport" not in sheets
    assert (
        "Forum du rançongiciel" in visitor.get("/agenda/dates.atom", {"q": words}).content.decode()
    )
    calendar = visitor.get("/agenda/calendrier.ics", {"q": words}).content.decode()
    assert "Forum du ran" in calendar
    assert "sans objet" not in calendar


@pytest.mark.parametrize("words", ["rançongi", "ransongiciel", "rancon giciel mairie"])
def test_suggestions(visitor, site, words):
    found = visitor.get("/recherche/suggestions", {"q": words}).json()["results"]
    assert "Rançongiciel en mairie" in [one["label"] for one in found]
