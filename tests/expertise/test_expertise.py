"""Offers and needs of expertise as visitors meet them, as editors keep them, as a file brings them."""

import json

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from catalogue.models import ImportedSheet
from core.importing import ImportRefused
from expertise.importing import import_expertises
from expertise.models import Expertise, ExpertiseSheet
from network.models import Organisation
from search.index.outbox import rebuild
from tests.factories import AuthorityFactory, ThemeFactory, editor, published

pytestmark = pytest.mark.django_db
PAGE = "/expertises/archiver-les-marches/"


@pytest.fixture
def network():
    return Organisation.objects.create(name="Réseau des villages", acronym="RDV")


@pytest.fixture
def offer(network):
    one = Expertise(
        direction="offre",
        subject="Archiver les marchés",
        text="Une méthode <rodée>.",
        organisation=network,
        date="2020-10",
    )
    one.shared_with = [Organisation.objects.create(name="GIP voisin")]
    one.themes = [ThemeFactory(name="Archivage")]
    one.save()
    return one


def text(visitor, path) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_each_way_leads_to_the_other(visitor, offer):
    place = AuthorityFactory()
    Expertise.objects.create(direction="besoin", subject="Choisir un logiciel", authority=place)
    Expertise.objects.create(direction="besoin", subject="Trouver un <pair>", label="Des lauréats")
    sheet = published(title="Coffre")
    hidden = published(title="Secrète")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    offer.sheets = [ExpertiseSheet(sheet=sheet), ExpertiseSheet(sheet=hidden)]
    offer.save()
    rebuild()
    html = text(visitor, PAGE)
    assert "&lt;rodée&gt;" in html
    for path in ("/organisations/rdv/", "/organisations/gip-voisin/", sheet.relative_url(None)):
        assert f'href="{path}"' in html, path
    assert "offre, Réseau des villages" in text(visitor, "/organisations/gip-voisin/")
    assert "Secrète" not in html
    for path in (
        *("/organisations/rdv/", "/expertises/?sens=offre", "/sitemap.xml"),
        "/organisations/gip-voisin/",  # nothing else names it
        *("/recherche/?q=archiver&rubrique=expertise", "/expertises/?annee=2020"),
    ):
        assert PAGE in text(visitor, path), path
    needs = text(visitor, "/expertises/?sens=besoin")
    assert PAGE not in needs
    assert "Des lauréats" in needs
    assert "/expertises/choisir-un-logiciel/" in text(visitor, place.get_absolute_url())
    assert 'href="/expertises/"' in text(visitor, "/reseau/")
    assert '"makesOffer": {"@type": "Offer"' in text(visitor, PAGE)
    visitor.get(PAGE)


@pytest.mark.parametrize("path", [PAGE, "/expertises/"])
def test_statements_do_not_depend_on_how_many_there_are(
    visitor, offer, django_assert_max_num_queries, path
):
    offer.themes.add(*[ThemeFactory() for _ in range(3)])
    offer.sheets = [ExpertiseSheet(sheet=published()) for _ in range(3)]
    offer.save()
    for number in range(4):
        Expertise.objects.create(direction="besoin", subject=f"Besoin {number}", label="Eux")
    rebuild()
    text(visitor, "/echeances/")  # what all lists share
    with django_assert_max_num_queries(QUERIES["expertise" if path == PAGE else "expertises"]):
        text(visitor, path)


def test_an_editor_says_whose_it_is(client, network):
    client.force_login(editor())
    address = reverse("wagtailsnippets_expertise_expertise:add")
    asked = {"direction": "offre", "subject": "Archiver", "date": "octobre 2020"}
    asked |= {
        f"{name}-{form}": 0
        for name in ("sheets", "sources")
        for form in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    for wrong in ({}, {"organisation": network.pk, "label": "Eux"}):
        answer = client.post(address, asked | wrong)
        assert "un seul des trois" in str(answer.context_data["form"].errors["organisation"])
    assert client.post(address, asked | {"organisation": network.pk}).status_code == 302
    assert Expertise.objects.get().date == "2020-10"
    listed = client.get(reverse("wagtailsnippets_expertise_expertise:list") + "?q=villages")
    assert "Archiver" in listed.content.decode()


def test_the_rows_of_a_file_come_in_once_or_not_at_all(network):
    boe = AuthorityFactory(code="47031", name="Boé")
    sheet = published(authority=boe)
    ImportedSheet.objects.create(source="demo", key="a", page=sheet)
    row = {
        "id": "un",
        "organisation": "Ville de Boé",
        "insee": "47031",
        "direction": "besoin",
        "subject": "Prendre du recul",
        "themes": [],
        "date": "2017-07-05",
        "shared_with": ["RDV", "Réseau neuf"],
        "sheet_ids": ["a"],
        "sources": [{"title": "Localtis", "author": None, "url": None, "date": "2017-07"}],
    }
    others = [row | {"id": "deux", "organisation": "RDV", "insee": None}]
    others += [row | {"id": "trois", "organisation": "Des lauréats", "insee": None}]
    broken = [row | {"id": "b", "insee": "00000"}, row | {"id": "c", "direction": "troc"}]
    with pytest.raises(ImportRefused) as refused:
        import_expertises([row, *broken], source="demo")
    assert len(refused.value.errors) == 2
    assert not Expertise.objects.exists()
    assert [import_expertises([row, *others], source="demo") for _ in range(2)] == [3, 0]
    told = dict(Expertise.objects.values_list("slug", "label"))
    assert told == {"un": "", "deux": "", "trois": "Des lauréats"}
    assert {one.name for one in Expertise.objects.get(slug="un").shared_with.all()} == {
        *("Réseau des villages", "Réseau neuf")
    }


def test_the_demo_file_names_sheets_of_the_demo():
    folder = settings.BASE_DIR / "data" / "demo"
    rows = json.loads((folder / "expertise.json").read_text(encoding="utf-8"))["expertise"]
    sheets = {one["id"] for one in json.loads((folder / "cases.json").read_text("utf-8"))["cases"]}
    assert len(rows) == 28
    assert {key for row in rows for key in row["sheet_ids"]} <= sheets
