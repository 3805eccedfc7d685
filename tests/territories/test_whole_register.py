"""The whole register, loaded once: what people type, and the content files' territories."""

import csv
import json
from pathlib import Path

import pytest
from django.conf import settings

from bench.lookup import bench_lookup
from bench.written_names import judge_names
from territories.choice import chosen_territory
from territories.loading import load_register
from territories.lookup import find, resolve
from territories.matching import NoSuchAuthority, authority_for, body_named
from territories.models import Authority
from territories.other_names import OtherName, TownHall

SEEN = list(
    csv.DictReader(
        (Path(__file__).parent / "register.tsv").read_text("utf-8").splitlines(), delimiter="\t"
    )
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("whole_register"),
    pytest.mark.xdist_group("whole register"),
]


@pytest.mark.parametrize("row", SEEN, ids=lambda row: row["typed"])
def test_what_was_seen_leads_to_whom_it_must(row):
    wanted = set(row["codes"].split("|")) - {""}
    found = resolve(row["typed"], limit=60)
    if "asked" in row["kind"]:
        assert isinstance(found, list)
        assert wanted <= {one.code for one in found[:3]}
    else:
        assert isinstance(found, Authority), found
        assert found.code in wanted


def test_a_number_that_is_no_postcode_shows_whose_insee_code_it_is():
    assert "33080" in [one.code for one in resolve("33080")[:3]]
    lost_zero = Authority.objects.filter(postcodes__contains="01310").values_list("code", flat=True)
    assert set(lost_zero) <= {one.code for one in resolve("1310", limit=60)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CD 31", "D31"),
        ("CD31", "D31"),
        ("31", "D31"),
        ("2a", "COL-CORSE"),
        ("Conseil départemental de la Haute-Garonne", "D31"),
        ("Département du Bas-Rhin", "COL-ALSACE"),
        ("CEA", "COL-ALSACE"),
        ("CTM", "COL-MARTINIQUE"),
        ("Grand Lyon", "200046977"),
        ("Plaine Commune", "200057867"),
        ("EPT Plaine Commune", "200057867"),
        ("Rhône-Alpes", "R84"),
        ("CA du Puy-en-Velay", "200073419"),
        ("lhay les roses", "94038"),
        ("L\u02bcHaÿ-les-Roses", "94038"),
        ("Fontenay ss bois", "94033"),
        ("Fontenay s/s Bois", "94033"),
        ("Châlons-sur-Marne", "51108"),
        ("75 012 PARIS CEDEX 12", "75056"),
        ("Paris XVe", "75056"),
        ("12e arrondissement de Paris", "75056"),
        ("213 300 635 00017", "33063"),
        ("8230 Rocroi", "08367"),
        ("Ajaccio (20)", "2A004"),
        ("Évry 91", "91228"),
    ],
)
def test_bodies_numbers_and_abbreviations(text, code):
    found = resolve(text)
    assert isinstance(found, Authority), found
    assert found.code == code


def test_a_slip_is_asked_about_with_the_likeliest_first():
    assert resolve("toulouze")[0].code == "31555"
    assert find("saint sauveur le v")[0].name == "Saint-Sauveur-le-Vicomte"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Val quatre-vingt-un", "248100497"),
        ("val quatre vingt un (81)", "248100497"),
        ("Conseil départemental du quatre-vingt-treize", "D93"),
        ("Boé quarante-sept", "47031"),
        ("Paris quinze", "75056"),
        ("dix-huitième arrondissement de Paris", "75056"),
        ("Neuvième arrondissement Lyon", "69123"),
    ],
)
def test_a_number_is_read_as_it_is_said(text, code):
    found = resolve(text)
    assert isinstance(found, Authority), found
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2 Toulouse", "31555"),
        ("Toulouse 2", "31555"),
        ("Toulouse-2", "31555"),
        ("3e Strasbourg", "67482"),
        ("n° 4 Grenoble", "38185"),
        ("Bordeaux 1er", "33063"),
        ("7e arrondissement de Toulouse", "31555"),
        ("deuxième arrondissement de Nantes", "44109"),
        ("Lille quartier II", "59350"),
        ("Canton de Rennes 3", "35238"),
        ("Saint-Denis 93 2", "93066"),
        ("Paris 21", "75056"),
        ("Boé 2", "47031"),
    ],
)
def test_a_part_of_a_town_is_asked_about_with_the_town_first(text, code):
    candidates = resolve(text)
    assert isinstance(candidates, list)
    assert candidates[0].code == code
    assert find(text)[0].code == code


