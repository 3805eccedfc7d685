"""The home page: the question, the counts, and what an editor sets of it."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.limits import QUERIES
from home.models import Highlight, HomePage
from setup.plain_pages import ensure_plain_pages
from tests.factories import AuthorityFactory, SheetFactory, ThemeFactory, catalogue_page


@pytest.fixture
def index(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return lambda: call_command("search_rebuild", verbosity=0)


@pytest.fixture
def sheets(db, index):
    """Newest last: a town, a village, a grouping, and three middling towns."""
    theme = ThemeFactory(name="Mobilité", slug="mobilite")
    made = [
        SheetFactory(
            title=f"Fiche de {name}",
            main_theme=theme,
            authority=AuthorityFactory(name=name, population=population, type=kind),
        )
        for name, population, kind in (
            ("Grandville", 40_000, "commune"),
            ("Hameau", 300, "commune"),
            ("Communauté du Val", 12_000, "communaute_communes"),
            ("Bourg-un", 6_000, "commune"),
            ("Bourg-deux", 6_000, "commune"),
            ("Bourg-trois", 6_000, "commune"),
        )
    ]
    index()
    return made


def latest(html: str) -> list[str]:
    return re.findall(r'class="territory__name">([^<]*)<', html)


def test_a_village_a_town_and_a_grouping_are_shown(visitor, sheets):
    html = visitor.get("/").content.decode()
    assert set(latest(html)) == {"Hameau", "Grandville", "Communauté du Val"}


def test_counts_are_those_of_the_search(visitor, sheets):
    html = visitor.get("/").content.decode()
    assert re.search(r"6\xa0projets|6&nbsp;projets", html)
    assert "/projets/?theme=mobilite" in html
    assert "/projets/?departement=47" in html
    assert "métropole" not in html  # there is none


def test_drafts_and_private_sheets_count_nowhere(visitor, sheets, index):
    from wagtail.models import PageViewRestriction

    sheets[0].unpublish()
    PageViewRestriction.objects.create(page=sheets[1], restriction_type="login")
    index()
    html = visitor.get("/").content.decode()
    assert "Grandville" not in html
    assert "Hameau" not in html
    assert re.search(r"4\xa0projets|4&nbsp;projets", html)


def test_without_content_nothing_is_claimed(visitor, db, index):
    catalogue_page()
    index()
    html = visitor.get("/").content.decode()
    assert "Fiches du jour" not in html
    assert "Par thème" not in html
    assert "Que font les territoires" in html


def test_an_editor_chooses_and_words_it(visitor, sheets):
    home = HomePage.objects.get()
    home.lead = "Des projets d'ici."
    home.highlights = [Highlight(sheet=sheets[5]), Highlight(sheet=sheets[3])]
    home.save()
    html = visitor.get("/").content.decode()
    assert latest(html) == ["Bourg-trois", "Bourg-un"]
    assert "À la une" in html
    assert "Des projets d’ici." in html
    sheets[5].unpublish()
    assert latest(visitor.get("/").content.decode()) == ["Bourg-un"]


def test_it_stands_without_an_engine(visitor, sheets, settings):
    settings.SEARCH_URL = "inconnu://moteur"
    response = visitor.get("/")
    assert response.status_code == 200
    assert "momentanément indisponible" in response.content.decode()


def test_statements(visitor, sheets):
    ensure_plain_pages(HomePage.objects.get())
    home = HomePage.objects.get()
    home.highlights = [Highlight(sheet=sheets[5])]
    home.save()
    visitor.get("/")
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/")
    assert len(queries) <= QUERIES["home"], [query["sql"][:90] for query in queries]


def test_the_form_works_without_a_script(visitor, sheets):
    html = visitor.get("/").content.decode()
    assert 'action="/mon-territoire/"' in html
    assert 'name="nom"' in html


@pytest.mark.parametrize("path", ["/nulle-part/", "/projets/nulle-part/", "/f/999999.png"])
def test_a_page_that_is_not_there_helps(visitor, sheets, path):
    response = visitor.get(path)
    assert response.status_code == 404
    html = response.content.decode()
    assert 'action="/projets/"' in html
    assert "/projets/?theme=mobilite" in html


def test_it_claims_no_more_than_the_content_holds(visitor, sheets):
    """No sheet here has a cost, a difficulty, a condition, or was written by who did it."""
    html = visitor.get("/").content.decode()
    for word in ("racontent", "prennent part", "refaire", "de leur coût", "elles ont fait"):
        assert word not in html, word
    assert "quand on le sait" in html
