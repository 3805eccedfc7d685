"""Labels and distinctions as visitors meet them, as editors keep them, as a file brings them."""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from catalogue.models import ImportedSheet
from core.importing import ImportRefused
from labels.importing import import_labels
from labels.models import Award, Label
from network.models import Organisation
from search.index.outbox import drain, rebuild
from tests.factories import AuthorityFactory, draft, editor, published

pytestmark = pytest.mark.django_db
PRIZE = "/labels/prix-des-villages/"


@pytest.fixture
def network():
    return Organisation.objects.create(name="Réseau des villages", acronym="RDV")


@pytest.fixture
def prize(network):
    return Label.objects.create(
        name="Prix des villages",
        organisation=network,
        since="1999",
        criteria="Un jury <lit> tout.",
        levels="or\nargent",
    )


def give(prize, sheet=None, **fields) -> Award:
    holder = {} if "organisation" in fields else {"authority": sheet and sheet.authority}
    return Award.objects.create(
        **{"label": prize, "sheet": sheet, "year": 2020, "level": "or"} | holder | fields
    )


def text(visitor, path) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_label_says_who_gives_it_to_whom_and_each_way_leads_back(visitor, prize, network):
    sheet = published(title="Panneaux")
    give(prize, sheet, category="Petites communes")
    declic = Organisation.objects.create(name="Déclic")
    give(prize, organisation=declic, year=2022, level="Argent")
    html = text(visitor, PRIZE)
    assert "Un jury &lt;lit&gt; tout." in html
    assert 'href="/organisations/rdv/"' in html
    assert 'href="/organisations/declic/"' in html
    assert html.index("Déclic") < html.index(sheet.authority.name)  # the newest first
    assert f'href="{sheet.authority.get_absolute_url()}"' in html
    assert sheet.relative_url(None) in html
    assert 'href="/projets/?label=prix-des-villages"' in html
    itself = json.loads(re.search(r"ld\+json\">(.+?)</script>", html)[1])["@graph"][0]
    assert itself["issuedBy"]["name"] == network.name
    assert "2&nbsp;distinctions" in text(visitor, "/labels/")
    assert "or, catégorie Petites communes" in text(visitor, sheet.relative_url(None))
    for path in (sheet.relative_url(None), "/organisations/rdv/", "/organisations/declic/"):
        assert f'href="{PRIZE}"' in text(visitor, path), path
    sitemap = text(visitor, "/sitemap.xml")
    assert PRIZE in sitemap
    assert "/organisations/declic/" in sitemap


def test_a_body_of_the_register_shows_on_its_own_page_what_it_received(visitor, prize):
    body = AuthorityFactory(name="Syndicat numérique")
    own = Organisation.objects.create(name="Le Syndicat", acronym="SN", authority=body)
    published(authority=body)
    give(prize, authority=body)
    html = text(visitor, own.get_absolute_url())
    assert "A reçu" in html
    assert PRIZE in html
    assert PRIZE in text(visitor, body.get_absolute_url())


@pytest.mark.parametrize("how", ["draft", "private"])
def test_a_sheet_that_is_not_public_does_not_leak_by_its_award(visitor, prize, how):
    sheet = draft(title="Secrète") if how == "draft" else published(title="Secrète")
    if how == "private":
        PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    give(prize, sheet)
    rebuild()
    for path in (PRIZE, "/labels/", "/projets/?label=prix-des-villages", "/recherche/?q=villages"):
        html = text(visitor, path)
        assert "Secrète" not in html, path
        assert sheet.slug not in html, path
    html = text(visitor, PRIZE)
    assert sheet.authority.name in html
    assert "?label=" not in html


def filtered(visitor) -> set[str]:
    """Titles of the sheets that the filter finds: without those that a list shows beside them."""
    feed = text(visitor, "/projets/fiches.atom?label=prix-des-villages")
    return set(re.findall(r"<title>([^<]+)</title>", feed)[1:])


def test_it_is_found_and_sheets_are_filtered_by_it(visitor, prize):
    sheet, other = published(title="Panneaux"), published(title="Bulletin")
    rebuild()
    award = give(prize, sheet)
    drain()
    assert PRIZE in text(visitor, "/recherche/?q=jury&rubrique=label")
    assert "Label ou distinction" in text(visitor, "/projets/?label=prix-des-villages")
    assert filtered(visitor) == {"Panneaux"}
    assert sheet.relative_url(None) in text(visitor, "/projets/?q=%22Prix+des+villages%22")
    award.sheet = other
    award.save()
    drain()
    assert filtered(visitor) == {"Bulletin"}
    prize.name = "Trophée des villages"
    prize.save()
    drain()
    assert "Trophée des villages" in text(visitor, "/projets/?label=prix-des-villages")
    award.delete()
    drain()
    assert filtered(visitor) == set()


@pytest.mark.parametrize("asked", ["0", "x", "99", "-1", "2%00"])
def test_a_page_of_the_list_that_is_not_there_leads_to_one_that_is(visitor, prize, asked):
    answer = visitor.get(f"{PRIZE}?page={asked}")
    assert (answer.status_code, answer["Location"]) == (302, PRIZE)