def test_the_choice_says_what_the_former_commune_became():
    chosen = chosen_territory("74268")
    assert (chosen.authority.code, chosen.note) == (
        "74010",
        "Seynod est devenue Annecy en 2017.",
    )
    assert chosen_territory("75112").note == "Paris 12e Arrondissement fait partie de Paris."
    assert chosen_territory("Seynod").authority.code == "74010"


def test_what_surrounds_a_commune_is_known():
    paris = Authority.objects.get(code="75056")
    assert 100 < paris.area_km2 < 110
    assert paris.setting == "ville"
    assert "93066" in paris.neighbours.split()
    assert Authority.objects.get(code="26274").setting == "rural"
    assert Authority.objects.get(code="94033").setting == "banlieue"
    assert Authority.objects.filter(type="ept").count() == 11
    assert OtherName.objects.filter(kind="arrondissement").count() == 45
    assert TownHall.objects.count() > 34_000
    assert not TownHall.objects.filter(site__contains="@").exists()


# --- Many ways of writing, made from the register -------------------------------------------------


def test_nearly_all_ways_of_writing_come_out_right_and_none_wrong():
    score = judge_names(each=4)
    assert score.outcomes.total() >= 300
    assert not score.outcomes["wrong"], score.failures
    assert score.share >= 0.99, score.failures


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CAPSO", "200069037"),
        ("MEL", "200093201"),
        ("CCPG (01)", "240100750"),
        ("la mairie de Nantes", "44109"),
        ("Madame la maire de Nantes", "44109"),
        ("Monsieur le président du conseil départemental de la Haute-Garonne", "D31"),
        ("région ARA", "R84"),
        ("Nantes (Loire-Atlantique, 44)", "44109"),
        ("Boé, Lot-et-Garonne, Nouvelle-Aquitaine", "47031"),
        ("44000 - Nantes", "44109"),
    ],
)
def test_bodies_are_called_as_people_call_them(text, code):
    found = resolve(text)
    if isinstance(found, Authority):
        assert found.code == code
    else:
        assert code in [one.code for one in found[:3]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CC 1000 étangs", "247000854"),
        ("CC des Mille Étangs", "247000854"),
        ("1 000 étangs 70310", "247000854"),
        ("sept vallées", "200044030"),
        ("VII vallées", "200044030"),
        ("7vallées", "200044030"),
        ("Colombey les 2 églises", "52140"),
        ("Chémery-les-2", "57136"),
        ("6 fours les plages", "83129"),
        ("Niort (2 sèvres)", "79191"),
        ("Communauté de communes de la Vallée de l'Oise et des 3 Forêts", "249500455"),
        ("1000 Bourg-en-Bresse", "01053"),
        ("3 Moulins", "03190"),
        ("13 Marseille", "13055"),
    ],
)
def test_a_number_in_a_name_is_written_either_way(text, code):
    found = resolve(text)
    assert isinstance(found, Authority), found
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CC 2 vallées", {"246000772", "249100157"}),
        ("Deux Vallées", {"246000772", "249100157"}),
        ("Pays des 4 rivières", {"247400666", "247000623"}),
        ("3 rivières", {"240200600", "97132", "80625"}),
        ("2 caps", {"246200380", "240200469"}),
        ("1000 etang", {"247000854", "01053", "01344"}),
    ],
)
def test_a_number_that_several_names_hold_is_asked_about(text, codes):
    found = resolve(text)
    assert isinstance(found, list)
    assert codes == {one.code for one in found[:3]}


def test_typing_a_name_with_a_number_suggests_it():
    assert find("1000 é")[0].code == "247000854"
    assert find("7 va")[0].code == "200044030"


def test_initials_are_asked_about():
    assert isinstance(resolve("CCPG"), list)
    assert find("CCPG")[0].name == "Pays de Gex"


# --- The territories of the content files ----------------------------------------

CASES = settings.BASE_DIR / "data" / "demo" / "cases.json"


def test_the_whole_register_is_there(whole_register):
    count = Authority.objects.filter
    assert count(type="commune").count() == 34_969
    epci = ("communaute_communes", "communaute_agglo", "communaute_urbaine", "metropole")
    assert count(type__in=epci, retired_on=None).count() == 1_255
    # 101 départements less Paris, two of Alsace, two of Corse, three that are also régions; then
    # Alsace's own council and Mayotte's single one.
    assert count(type="departement").count() == 101 - 1 - 2 - 2 - 2 - 1 + 1 + 1
    assert count(code__startswith="R", type="region").count() == 18 - 1 - 3
    assert not count(population=None, type="commune").exclude(departement__zone="com").exists()
    assert count(type="commune", population=0).count() == 6
    assert load_register().skipped


