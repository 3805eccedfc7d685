"""The difficulty finder: who met what one complains of, and how they got out of it; /difficultes/."""

import pytest
from wagtail.models import PageViewRestriction

from catalogue.choices import Difficulty
from catalogue.models import ProjectDifficulty, ProjectPage
from catalogue.ways_out import way_out
from search.engines.base import EngineUnavailable
from search.index import outbox
from search.text.vocabulary import load_difficulties
from tests.factories import AuthorityFactory, SheetFactory, ThemeFactory

pytestmark = pytest.mark.django_db

REFUSED = "Les agents du guichet ont refusé l'outil."
TRAINED = "Deux référents formés dans chaque service."
CLOSED = "Le prestataire a fermé à l'été."


@pytest.fixture(scope="module")
def made(shared_rows) -> list[int]:
    theme = ThemeFactory(name="Numérique")
    sheets = [
        _sheet(
            "Guichet unique",
            theme,
            [(Difficulty.ADOPTION, REFUSED), (Difficulty.BUDGET, "Un abonnement coûteux.")],
            success_factors=f"<p>{TRAINED}</p>",
        ),
        _sheet("Conseil filmé", theme, [(Difficulty.SUPPLIER, CLOSED)]),
        _sheet("Site de la mairie", theme, []),
        *(_sheet(f"Sans rapport {number}", theme, []) for number in range(6)),
    ]
    load_difficulties()
    return [sheet.pk for sheet in sheets]


@pytest.fixture
def sheets(made, indexed):
    indexed()
    return list(ProjectPage.objects.filter(pk__in=made).order_by("pk"))


def _sheet(title, theme, difficulties, **fields):
    sheet = SheetFactory(title=title, main_theme=theme, **fields)
    sheet.difficulties = [ProjectDifficulty(type=kind, text=text) for kind, text in difficulties]
    sheet.save()
    return sheet


def told(response) -> list[tuple[str, str]]:
    return [(row["title"], row["way_out"]) for row in response.context["results"]["met"]]


@pytest.mark.parametrize("address", ["/projets/", "/recherche/"])
def test_a_complaint_leads_to_who_met_it_and_how_he_got_out_of_it(visitor, sheets, address):
    response = visitor.get(f"{address}?q=mes agents n'en veulent pas")
    assert told(response) == [("Guichet unique", TRAINED)]
    page = response.content.decode()
    assert page.index("Ils ont rencontré cette difficulté") < page.index('class="results__list"')
    (row,) = response.context["results"]["met"]
    assert row["text_html"] == "Les <mark>agents</mark> du guichet ont refusé l&#x27;outil."
    assert (row["type_label"], row["told_as"]) == ("Adhésion des agents", "Ce qui a aidé")
    sheet, _, part = row["url"].partition("#")
    assert f'id="{part}"' in visitor.get(sheet).content.decode()


def test_in_words_that_no_list_holds(visitor, sheets):
    assert told(visitor.get("/projets/?q=prestataire fermé")) == [("Conseil filmé", "")]
    assert told(visitor.get("/projets/?q=le prestataire ne vient plus")) == [("Conseil filmé", "")]


@pytest.mark.parametrize(
    "words", ["q=guichet", "q=site mairie", "q=", "", "q=prestataire fermé&page=2"]
)
def test_a_subject_is_no_complaint(visitor, sheets, words):
    response = visitor.get(f"/projets/?{words}", follow=True)
    assert "page" in words or told(response) == []


def test_the_territory_of_the_visitor_goes_along(visitor, sheets):
    AuthorityFactory(code="47001", name="Agen")
    (row,) = visitor.get("/projets/?q=prestataire fermé&territoire=47001").context["results"]["met"]
    assert row["url"] == f"{sheets[1].url}?territoire=47001#difficultes"