def test_statements_do_not_depend_on_how_much_there_is(
    visitor, prize, django_assert_max_num_queries, monkeypatch
):
    sheets = [published() for _ in range(5)]
    for sheet in sheets:
        give(prize, sheet)
        give(prize, sheet, year=2021)
    for number in range(4):
        Label.objects.create(name=f"Autre {number}", organisation=prize.organisation)
    visitor.get("/mentions-legales/")
    for path, name in (
        (PRIZE, "label"),
        ("/labels/", "labels"),
        ("/organisations/rdv/", "organisation"),
    ):
        with django_assert_max_num_queries(QUERIES[name]):
            assert visitor.get(path).status_code == 200
    with django_assert_max_num_queries(QUERIES["sheet"]):
        assert visitor.get(sheets[0].relative_url(None)).status_code == 200
    monkeypatch.setattr("labels.views.PER_PAGE", 6)
    assert text(visitor, f"{PRIZE}?page=2").count('scope="row"') == 4


def test_a_deleted_sheet_leaves_its_award(prize):
    sheet = published()
    award = give(prize, sheet)
    sheet.delete()
    award.refresh_from_db()
    assert award.sheet is None


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def test_an_editor_keeps_labels_and_awards(desk, network):
    sheet = published()
    sent = {
        "name": "Prix des villages",
        "organisation": network.pk,
        "since": "1999",
        "criteria": "Un jury.",
        "levels": "or",
        "url": "https://exemple.fr/",
        "sources-TOTAL_FORMS": 0,
        "sources-INITIAL_FORMS": 0,
    }
    assert desk.post(reverse("wagtailsnippets_labels_label:add"), sent).status_code == 302
    label = Label.objects.get()
    twin = desk.post(
        reverse("wagtailsnippets_labels_label:add"), sent | {"name": "Prix des  VILLAGES"}
    )
    assert "existe déjà" in str(twin.context_data["form"].errors["name"])

    address = reverse("wagtailsnippets_labels_award:add")
    asked = {"label": label.pk, "authority": "", "organisation": "", "year": "2020", "level": "or"}
    asked |= {"category": "", "sheet": sheet.pk, "source": ""}
    for wrong, field, said in (
        ({}, "authority", "Choisissez"),
        (
            {"authority": sheet.authority.pk, "organisation": network.pk},
            "organisation",
            "pas les deux",
        ),
        ({"authority": sheet.authority.pk, "year": "1200"}, "year", "Une année de"),
        ({"authority": sheet.authority.pk, "year": "9" * 30}, "year", ""),
        ({"authority": sheet.authority.pk, "level": "x" * 121}, "level", ""),
    ):
        answer = desk.post(address, asked | wrong)
        assert answer.status_code == 200, wrong
        assert said in str(answer.context_data["form"].errors[field]), wrong
    assert not Award.objects.exists()
    asked["authority"] = sheet.authority.pk
    assert desk.post(address, asked).status_code == 302
    again = desk.post(address, asked)
    assert "déjà enregistrée" in str(again.context_data["form"].errors["level"])
    listed = desk.get(reverse("wagtailsnippets_labels_label:list") + "?q=RDV").content.decode()
    assert "Prix des villages" in listed
    assert re.search(r"<td[^>]*>\s*1\s*</td>", listed)
    name = sheet.authority.name
    listed = desk.get(reverse("wagtailsnippets_labels_award:list") + f"?q={name}").content.decode()
    assert sheet.authority.name in listed


def row(**fields) -> dict:
    award = {"authority": "Boé", "insee": "47031", "siren": None, "level": "or", "category": None}
    return {
        "id": "villages",
        "name": "Prix des villages",
        "organisation": "Réseau des villages",
        "since": "1999",
        "criteria": "Un jury.",
        "levels": ["or", "argent"],
        "url": "https://exemple.fr/",
        "sources": [{"title": "Palmarès", "author": None, "url": None, "date": "2020-02"}],
        "awards": [
            award | {"year": 2020, "sheet_id": "a", "source": "https://exemple.fr/"},
            award | {"year": 2019, "sheet_id": "b", "source": None},
            award | {"authority": "Parc neuf", "insee": None, "year": 2019, "sheet_id": None},
        ],
    } | fields


def test_the_rows_of_a_file_come_in_once_or_not_at_all(network):
    boe = AuthorityFactory(code="47031", name="Boé")
    sheet = published(authority=boe)
    ImportedSheet.objects.create(source="demo", key="a", page=sheet)
    ImportedSheet.objects.create(source="demo", key="b", page=None)  # deleted since
    wrong = row(name="Autre", organisation="Neuve", awards=[{"authority": "X", "insee": "00000"}])
    with pytest.raises(ImportRefused, match="00000"):
        import_labels([row(), wrong], source="demo")
    assert not Label.objects.exists()
    assert Organisation.objects.count() == 1
    assert [import_labels([row()], source="demo") for _ in range(2)] == [1, 0]
    label = Label.objects.get()
    assert label.organisation == network
    assert [one.title for one in label.sources.all()] == ["Palmarès"]
    told = {(award.holder, award.year, award.sheet_id) for award in label.awards.all()}
    assert told == {(boe.label, 2020, sheet.pk), (boe.label, 2019, None), ("Parc neuf", 2019, None)}


def test_the_demo_file_names_sheets_of_the_demo():
    folder = settings.BASE_DIR / "data" / "demo"
    given = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["labels"]
    sheets = {one["id"] for one in json.loads((folder / "cases.json").read_text("utf-8"))["cases"]}
    awards = [award for one in given for award in one["awards"]]
    assert (len(given), len(awards)) == (8, 49)
    assert {award["sheet_id"] for award in awards} - {None} <= sheets