def test_every_territory_of_the_sheets_has_its_record(whole_register):
    territories = [case["territory"] for case in json.loads(CASES.read_text("utf-8"))["cases"]]
    assert len(territories) == 141
    for territory in territories:
        found = authority_for(territory)
        if code := territory["insee"] or territory["siren"]:
            assert code in (found.code, found.siren)
        if territory["departement_code"] and found.departement_id:
            assert territory["departement_code"] in found.departement_codes(), territory["name"]
        if territory["region_code"]:
            assert found.region_id == territory["region_code"], territory["name"]


@pytest.mark.parametrize(
    ("territory", "code"),
    [
        (
            {
                "type": "departement",
                "departement_code": "85",
                "name": "Département de la Vendée (GéoVendée)",
            },
            "D85",
        ),
        ({"type": "region", "region_code": "52", "name": "Région Pays de la Loire"}, "R52"),
        ({"type": "region", "region_code": "01", "name": "Guadeloupe (État, Région…)"}, "R01"),
        ({"type": "departement", "departement_code": "976", "region_code": "06"}, "COL-MAYOTTE"),
        ({"type": "region", "region_code": "06"}, "COL-MAYOTTE"),
        ({"type": "departement", "departement_code": "75"}, "75056"),
        ({"type": "departement", "departement_code": "69"}, "D69"),
        ({"type": "departement", "departement_code": "68"}, "COL-ALSACE"),
        ({"type": "departement", "departement_code": "2B"}, "COL-CORSE"),
        ({"type": "region", "region_code": "94"}, "COL-CORSE"),
        ({"type": "departement", "departement_code": "972"}, "COL-MARTINIQUE"),
        ({"type": "departement", "departement_code": "971"}, "D971"),
        ({"type": "departement", "departement_code": "974"}, "D974"),
        (
            {
                "type": "communaute_communes",
                "departement_code": "76",
                "name": "Communauté de communes Cœur de Caux",
            },
            "ex-coeur-de-caux",
        ),
        (
            {
                "type": "communaute_communes",
                "departement_code": "41",
                "name": "Communauté de communes du Vendômois rural",
            },
            "ex-vendomois-rural",
        ),
        ({"type": "syndicat_mixte", "siren": "253514491"}, "253514491"),
    ],
)
def test_a_territory_leads_to_its_record(whole_register, territory, code):
    assert authority_for(territory).code == code


@pytest.mark.parametrize(
    ("territory", "reason"),
    [
        ({}, "ni code, ni nom"),
        ({"insee": "99999", "name": "Nantes"}, "aucune commune de code INSEE « 99999 »"),
        ({"siren": "123456782"}, "aucun organisme de SIREN « 123456782 »"),
        (
            {"type": "departement", "departement_code": "99"},
            "aucun conseil pour le département « 99 »",
        ),
        (
            {"type": "gip", "name": "GIP Inconnu", "region_code": "52"},
            "ne s'appelle « GIP Inconnu »",
        ),
        ({"type": "commune", "name": 3}, "ni code, ni nom"),
    ],
)
def test_what_cannot_be_told_is_refused_with_a_reason(whole_register, territory, reason):
    with pytest.raises(NoSuchAuthority, match=reason):
        authority_for(territory)


def test_bodies_are_known_by_their_other_names(whole_register):
    assert body_named("SIEML").code == "org-sieml-maine-et-loire"
    assert body_named("mégalis").code == "253514491"
    assert body_named("Personne") is None
    Authority.objects.filter(code="org-adico").update(name="Adico, renommée")
    assert body_named("Adico").code == "org-adico"


def test_a_lookup_asks_whether_the_register_changed_and_reads_eight_rows(
    whole_register, django_assert_num_queries
):
    find("warm")
    with django_assert_num_queries(2):
        found = find("saint denis")
    assert [one.code for one in found[:2]] == ["97411", "93066"]
    assert find("saint denis reunion")[0].code == "97411"
    assert find("st-etienne")[0].code == "42218"
    assert find("loire")[0].code == "D42"
    assert find("lyon")[0].code == "69123"
    assert bench_lookup(lookups=20).lookups == 20
