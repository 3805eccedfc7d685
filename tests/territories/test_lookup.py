import json

import pytest
from django.urls import reverse

from territories.lookup import find, resolve
from territories.models import Authority


def codes(text, **kwargs):
    return [one.code for one in find(text, **kwargs)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Boé", "47031"),
        ("boe", "47031"),
        ("BOE ", "47031"),
        ("le havre", "76351"),
        ("havre", "76351"),
        ("L'Havre", "76351"),
        ("marais", "60703"),
        ("47550", "47031"),
        ("214700312", "47031"),
        ("200096956", "200096956"),
        ("agglo agen", "200096956"),
        ("mairie de paris", "75056"),
        ("75011", "75056"),
        ("D47", "D47"),
        ("lot-et-garonne", "D47"),
        ("departement lot et garonne", "D47"),
        ("nouvelle aquitaine", "R75"),
        ("st martin", "97801"),
        ("megalis", "253514491"),
        ("coeur de caux", "ex-coeur-de-caux"),
        ("col-corse", "COL-CORSE"),
    ],
)
def test_a_territory_is_found_however_it_is_typed(register, text, code):
    assert codes(text)[0] == code
    found = resolve(text)
    assert isinstance(found, Authority)
    assert found.code == code


def test_the_exact_name_comes_first_then_beginnings_then_words(register):
    for code, name, population in [
        ("01001", "Agen", 10),
        ("01002", "Agencourt", 500),
        ("01003", "Agenville", 900),
        ("01004", "Castel Agenais", 99_000),
    ]:
        Authority.objects.create(
            code=code,
            name=name,
            population=population,
            type="commune",
            departement_id="01",
            is_registered=True,
        )
    found = codes("agen", limit=20)
    assert found[:2] == ["47001", "01001"]  # homonyms: the most populated first
    assert found.index("01003") < found.index("01002") < found.index("01004")


def test_homonyms_are_candidates_told_apart_by_their_departement(register):
    Authority.objects.create(
        code="02001",
        name="Boé",
        population=3,
        type="commune",
        departement_id="02",
        is_registered=True,
    )
    candidates = resolve("boe")
    assert [one.label for one in candidates] == ["Boé (Lot-et-Garonne)", "Boé (Aisne)"]
    assert resolve("boe aisne").code == "02001"
    assert resolve("Boé, Lot-et-Garonne").code == "47031"


def test_a_body_without_departement_is_a_homonym_like_the_others(register):
    for code, departement in (("01009", "01"), ("02009", "02")):
        Authority.objects.create(
            code=code,
            name="Saint-Barthélemy",
            population=10_000,
            type="commune",
            departement_id=departement,
            is_registered=True,
        )
    assert {one.code for one in resolve("saint barthelemy")} == {"97701", "01009", "02009"}
    assert resolve("Saint-Barthélemy, Aisne").code == "02009"


def test_a_postcode_of_several_communes_gives_candidates(register):
    Authority.objects.filter(code="47001").update(postcodes="47000 47550")
    assert {one.code for one in resolve("47550")} == {"47031", "47001"}


def test_a_retired_territory_comes_last(register):
    register.communes -= {"47031"}
    Authority.objects.create(
        code="02001",
        name="Boé",
        population=3,
        type="commune",
        departement_id="02",
        is_registered=True,
    )
    Authority.objects.filter(code="47031").update(retired_on="2026-01-01")
    found = find("boe")
    assert [one.code for one in found[:2]] == ["02001", "47031"]
    assert [one.is_retired for one in found[:2]] == [False, True]
    assert resolve("boe").code == "02001"


def test_a_bare_insee_code_is_asked_about_never_taken(register):
    for text in ("47031", "47 031", "INSEE 47031"):
        candidates = resolve(text)
        assert isinstance(candidates, list)
        assert candidates[0].code == "47031"


HOSTILE = [
    "",
    " ",
    "%",
    "_",
    "'",
    '"',
    "l'",
    "\\",
    "*",
    "(",
    "AND",
    "😀",
    "\x00",
    "a\x00b",
    "x" * 10_000,
    "é" * 5_000,
    "|",
    ";lot",
    "1" * 400,
    "<script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(register, visitor, text):
    assert len(find(text)) <= 8
    resolve(text)
    response = visitor.get(reverse("territory_search"), {"q": text}, secure=True)
    assert response.status_code == 200
    assert len(json.loads(response.content)["results"]) <= 8


def test_the_combobox_gets_what_it_shows(register, visitor, django_assert_max_num_queries):
    find("warm")
    with django_assert_max_num_queries(3):
        response = visitor.get("/territoires/recherche", {"q": "boe"}, secure=True)
    assert json.loads(response.content)["results"][0] == {
        "code": "47031",
        "name": "Boé",
        "label": "Boé (Lot-et-Garonne)",
        "type": "commune",
        "departement": "Lot-et-Garonne",
        "population": 5846,
        "retired": False,
        "note": "",
        "postcode": "47550",
        # Where its dot goes on the map of France.
        "x": "208.1",
        "y": "410.3",
    }
    assert "max-age=3600" in response["Cache-Control"]
    assert not response.cookies
    assert visitor.post("/territoires/recherche", secure=True).status_code in (403, 405)


def test_a_body_is_found_as_soon_as_it_is_added(register):
    body = Authority.objects.create(type="gip", name="GIP Atlantique Numérique", region_id="52")
    assert body.code == "org-gip-atlantique-numerique"
    assert codes("atlantique num") == [body.code]
    other = Authority.objects.create(type="gip", name="GIP Atlantique Numérique", region_id="75")
    assert other.code == "org-gip-atlantique-numerique-2"
