"""« Ce que l’on sait de… » as a visitor reads it: composed of what public sheets say, and of nothing else."""

import datetime
import html
import json
import re
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import rich_text

from bench.limits import QUERIES
from catalogue.models import (
    OwnerConfirmation,
    ProjectCost,
    ProjectDifficulty,
    ProjectPage,
    ProjectResult,
    ProjectSource,
    ProjectTool,
)
from core.page_cache import ALIAS
from network.models import Organisation
from offers.choices import Path
from offers.models import Offer, Perimeter, Price
from reuses.models import Reuse
from reuses.states import By, Kind
from search.index.outbox import rebuild
from taxonomy.models import Theme
from tests.events import factories as events
from tests.factories import (
    AuthorityFactory,
    DepartementFactory,
    SheetFactory,
    ThemeFactory,
    ToolFactory,
    draft,
    editor,
    published,
)
from tests.page_form import fields_of
from tests.reuses.made import documented, node

pytestmark = pytest.mark.django_db
PAGE = "/themes/eclairage-public/"


def full(theme, number: int, **fields):
    """A sheet that says a little of everything; what it cost is comparable."""
    amount = Decimal(10_000 * number)
    return SheetFactory(
        title=f"Lampes {number}",
        main_theme=theme,
        authority__name=f"Ville {number}",
        authority__population=5_000 + number,
        sources=[
            ProjectSource(title="Délibération", url="https://exemple.fr/d", voice="collectivite"),
            ProjectSource(title="Étude", url="https://etude.fr/e", voice="mesure"),
        ],
        costs=[
            ProjectCost(
                label="Lampes",
                nature="investissement",
                amount=amount,
                tax="HT",
                year=timezone.localdate().year - 1,
                quantity=Decimal(100),
                unit="point_lumineux",
                source_number=1,
            )
        ],
        difficulties=[ProjectDifficulty(type="budget", text=f"Trop <cher> {number}")],
        results=[
            ProjectResult(indicator="Économie", after=Decimal(30), unit="%", source_number=2),
            ProjectResult(indicator="Rues", after=Decimal(2), source_number=1),
        ],
        **fields,
    )


@pytest.fixture(scope="module")
def lights(shared_rows):
    family = ThemeFactory(name="Territoire intelligent")
    theme = ThemeFactory(name="Éclairage public", parent=family)
    AuthorityFactory(code="47031", name="Boé", population=5_846)
    ThemeFactory(name="Vide", parent=family)
    first = full(theme, 1, setup_months=6)
    first.tools = [ProjectTool(tool=ToolFactory(name="Hyperviseur"))]
    first.save()
    full(theme, 2, setup_months=18)
    third = full(theme, 3, answers_questions=True, receives_visits=True)
    OwnerConfirmation.objects.create(sheet=third, confirmed_on="2026-03-05")
    # Only its second theme: what it cost is not the cost of lights.
    other = SheetFactory(
        title="Hypervision",
        authority__name="Métropole",
        authority__population=None,
        status="abandonne",
    )
    other.other_themes = [theme]
    other.save()
    documented(first, "Un village")
    contested = Reuse.objects.create(
        original=node(first),
        reuser=node("Un bourg"),
        declared_by=By.REUSER,
        accepted_at=timezone.now(),
    )
    contested.note(Kind.DECLARED, By.REUSER)
    contested.note(Kind.CONTESTED, By.OWNER)
    events.published(title="Étape des lampes", main_theme=theme)
    return theme


def text_of(visitor, path=PAGE) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, (path, answer.headers)
    return html.unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_it_says_what_sheets_say_and_how_many(visitor, lights):
    page = text_of(visitor)
    said = words(page)
    assert "Éclairage public : ce que l’on sait" in said
    assert "4 collectivités l’ont raconté : la plus petite est Ville 1" in said
    assert "3 résultats sont mesurés." in said
    # One of the four has no population: nobody knows whether it is small.
    assert "Qui l’a raconté 4 collectivités Ce que" in said
    assert "3 montants écrits dans 3 fiches" in said
    assert "6 mois à 1 an et 6 mois 2 fiches le disent" in said
    assert "Abandonnés ou suspendus 1 connu de nous" in said
    assert "Budget 3 sur 4" in said
    assert "/difficultes/?theme=eclairage-public&difficulte=budget" in page
    assert "Trop <cher>" in page
    assert "Lampes/" not in page
    assert "10 000 € HT pour 100 points lumineux : Lampes" in said
    assert "selon la collectivité. Source : Délibération" in said
    assert "Économie : 30 %" in said
    assert said.index("Mesuré") < said.index("Annoncé, avec un chiffre") < said.index("Rues : 2")
    assert "3 500 à 9 999 habitants 3" in said
    assert "Population non connue 1" in said
    assert "Hyperviseur" in said
    assert "Un village d’après Ville 1 (Lot-et-Garonne) documentée par une source" in said
    assert "Un bourg d’après Ville 1 (Lot-et-Garonne) contestée par Ville 1" in said
    assert "Étape des lampes" in said
    assert "Ville 3 (Lot-et-Garonne) reçoit des visites" in said
    assert "Ville 3 (Lot-et-Garonne) le propose" in said
    assert "4 fiches : un résultat mesuré, 3" in said


