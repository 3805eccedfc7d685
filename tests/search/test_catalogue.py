"""/projets/ and /health/ as a visitor meets them."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bench.limits import QUERIES
from catalogue.choices import Kind
from catalogue.models import ProjectPage, ProjectTool
from search import engines
from search.engines.base import EngineUnavailable
from search.index import outbox
from search.models import Outbox, Synonym
from tests.factories import (
    AuthorityFactory,
    DepartementFactory,
    SheetFactory,
    ThemeFactory,
    ToolFactory,
    catalogue_page,
    draft,
)
from tests.search.elasticsearch_server import remove_indexes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(shared_rows) -> list[int]:
    """Three sheets, two themes, three communes."""
    family = ThemeFactory(name="Environnement")
    water = ThemeFactory(name="Eau", parent=family)
    school = ThemeFactory(name="École")
    boe = AuthorityFactory(code="47031", name="Boé", population=5_846)
    agen = AuthorityFactory(code="47001", name="Agen", population=32_000)
    lyon = AuthorityFactory(
        code="69123",
        name="Lyon",
        population=522_000,
        lon=4.83,
        lat=45.76,
        departement=DepartementFactory(
            code="69", name="Rhône", region__code="84", region__name="Auvergne-Rhône-Alpes"
        ),
    )
    sheets = [
        SheetFactory(title="Télérelève de l'eau", main_theme=water, authority=boe),
        SheetFactory(
            title="Cantine dématérialisée", main_theme=school, authority=agen, kind=Kind.EXPERIMENT
        ),
        SheetFactory(
            title="Cantine <bio> & menus", main_theme=school, authority=lyon, start="2021"
        ),
    ]
    return [sheet.pk for sheet in sheets]


@pytest.fixture
def sheets(made, indexed):
    indexed()
    return list(ProjectPage.objects.filter(pk__in=made).order_by("pk"))


def get(client, **params):
    response = client.get(f"/projets/?{urlencode(params, doseq=True)}")
    assert response.status_code == 200
    assert not response.cookies
    return response


def titles(response) -> list[str]:
    return [hit["title"] for hit in response.context["results"]["hits"]]


def facet(response, name) -> dict:
    groups = {group["name"]: group for group in response.context["results"]["facets"]}
    return {value["value"]: value for value in groups[name]["values"]}


def test_everything_is_listed_and_counted(client, sheets):
    response = get(client)
    assert len(titles(response)) == response.context["results"]["total"] == 3
    themes = facet(response, "theme")
    assert {slug: value["count"] for slug, value in themes.items()} == {
        "environnement": 1,
        "eau": 1,
        "ecole": 2,
    }
    assert (themes["eau"]["depth"], themes["eau"]["parent"]) == (1, "environnement")
    assert facet(response, "region")["75"]["label"] == "Nouvelle-Aquitaine"


def test_words_facets_and_marks(client, sheets):
    response = get(client, q="cantines", theme="ecole")
    assert set(titles(response)) == {"Cantine dématérialisée", "Cantine <bio> & menus"}
    html = response.content.decode()
    assert "<mark>Cantine</mark> &lt;bio&gt; &amp; menus" in html
    assert "<bio>" not in html
    narrowed = get(client, q="cantines", nature="experimentation")
    assert titles(narrowed) == ["Cantine dématérialisée"]
    assert {name: v["count"] for name, v in facet(narrowed, "nature").items()} == {
        "experimentation": 1,
        "projet": 1,
    }


def test_a_selected_value_stays_at_zero_and_can_be_taken_off(client, sheets):
    response = get(client, q="télérelève", theme="ecole")
    results = response.context["results"]
    assert results["total"] == 0
    school = facet(response, "theme")["ecole"]
    assert (school["count"], school["selected"]) == (0, True)
    (chip,) = results["chips"]
    assert chip["label"] == "École"
    assert titles(client.get(chip["remove_url"])) == ["Télérelève de l'eau"]


def test_no_result_says_what_to_lift(client, sheets):
    results = get(client, q="cantine", theme="eau", annee="2021").context["results"]
    assert results["lift"] == [
        {"label": "«\u202fEau\u202f»", "count": 1, "url": "/projets/?q=cantine&annee=2021"}
    ]
    several = get(client, q='cantine "télérelève" "bio"').context["results"]
    assert [(one["label"], one["count"]) for one in several["lift"]] == [
        ("guillemets ni exclusions", 3)
    ]
    none = get(client, q="cantine", theme="eau", annee="2021", taille="1").context["results"]
    assert [(one["label"], one["url"]) for one in none["lift"]] == [
        ("aucun filtre", "/projets/?q=cantine")
    ]
    response = get(client, q="introuvable")
    assert response.context["latest"]
    assert {door["slug"] for door in response.context["themes"]} == {"environnement", "ecole"}


def test_a_typo_is_read_as_it_was_meant_and_said(client, sheets):
    response = get(client, q="dematerialise cantyne")
    results = response.context["results"]
    assert titles(response)[0] == "Cantine dématérialisée"
    assert [(one["read"], one["typed"]) for one in results["understood"]["read"]] == [
        ("cantine", "cantyne")
    ]
    assert "Résultats pour <strong>cantine</strong>" in response.content.decode()
    # The link asks for the very word; when nobody has it, the likely one is offered.
    forced = client.get(results["understood"]["read"][0]["url"]).context["results"]
    assert forced["total"] == 0
    assert forced["correction"]["text"] == 'dematerialise "cantine"'
    assert get(client, q="zzzz").context["results"]["correction"] is None


def test_part_of_the_words_is_told_from_all_of_them(client, sheets):
    response = get(client, q="cantine télérelève")
    results = response.context["results"]
    assert (results["understood"]["whole"], results["understood"]["partly"]) == (0, 3)
    assert {hit["missing"] for hit in results["hits"]} == {("cantine",), ("télérelève",)}
    page = response.content.decode()
    assert "Aucune fiche ne contient tous les mots" in page
    assert "Sans «" in page


def test_ranked_by_a_territory_with_reasons(client, sheets):
    response = get(client, q="cantine", territoire="47031")
    results = response.context["results"]
    assert titles(response) == ["Cantine dématérialisée", "Cantine <bio> & menus"]
    assert results["hits"][0]["reason"]["words"]
    assert results["hits"][0]["url"].endswith("?territoire=47031")
    assert results["territory"]["label"] == "Boé"
    assert results["territory"]["departement"] == "Lot-et-Garonne"
    assert results["territory"]["scale"]["mine"] > 0
    assert [sort["value"] for sort in results["sorts"]] == ["proximite", "pertinence", "date"]
    assert not results["own_hits"]


def test_ones_own_territory_stands_apart(client, sheets):
    results = get(client, territoire="47031").context["results"]
    assert [hit["title"] for hit in results["own_hits"]] == ["Télérelève de l'eau"]
    assert len(results["hits"]) == 2
    assert results["total"] == 3


def test_a_territory_typed_by_name_is_led_to_its_code(client, sheets):
    response = client.get("/projets/?q=eau&territoire=Bo%C3%A9")
    assert (response.status_code, response["Location"]) == (
        302,
        "/projets/?q=eau&territoire=47031",
    )
    assert get(client, territoire="Nulle part").context["results"]["territory"] is None


def test_pages(client, index):
    theme, authority = ThemeFactory(), AuthorityFactory()
    for number in range(30):
        SheetFactory(title=f"Fiche {number}", main_theme=theme, authority=authority)
    outbox.rebuild()
    first = get(client)
    assert len(titles(first)) == 12
    pages = first.context["results"]["pagination"]
    assert (pages["pages"], pages["previous_url"], pages["next_url"]) == (3, "", "/projets/?page=2")
    seen = [*titles(first), *titles(get(client, page=2)), *titles(get(client, page=3))]
    assert len(set(seen)) == 30
    beyond = client.get("/projets/?page=9&q=fiche")
    assert (beyond.status_code, beyond["Location"]) == (302, "/projets/?q=fiche&page=3")


def test_synonyms_act_at_once(client, sheets):
    assert get(client, q="resto").context["results"]["total"] == 0
    synonym = Synonym.objects.create(wordings="resto = cantine")
    assert get(client, q="resto").context["results"]["total"] == 2
    synonym.delete()
    assert get(client, q="resto").context["results"]["total"] == 0


def test_drafts_and_private_sheets_show_nowhere(client, sheets):
    from wagtail.models import PageViewRestriction

    draft(
        title="Cantine secrète",
        main_theme=ThemeFactory(name="Secret"),
        authority=sheets[0].authority,
    )
    PageViewRestriction.objects.create(page=sheets[1], restriction_type="login")
    outbox.drain()
    for params in ({}, {"q": "cantine"}, {"q": "dématérialisée"}, {"territoire": "47001"}):
        response = get(client, **params)
        html = response.content.decode()
        assert "secrète" not in html
        assert "dématérialisée</" not in html
        assert "secret" not in facet(response, "theme")
    similar = client.get(sheets[2].relative_url(None)).content.decode()
    assert "Cantine dématérialisée" not in similar


@pytest.fixture
def broken(sheets, monkeypatch):
    def refuse(*args, **kwargs):
        raise EngineUnavailable("en panne")

    for name in ("search", "search_many", "count", "similar", "near_terms", "terms"):
        monkeypatch.setattr(engines.get_engine(), name, refuse)


def test_without_its_engine_the_page_still_helps(client, broken, sheets):
    response = get(client, q="cantine", theme="ecole", territoire="47031")
    assert response.context["results"]["engine_down"]
    assert {door["slug"]: door["count"] for door in response.context["themes"]} == {
        "environnement": 1,
        "ecole": 2,
    }
    assert [card["title"] for card in response.context["latest"]] == [
        "Cantine <bio> & menus",
        "Cantine dématérialisée",
    ]
    assert "Dernières fiches de «&nbsp;École&nbsp;»" in response.content.decode()
    assert len(get(client, q="cantine").context["latest"]) == 3
    family = get(client, theme="environnement").context["latest"]
    assert [card["title"] for card in family] == ["Télérelève de l'eau"]
    assert client.get(sheets[0].relative_url(None)).status_code == 200


def test_health(client, sheets, monkeypatch):
    state = client.get("/health/")
    assert state.status_code == 200
    engine = engines.get_engine()
    assert state.json()["engine"] == {"name": engine.name, "ok": True, "message": ""}
    assert state.json()["records"] == 3
    if engine.name == "tantivy":
        (engine.folder.root / "current").unlink()
    else:
        remove_indexes(engine)
    ill = client.get("/health/")
    assert (ill.status_code, ill.json()["ok"]) == (503, False)


def test_health_tells_a_late_outbox(client, sheets):
    sheets[0].save()
    Outbox.objects.update(created_at="2020-01-01T00:00Z", done_at=None)
    late = client.get("/health/")
    assert late.status_code == 503
    assert late.json()["outbox"]["lag_seconds"] > 1000


ODD = [
    "page=-1", "page=abc", "page=0", "page=99999999999999999999", "page=1e3", "page=%00", "page=²",
    "q=%00", "q=%ff%fe", "q=" + "a" * 10_000, "q=" + "%22" * 3_000, "q=l%27", "q=*", "q=AND", "q=%F0%9F%9A%B2",
    "q=a&q=b&q=c", "theme=nope", "theme=" + "x" * 5_000, "theme=eau&theme=eau&theme=%00",
    "annee=20x1", "annee=99999", "annee=%D9%A2%D9%A0%D9%A2%D9%A1", "tri=nope", "tri=date&tri=x",
    "territoire=%00", "territoire=" + "9" * 5_000, "territoire=%27%3B--", "kind=x", "&&&=&=", "q", "=",
    "&".join(f"theme=t{number}" for number in range(1_000)), "%", "%zz=%zz", "q=<script>alert(1)</script>",
    "q=%ED%A0%80", "size=1000000", "q=-", "q=--&theme=", "q=%E2%80%AE",
]  # fmt: skip


@pytest.mark.parametrize("address", ODD, ids=lambda text: text[:30])
def test_any_address_gets_a_page(client, sheets, address):
    response = client.get(f"/projets/?{address}")
    assert response.status_code in (200, 302)
    assert not response.cookies
    assert b"<script>alert" not in response.content


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(
                ["q", "page", "tri", "theme", "taille", "annee", "territoire", "outil", "x"]
            ),
            st.text(max_size=60),
        ),
        max_size=6,
    )
)
def test_any_parameters_get_a_page(client, sheets, pairs):
    address = urlencode(pairs, errors="surrogatepass")
    assert client.get(f"/projets/?{address}").status_code in (200, 302)


def test_a_post_is_refused(client, sheets):
    assert client.post("/projets/", {"q": "eau"}).status_code in (403, 405)


def test_statements_are_few_and_do_not_grow(client, index, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(address) -> list[str]:
        get_address = f"/projets/?{address}"
        client.get(get_address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(get_address).status_code == 200
        return [query["sql"] for query in captured]

    tool = ToolFactory()
    for number in range(3):
        sheet = SheetFactory(
            title=f"Fiche {number}", authority=AuthorityFactory(code=f"4700{number}")
        )
        sheet.tools = [ProjectTool(tool=tool)]
        sheet.save()
    outbox.rebuild()
    addresses = ("", "q=fiche", "q=fiche&territoire=47000", f"outil={tool.slug}&tri=date")
    few = {address: statements(address) for address in addresses}
    for number in range(3, 25):
        SheetFactory(title=f"Fiche {number}", authority=AuthorityFactory(code=f"470{number}"))
    outbox.rebuild()
    for address in addresses:
        many = statements(address)
        assert len(many) == len(few[address]) <= QUERIES["catalogue"]
        assert max(many.count(one) for one in many) <= 2


def test_the_catalogue_page_gives_its_title(client, sheets):
    page = catalogue_page()
    page.title = "Expériences"
    page.save()
    assert "Expériences" in get(client).content.decode()


def test_a_wrong_search_url_is_told_and_the_site_goes_on(client, sheets, settings):
    from django.core import checks

    settings.SEARCH_URL = "sphinx://moi:secret@hote:9312"
    assert get(client, q="cantine").context["results"]["engine_down"]
    ill = client.get("/health/")
    assert (ill.status_code, ill.json()["engine"]["ok"]) == (503, False)
    assert "secret" not in ill.content.decode()
    assert [warning.id for warning in checks.run_checks(tags=["search"])] == ["search.W002"]
    sheets[0].title = "Enregistrée quand même"
    sheets[0].save()
    assert outbox.drain() == 0
    assert Outbox.objects.waiting().exists()
