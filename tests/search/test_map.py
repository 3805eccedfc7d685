"""A list as a map: the same results where they are, as marks that are links and as a list that says the same."""

import html
import math
import re

import pytest

from bench.limits import QUERIES
from search.index.outbox import rebuild
from tests.factories import AuthorityFactory, DepartementFactory, SheetFactory

pytestmark = pytest.mark.django_db

_MARK = re.compile(
    r'<a class="map__mark" href="([^"]*)" aria-label="([^"]*)">.*?cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"'
)


@pytest.fixture
def places():
    """Two neighbours of Lot-et-Garonne, one of them with two sheets; Brest; a body without a place."""
    lot, finistere = (
        DepartementFactory(code="47", name="Lot-et-Garonne"),
        DepartementFactory(code="29", name="Finistère"),
    )
    far = DepartementFactory(code="987", name="Polynésie française")
    made = {}
    for code, name, departement, lon, lat, titles in (
        ("47031", "Boé", lot, 0.63, 44.17, ("Eau", "Voirie")),
        ("47001", "Agen", lot, 0.62, 44.2, ("Cantine",)),
        ("47323", "Villeneuve", lot, 0.72, 44.41, ("Lecture",)),
        ("29019", "Brest", finistere, -4.49, 48.39, ("Marée",)),
        ("98735", "Papeete", far, -149.57, -17.53, ("Lagon",)),
    ):
        body = AuthorityFactory(
            code=code, name=name, departement=departement, lon=lon, lat=lat,
            position_precision="place",
        )  # fmt: skip
        made[code] = [SheetFactory(title=title, authority=body) for title in titles]
    rebuild()
    return made


def page(visitor, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    text = html.unescape(answer.content.decode())
    return text.replace("\u202f", " ").replace("\xa0", " ")


def marks(text: str) -> list[tuple]:
    """(address, label, x, y, radius) in the order of the keyboard."""
    return [(url, label, *map(float, at)) for url, label, *at in _MARK.findall(text)]


def test_a_mark_for_each_authority_those_that_overlap_as_one_and_a_departement_zooms(
    visitor, places
):
    text = page(visitor, "/projets/?vue=carte")
    brest, lot = marks(text)
    assert brest[:2] == ("/territoires/29019/", "Brest (Finistère) : 1 fiche")
    assert lot[1].startswith("Agen (Lot-et-Garonne), Boé (Lot-et-Garonne), Villeneuve")
    assert lot[1].endswith(": 4 fiches")
    assert lot[4] > brest[4]
    # The list says the same, and what has no place on the map is not hushed up.
    words = " ".join(re.sub(r"<[^>]+>", " ", text.partition("map__list")[2]).split())
    assert "Par département Finistère 1 fiche Lot-et-Garonne 4 fiches" in words
    assert "1 fiche sans place sur cette carte" in words
    assert '<meta name="robots" content="noindex, follow">' in text

    text = page(visitor, lot[0])
    assert lot[0] == "/projets/?departement=47&vue=carte"
    nearer = marks(text)
    assert [label for _, label, *_ in nearer] == ["Villeneuve : 1 fiche", "Agen, Boé : 3 fiches"]
    # No nearer: what shares the place is told in the list.
    anchor = nearer[1][0]
    assert f'id="{anchor[1:]}"' in text
    place = text.partition(f'id="{anchor[1:]}"')[2].partition("</li>")[0]
    assert re.findall(r'href="([^"]*)"', place) == ["/territoires/47001/", "/territoires/47031/"]
    for one in nearer:
        for other in nearer:
            assert one is other or math.dist(one[2:4], other[2:4]) >= 50

    # The visitor's own territory, words and filters are kept from one view to the other.
    text = page(visitor, "/projets/?departement=47&territoire=47001&vue=carte")
    assert 'aria-label="Votre territoire : Agen"' in text
    assert 'href="/projets/?departement=47&territoire=47001">Liste' in text
    assert 'name="vue" value="carte"' in text
    number = places["47031"][0].number
    text = page(visitor, f"/projets/?vue=carte&f={number}")
    assert all(f"f={number}" in url for url, *_ in marks(text))


def test_a_mark_of_all_that_is_looked_at_leads_to_their_list(visitor, places):
    text = page(visitor, "/projets/?departement=47&departement=29&vue=carte")
    for url, *_ in marks(text):
        assert not url.startswith("#") or f'id="{url[1:]}"' in text


@pytest.mark.parametrize("path", ["/projets/", "/recherche/", "/difficultes/", "/agenda/"])
def test_every_list_has_it_and_whatever_the_address_holds_something_sensible_comes(
    visitor, places, path
):
    for query in (
        "vue=carte",
        "vue=liste",
        "vue=carte&vue=x",
        "vue=carte&page=400",
        "vue=carte&departement=987&departement=zz&region=",
        "vue=carte&q=zzxqyvb",
        "vue=carte&tri=proximite&territoire=47031&departement=47&departement=29",
        "vue=%00carte",
    ):
        assert visitor.get(f"{path}?{query}", follow=True).status_code == 200, query
    assert ">Carte<" in page(visitor, path) or path == "/difficultes/"


def test_statements_do_not_depend_on_how_much_there_is(
    visitor, places, django_assert_max_num_queries
):
    visitor.get("/projets/?vue=carte")
    with django_assert_max_num_queries(QUERIES["catalogue"]):
        visitor.get("/projets/?vue=carte&departement=47")