def test_a_fact_that_a_second_source_confirms_leads_to_both(visitor, lights):
    theme = ThemeFactory(name="Bancs", parent=lights.parent)
    sheet = full(theme, 8)
    rows = ProjectCost.objects.filter(page=sheet), ProjectResult.objects.filter(page=sheet)
    for of_kind in rows:
        of_kind.update(source_number=1, second_source_number=2)
    page = text_of(visitor, "/themes/bancs/?territoire=47031")
    # The cost, among the amounts and in the estimate; two results.
    assert words(page).count("confirmé par une mesure ou une évaluation. Sources : ") == 4
    costs, results = (
        page.partition(f'id="{name}"')[2].partition("</section>")[0]
        for name in ("couts", "resultats")
    )
    for section in (costs, results):
        for url in ("https://exemple.fr/d", "https://etude.fr/e"):
            assert f'href="{url}"' in section
    # One that the sheet does not hold is left out.
    rows[0].update(second_source_number=9)
    assert "Source : Délibération" in words(text_of(visitor, "/themes/bancs/?territoire=47031"))


def test_what_nobody_said_can_be_asked(visitor, lights):
    page = text_of(visitor)
    unsaid = page.partition('id="pas-encore-dit"')[2].partition("</section>")[0]
    assert "Combien de temps et qui" in unsaid
    assert "Et si c’était à refaire" in unsaid
    assert "Ce que cela a coûté" not in unsaid
    (ask,) = set(re.findall(r'href="(/f/\d+/demander/\?fait=again)"', unsaid))
    assert visitor.get(ask).status_code == 200
    # Whoever says that questions are answered is asked first.
    assert "à Ville 3" in words(unsaid)
    # Whoever waits for more is told of new sheets on it.
    (follow,) = set(re.findall(r'href="([^"]+)"[^>]*>Prévenez-moi', page))
    assert "theme=eclairage-public" in follow
    assert visitor.get(follow).status_code == 200


def test_how_much_for_mine(visitor, lights):
    assert "Votre commune ou votre intercommunalité" in text_of(visitor)
    page = text_of(visitor, f"{PAGE}?territoire=47031")
    said = words(page.partition('id="combien"')[2].partition("</section>")[0])
    assert "100 € à 300 € HT par point lumineux" in said
    assert "3 projets entiers" in said
    assert "soit 100 € par point lumineux Ville 1" in said
    assert "Source : Délibération" in said
    assert 'content="noindex, follow"' in page
    own = ProjectPage.objects.get(title="Lampes 1").authority
    said = words(text_of(visitor, f"{PAGE}?territoire={own.code}"))
    assert "nous n’en connaissons que deux : il en manque un" in said
    assert "trop peu de projets pour une fourchette : 20 000 € HT" in said
    assert "1 montant est le vôtre" in said
    big = AuthorityFactory(name="Grandville", population=90_000)
    said = words(text_of(visitor, f"{PAGE}?territoire={big.code}"))
    assert "nous n’en connaissons aucun : il en manque trois" in said
    assert "3 montants sont de territoires plus de trois fois plus grands ou plus petits" in said
    assert "Demander ce que cela a coûté, en quelle année, HT ou TTC à Métropole" in said
    nobody = AuthorityFactory(name="Sansville", population=None)
    said = words(text_of(visitor, f"{PAGE}?territoire={nobody.code}"))
    assert "Sa population n’est pas dans le registre" in said
    # Where each gives an amount, who gives one that does not compare is asked.
    unsaid = full(ThemeFactory(name="Bancs", parent=lights.parent), 8)
    ProjectCost.objects.filter(page=unsaid).update(tax="")
    said = words(text_of(visitor, "/themes/bancs/?territoire=47031"))
    assert "1 montant n’est dit ni HT ni TTC" in said
    assert "HT ou TTC à Ville 8" in said


def test_a_territory_that_is_typed(visitor, lights):
    answer = visitor.get(f"{PAGE}?territoire=boé")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?territoire=47031")
    assert "Aucun territoire ne répond" in text_of(visitor, f"{PAGE}?territoire=zzxqyvb")
    for broken in ("%00", "a" * 10_000, "%ED%A0%80", "-1", "<b>"):
        assert visitor.get(f"{PAGE}?territoire={broken}&territoire=").status_code in (200, 302)


def test_nothing_that_is_not_public_is_counted(visitor, lights):
    draft(title="Brouillon", main_theme=lights, authority__name="Secrète")
    hidden = published(title="Privée", main_theme=lights, authority__name="Cachée")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    documented(hidden, "Personne")
    page = text_of(visitor)
    assert '"numberOfItems": 4' in page
    for secret in ("Brouillon", "Privée", "Secrète", "Cachée", "Personne d’après"):
        assert secret not in page
    index = words(text_of(visitor, "/themes/"))
    assert "Domaines d’action Territoire intelligent Éclairage public 4 fiches" in index
    assert "Moyens transversaux" not in index
    assert "Vide" not in index


