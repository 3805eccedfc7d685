"""A territory like mine, as a visitor walks it: finding it, the list, the sheet."""

import datetime
import json
import re

import pytest
from django.core.management import call_command
from PIL import Image

from tests.factories import AuthorityFactory, DepartementFactory, SheetFactory, ThemeFactory


@pytest.fixture
def places(db):
    far = DepartementFactory(
        code="29", name="Finistère", region__code="53", region__name="Bretagne"
    )
    return {
        "mine": AuthorityFactory(name="Boé", code="47031", population=5846, postcodes="47550"),
        "near": AuthorityFactory(name="Voisine", code="47999", population=5000),
        "city": AuthorityFactory(
            name="Rennes", code="35238", population=230_000, departement=far, lon=-1.6, lat=48.1
        ),
        "twin": AuthorityFactory(
            name="Jumelle", code="29001", population=6000, departement=far, lon=-4.1, lat=48.0
        ),
        "lost": AuthorityFactory(
            name="Sans-Chiffre",
            code="98413",
            population=None,
            position_precision="",
            lon=None,
            lat=None,
        ),
    }


@pytest.fixture
def sheets(places, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    theme = ThemeFactory(
        name="Débat", slug="debat", parent=ThemeFactory(name="Citoyenneté", slug="citoyennete")
    )
    made = {
        name: SheetFactory(title=f"Débat à {place.name}", main_theme=theme, authority=place)
        for name, place in places.items()
        if name != "lost"
    }
    call_command("search_rebuild", verbosity=0)
    return made


def text(response) -> str:
    html = response.content.decode()
    for space in ("\u202f", "\u00a0", "&nbsp;", "&#8239;"):
        html = html.replace(space, " ")
    return " ".join(html.split())


class TestFinding:
    @pytest.mark.parametrize("typed", ["boé", "BOE", "47550", "Boé, Lot-et-Garonne"])
    def test_a_name_without_doubt_goes_on(self, visitor, places, typed):
        answer = visitor.get("/mon-territoire/", {"nom": typed})
        assert answer.status_code == 302
        assert answer["Location"] == "/projets/?territoire=47031"

    def test_the_code_that_the_combobox_chose_wins_over_the_words(self, visitor, places):
        answer = visitor.get("/mon-territoire/", {"nom": "n'importe", "code": "29001"})
        assert answer["Location"] == "/projets/?territoire=29001"

    def test_homonyms_are_asked(self, visitor, places):
        AuthorityFactory(name="Boé", code="29002", departement=places["twin"].departement)
        html = text(visitor.get("/mon-territoire/", {"nom": "Boé"}))
        assert "Lequel est le vôtre" in html
        assert "/projets/?territoire=47031" in html
        assert "/projets/?territoire=29002" in html

    def test_every_commune_of_a_postcode_is_offered(self, visitor, db):
        for number in range(42):
            AuthorityFactory(name=f"Village {number}", postcodes="51300")
        html = text(visitor.get("/mon-territoire/", {"nom": "51300"}))
        assert html.count('class="choice"') == 42

    def test_a_slip_is_understood(self, visitor, places):
        html = text(visitor.get("/mon-territoire/", {"nom": "Renes"}))
        assert "Est-ce bien le vôtre ?" in html
        assert "/projets/?territoire=35238" in html

    def test_an_insee_code_is_asked_about(self, visitor, places):
        html = text(visitor.get("/mon-territoire/", {"nom": "47031"}))
        assert "/projets/?territoire=47031" in html

    @pytest.mark.parametrize(
        "typed", ["", "   ", "zzzzzz", "\x00", "<script>", "'" * 500, "%", "é" * 101]
    )
    def test_anything_else_gets_the_form(self, visitor, places, typed):
        answer = visitor.get("/mon-territoire/", {"nom": typed})
        assert answer.status_code == 200
        assert "data-territory" in answer.content.decode()
        assert "<script>" not in answer.content.decode()

    def test_what_was_searched_and_filtered_comes_along(self, visitor, places):
        back = "/projets/?q=accueil&theme=a&theme=b&tri=date&page=4&territoire=1"
        answer = visitor.get("/mon-territoire/", {"retour": back, "nom": "boé"})
        assert answer["Location"] == "/projets/?q=accueil&theme=a&theme=b&territoire=47031"

    @pytest.mark.parametrize("path", ["/recherche/", "/agenda/"])
    def test_the_choice_leads_back_to_the_list_that_asked(self, visitor, places, path):
        asked = visitor.get(path, {"q": "accueil", "territoire": "47031"})
        html = asked.content.decode().replace("&amp;", "&")
        (change,) = re.findall(r'href="(/mon-territoire/[^"]*)"', html)
        page = visitor.get(change)
        form = (
            page.content.decode().partition('action="/mon-territoire/"')[2].partition("</form>")[0]
        )
        fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        answer = visitor.get("/mon-territoire/", dict(fields) | {"nom": "boé"})
        assert answer["Location"] == f"{path}?q=accueil&territoire=47031"
        assert f'href="{path}?q=accueil"' in page.content.decode()

    @pytest.mark.parametrize(
        "forged",
        [
            "//exemple.fr",
            "https://exemple.fr/projets/",
            "https:/exemple.fr/projets/",
            "/\\exemple.fr/projets/",
            "\\\\exemple.fr",
            "javascript:alert(1)",
            "//[",
            "http://[::1",
            "/admin/",
            "/mon-territoire/?retour=/mon-territoire/",
            "projets/",
            "/%2Fexemple.fr/",
            "\x00/projets/",
            "\n//exemple.fr/projets/",
            "@exemple.fr/projets/",
            "/projets/\r\nSet-Cookie: a=b",
        ],
    )
    def test_only_a_list_of_the_site_is_a_way_back(self, visitor, places, forged):
        for name in ("retour", "liste"):
            answer = visitor.get("/mon-territoire/", {name: forged, "nom": "boé"})
            assert answer["Location"] == "/projets/?territoire=47031"
            html = visitor.get("/mon-territoire/", {name: forged, "nom": "zzz"}).content.decode()
            assert 'href="/projets/"' in html

    def test_what_comes_back_is_bounded(self, visitor, places):
        many = "&".join(f"theme=t{number}" for number in range(500))
        long = "/recherche/?q=" + "é" * 9_000
        for back, most in (
            (f"/agenda/?{many}", 1_000),
            (long, 100),
            ("/agenda/?q=" + "a" * 3_000, 300),
        ):
            answer = visitor.get("/mon-territoire/", {"retour": back, "nom": "boé"})
            assert answer["Location"].startswith(back.partition("?")[0])
            assert answer["Location"].endswith("territoire=47031")
            assert len(answer["Location"]) < most

    def test_an_address_made_before_leads_to_its_list(self, visitor, places):
        for asked, expected in (
            ("liste=agenda&q=eau&format=hybride", "/agenda/?q=eau&format=hybride"),
            ("liste=recherche&q=eau&rubrique=page", "/recherche/?q=eau&rubrique=page"),
            ("q=eau&theme=a&theme=b", "/projets/?q=eau&theme=a&theme=b"),
        ):
            answer = visitor.get(f"/mon-territoire/?{asked}&nom=boé")
            assert answer["Location"] == f"{expected}&territoire=47031"

    def test_the_combobox_gets_where_it_lies(self, visitor, places):
        [one] = json.loads(visitor.get("/territoires/recherche", {"q": "4755"}).content)["results"]
        assert (one["name"], one["postcode"]) == ("Boé", "47550")
        assert float(one["x"]) > 0


class TestList:
    def test_comparable_first_with_reason_own_apart(self, visitor, sheets):
        answer = visitor.get("/projets/", {"territoire": "47031"})
        results = answer.context["results"]
        assert [hit["title"] for hit in results["own_hits"]] == ["Débat à Boé"]
        assert [hit["title"] for hit in results["hits"]] == [
            "Débat à Voisine",
            "Débat à Jumelle",
            "Débat à Rennes",
        ]
        html = text(answer)
        assert "5 000 habitants, 5 846 à Boé" in html
        assert "Taille proche" in html
        assert "?territoire=47031" in results["hits"][0]["url"]
        assert "noindex" in html

    def test_it_combines_and_can_be_changed_and_removed(self, visitor, sheets):
        asked = {"territoire": "47031", "q": "débat", "departement": "29"}
        results = visitor.get("/projets/", asked).context["results"]
        assert [hit["title"] for hit in results["hits"]] == ["Débat à Jumelle", "Débat à Rennes"]
        territory = results["territory"]
        assert territory["change_url"] == (
            "/mon-territoire/?retour=%2Fprojets%2F%3Fq%3Dd%25C3%25A9bat%26departement%3D29"
        )
        assert territory["remove_url"] == "/projets/?q=d%C3%A9bat&departement=29"

    def test_a_forged_or_unsure_territory_says_so_and_is_not_carried_along(self, visitor, sheets):
        for forged in ("99999", "zzz", "<zzz>", "' OR 1=1"):
            answer = visitor.get("/projets/", {"territoire": forged, "q": "débat"})
            assert answer.context["results"]["territory"] is None
            html = text(answer)
            assert "Nous ne savons pas quel territoire est" in html
            assert 'name="territoire"' not in html
            assert "/mon-territoire/?retour=%2Fprojets%2F%3Fq%3Dd%25C3%25A9bat&amp;nom=" in html
            assert answer.context["results"]["total"] == 4

    def test_a_retired_commune_is_ranked_as_its_successor(self, visitor, sheets, places):
        AuthorityFactory(
            name="Ancienne",
            code="47500",
            retired_on=datetime.date(2019, 1, 1),
            successor=places["mine"],
        )
        answer = visitor.get("/projets/", {"territoire": "47500"})
        assert answer.context["results"]["territory"]["label"] == "Boé"
        html = text(answer)
        assert "Ancienne n’existe plus depuis 2019" in html
        assert "territoire=47031" in answer.context["results"]["hits"][0]["url"]

    def test_neither_population_nor_position(self, visitor, sheets):
        answer = visitor.get("/projets/", {"territoire": "98413"})
        assert answer.status_code == 200
        assert "ne sont pas dans le registre" in text(answer)
        assert answer.context["results"]["territory"]["scale"] is None


class TestSheet:
    def test_a_large_gap_is_told_with_the_nearest_on_the_subject(self, visitor, sheets):
        answer = visitor.get(sheets["city"].relative_url(None), {"territoire": "47031"})
        html = text(answer)
        assert "Rennes compte 39 fois plus d’habitants que Boé" in html
        assert "sur le même sujet" in html
        assert "« Débat à Voisine »" in html
        assert 'class="scale__mine"' in html
        # One address for robots, whatever the visitor chose.
        assert f'{sheets["city"].relative_url(None)}">' in html.split('rel="canonical"')[1][:200]
        assert "territoire=" not in html.split('rel="canonical"')[1].split(">")[0]

    def test_a_sheet_of_the_same_family_that_is_about_something_else_is_not_offered(
        self, visitor, sheets, places
    ):
        family = sheets["city"].main_theme.parent
        other = SheetFactory(
            title="Panneaux lumineux",
            summary="Un panneau relaie les annonces.",
            main_theme=ThemeFactory(name="Information", slug="information", parent=family),
            authority=places["city"],
        )
        elsewhere = ThemeFactory(name="Voirie")
        for number in range(12):
            SheetFactory(
                title=f"Panneaux lumineux {number}",
                summary="Un panneau relaie les annonces.",
                main_theme=elsewhere,
                authority=places["city"],
            )
        call_command("search_rebuild", verbosity=0)
        html = text(visitor.get(other.relative_url(None), {"territoire": "47031"}))
        assert "fois plus d’habitants que Boé" in html
        assert "Plus près de votre taille" not in html

    def test_resembling_sheets_are_of_the_same_subject_first(self, visitor, sheets, places):
        """Those that resemble it more by their words come after."""
        family = sheets["city"].main_theme.parent
        theme = ThemeFactory(name="Convention", slug="convention", parent=family)
        other = ThemeFactory(name="Accueil", slug="accueil", parent=family)
        words = {"title": "Une convention citoyenne", "summary": "Tirage au sort, trois soirées."}
        shown = SheetFactory(**words, main_theme=theme, authority=places["city"])
        for place in ("near", "twin", "mine"):
            SheetFactory(**words, main_theme=other, authority=places[place])
        same = SheetFactory(
            title="Une convention", summary="Bilan.", main_theme=theme, authority=places["twin"]
        )
        call_command("search_rebuild", verbosity=0)
        html = visitor.get(shown.relative_url(None)).content.decode()
        similar = html.split('id="proches"')[1]
        assert similar.index(same.relative_url(None)) < similar.index("Une convention citoyenne")

    def test_a_small_gap_gives_the_reason(self, visitor, sheets):
        html = text(visitor.get(sheets["near"].relative_url(None), {"territoire": "47031"}))
        assert "Taille proche" in html
        assert "fois plus" not in html

    def test_one_s_own(self, visitor, sheets):
        html = text(visitor.get(sheets["mine"].relative_url(None), {"territoire": "47031"}))
        assert "Chez vous." in html

    @pytest.mark.parametrize("forged", ["", "zzz", "99999", "\x00", "<script>"])
    def test_a_forged_territory_changes_nothing(self, visitor, sheets, forged):
        answer = visitor.get(sheets["near"].relative_url(None), {"territoire": forged})
        assert answer.status_code == 200
        assert 'class="beside"' not in answer.content.decode()


class TestShare:
    def test_a_picture_of_its_own_at_a_stable_address(self, visitor, sheets, settings, tmp_path):
        settings.VAR_DIR = tmp_path
        sheet = sheets["city"]
        html = visitor.get(sheet.relative_url(None)).content.decode()
        address = f"{settings.BASE_URL}/f/{sheet.number}.png"
        assert f'property="og:image" content="{address}"' in html
        assert 'content="summary_large_image"' in html
        answer = visitor.get(f"/f/{sheet.number}.png")
        assert answer["Content-Type"] == "image/png"
        kept = list((tmp_path / "shares").iterdir())
        with Image.open(kept[0]) as image:
            assert image.size == (1200, 630)
        assert answer.getvalue() == kept[0].read_bytes()
        sheet.title = "Un autre titre " * 8
        sheet.save()
        visitor.get(f"/f/{sheet.number}.png").getvalue()
        again = list((tmp_path / "shares").iterdir())
        assert len(again) == 1
        assert again != kept

    def test_drafts_and_private_sheets_have_none(self, visitor, sheets, settings, tmp_path):
        from wagtail.models import PageViewRestriction

        settings.VAR_DIR = tmp_path
        sheets["city"].unpublish()
        PageViewRestriction.objects.create(page=sheets["near"], restriction_type="login")
        for name in ("city", "near"):
            assert visitor.get(f"/f/{sheets[name].number}.png").status_code == 404
        assert not (tmp_path / "shares").exists()

    def test_without_territory(self, visitor, db, settings, tmp_path):
        settings.VAR_DIR = tmp_path
        sheet = SheetFactory(title="Titre")
        # Published before an authority was asked for.
        type(sheet).objects.filter(pk=sheet.pk).update(authority=None)
        visitor.get(f"/f/{sheet.number}.png").getvalue()
        assert len(list((tmp_path / "shares").iterdir())) == 1