def test_the_kinds_are_doors_with_their_sentences(visitor, sheets):
    response = visitor.get("/difficultes/")
    doors = response.context["doors"]
    assert [(door["label"], door["count"]) for door in doors] == [
        ("Adhésion des agents", 1),
        ("Budget", 1),
        ("Fournisseur", 1),
    ]
    page = response.content.decode()
    for door in doors:
        assert door["url"] in page
        assert door["rows"][0]["text_html"].replace("&#x27;", "’") in page
    assert TRAINED in page


def rows(response) -> list[str]:
    return [hit["title"] for hit in response.context["results"]["hits"]]


def test_a_kind_has_its_list_and_shows_its_own_difficulties(visitor, sheets):
    response = visitor.get("/difficultes/?difficulte=budget")
    assert [row["type_label"] for row in response.context["results"]["hits"]] == ["Budget"]
    assert [chip["label"] for chip in response.context["results"]["chips"]] == ["Budget"]
    assert rows(visitor.get("/difficultes/?q=prestataire")) == ["Conseil filmé"]
    assert rows(visitor.get("/difficultes/?q=mairie")) == []


@pytest.mark.parametrize(
    "selection",
    ["difficulte=inconnue", "difficulte=", "page=999", "page=x", "theme=%00", "q=%F0%9F%98%80"],
)
def test_a_broken_selection_degrades(visitor, sheets, selection):
    assert visitor.get(f"/difficultes/?{selection}", follow=True).status_code == 200


def test_nothing_that_is_not_public_is_told(visitor, sheets):
    guichet, council, *_ = sheets
    # The index is late: what is shown is asked of the database.
    ProjectPage.objects.filter(pk=guichet.pk).update(live=False)
    PageViewRestriction.objects.create(page=council, restriction_type="login")
    for address in ("/difficultes/", "/difficultes/?difficulte=budget", "/projets/?q=trop cher"):
        page = visitor.get(address).content.decode()
        assert "coûteux" not in page
        assert "prestataire a fermé" not in page


def test_an_empty_base_says_where_to_go(visitor, index):
    page = visitor.get("/difficultes/").content.decode()
    assert "Aucune fiche ne raconte encore de difficulté" in page
    assert "/projets/" in page
    assert "/difficultes/" not in visitor.get("/sitemap.xml").content.decode()


def test_the_sitemap_and_every_page_lead_there(visitor, sheets):
    assert "/difficultes/</loc>" in visitor.get("/sitemap.xml").content.decode()
    assert visitor.get("/").content.decode().count('href="/difficultes/"') >= 2


def test_without_an_engine_the_newest_sheets(visitor, sheets, own_engine, monkeypatch):
    def down(*args, **kwargs):
        raise EngineUnavailable

    monkeypatch.setattr(type(own_engine), "search_many", down)
    response = visitor.get("/difficultes/")
    assert response.status_code == 200
    assert "momentanément indisponible" in response.content.decode()


def test_statements_do_not_grow_with_the_sheets(visitor, sheets, django_assert_max_num_queries):
    for number in range(12):
        _sheet(
            f"Autre {number}", sheets[0].main_theme, [(Difficulty.BUDGET, f"Trop cher {number}.")]
        )
    outbox.rebuild()
    visitor.get("/difficultes/")
    for address in ("/difficultes/", "/difficultes/?difficulte=budget", "/projets/?q=trop cher"):
        with django_assert_max_num_queries(8):
            visitor.get(address)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("", "")),
        ({"success_factors": f"<p>{TRAINED}</p>"}, (TRAINED, "Ce qui a aidé")),
        # What only tells the difficulty again is no way out of it.
        ({"difficulties_text": f"<p>{REFUSED}</p>"}, ("", "")),
        (
            {"difficulties_text": "<p>Refusé d'abord. Nous avons formé les agents un à un.</p>"},
            ("Nous avons formé les agents un à un.", "Ce qui a été difficile"),
        ),
        ({"actions": "<p>La commune a acheté dix bornes.</p>"}, ("", "")),
    ],
)
def test_the_way_out_is_a_sentence_of_the_sheet(fields, expected):
    assert way_out(ProjectPage(**fields), REFUSED) == expected