@pytest.mark.parametrize(
    ("slug", "status", "place"),
    [
        ("vide", 302, "/projets/?theme=vide"),
        ("territoire-intelligent", 302, "/projets/?theme=territoire-intelligent"),
        ("rien", 404, ""),
    ],
)
def test_what_no_sheet_is_about_has_no_page(visitor, lights, slug, status, place):
    answer = visitor.get(f"/themes/{slug}/")
    assert (answer.status_code, answer.get("Location", "")) == (status, place)
    assert f"/themes/{slug}/" not in text_of(visitor, "/sitemap.xml")


def test_little_is_said_to_be_little_and_an_editor_may_introduce(visitor, lights):
    alone = ThemeFactory(
        name="Bornes",
        parent=lights.parent,
        introduction='<p>Pour <b>commencer</b><script>alert("x")</script></p>',
    )
    SheetFactory(title="Une borne", main_theme=alone)
    page = text_of(visitor, "/themes/bornes/")
    assert "une fiche ne fait pas une règle" in page
    assert "Pour <b>commencer</b>" in page
    assert "<script>alert" not in page
    assert "Aucun résultat chiffré n’est connu" in page


def test_an_editor_writes_the_introduction_in_the_admin(visitor, client, lights):
    client.force_login(editor())
    edit = reverse("wagtailsnippets_taxonomy_theme:edit", args=[lights.pk])
    sent = fields_of(client.get(edit))
    sent["introduction"] = rich_text("<p>La nuit, <b>moins</b> de lumière.</p>")
    answer = client.post(edit, sent)
    assert answer.status_code == 302, answer.content.decode()
    assert "La nuit, <b>moins</b> de lumière." in text_of(visitor)


def test_a_theme_that_was_merged_leads_on(visitor, lights):
    Theme.objects.create(
        name="Lampadaires",
        parent=lights.parent,
        merged=True,
        retired_on=datetime.date(2026, 1, 1),
        successor=lights,
    )
    for query in ("", "?territoire=47031"):
        answer = visitor.get(f"/themes/lampadaires/{query}")
        assert (answer.status_code, answer["Location"]) == (301, f"{PAGE}{query}")
    answer = visitor.get("/themes/vide/?territoire=47031")
    assert answer["Location"] == "/projets/?theme=vide&territoire=47031"


def test_it_is_reached_from_lists_and_sheets_and_found_by_machines(
    visitor, lights, settings, tmp_path
):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    rebuild()
    sheet = ProjectPage.objects.get(title="Lampes 1").relative_url(None)
    for path in (
        "/projets/?theme=eclairage-public",
        "/projets/?q=lampes",
        "/recherche/?q=lampes",
        sheet,
        "/themes/",
        "/sitemap.xml",
    ):
        assert PAGE in text_of(visitor, path), path
    assert PAGE not in text_of(visitor, "/projets/?q=zzxqyvb")
    assert f"{PAGE}?territoire=47031" in text_of(visitor, "/projets/?q=lampes&territoire=47031")
    page = visitor.get(PAGE).content.decode()
    itself, trail = json.loads(re.search(r'ld\+json">(.+?)</script>', page)[1])["@graph"]
    assert itself["mainEntity"]["numberOfItems"] == 4
    assert itself["description"].startswith("4 collectivités")
    assert [one["name"] for one in trail["itemListElement"]] == ["Thèmes", "Territoire intelligent"]


def test_it_is_made_anew_when_what_it_shows_changes(
    visitor, lights, django_capture_on_commit_callbacks
):
    assert "Ville 4" not in text_of(visitor)
    with django_capture_on_commit_callbacks(execute=True):
        full(lights, 4)
    assert "5 collectivités" in text_of(visitor)


def test_statements_do_not_depend_on_how_much_there_is(
    visitor, lights, committed, settings, tmp_path, django_assert_max_num_queries
):
    """With a territory as without; the services, the territory and the footer are those that another page read."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    lot, gers = DepartementFactory(code="47"), DepartementFactory(code="32", name="Gers")
    union = AuthorityFactory(
        type="CA", code="200000001", name="Agglomération", departement=lot, population=6_000
    )
    union.extra_departements.add(gers)
    provider = Organisation.objects.create(name="Syndicat")
    for number in range(5, 10):
        full(lights, number, receives_visits=True)
        offer = Offer(name=f"Service {number}", provider=provider, themes=[lights])
        offer.perimeters = [Perimeter(path=Path.NATIONAL)]
        offer.prices = [Price(basis="forfait", amount=number, year=2020)]
        offer.save()
    rebuild()
    committed()
    for code in ("", "47031", union.code):
        caches[ALIAS].clear()
        visitor.get(f"/services/?territoire={code}")
        with CaptureQueriesContext(connection) as captured:
            page = text_of(visitor, f"{PAGE}?territoire={code}")
        assert len(captured) <= QUERIES["theme"], [one["sql"][-200:] for one in captured]
        assert "9 collectivités" in page
        assert ("Service 5" in page) == bool(code)
    with django_assert_max_num_queries(QUERIES["themes"]):
        visitor.get("/themes/?a")
