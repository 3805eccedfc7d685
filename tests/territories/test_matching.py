"""The real register, the real content: every sheet's territory has its record."""

import json

import pytest
from django.conf import settings
from django.db import connection

from bench.lookup import bench_lookup
from territories import areas
from territories.loading import load_register
from territories.lookup import find
from territories.matching import NoSuchAuthority, authority_for, body_named
from territories.models import Authority

CASES = settings.BASE_DIR / "data" / "demo" / "cases.json"


@pytest.fixture(scope="module")
def whole_register(django_db_setup, django_db_blocker):
    """All 36,000 rows, once for this module, outside the tests' transactions."""
    with django_db_blocker.unblock():
        report = load_register()
        yield report
        with connection.cursor() as cursor:
            for table in (
                "territories_authority_extra_departements",
                "territories_authority",
                "territories_departement",
                "territories_region",
                "territories_registerstate",
            ):
                cursor.execute(f"DELETE FROM {table}")
        areas.forget()


@pytest.mark.django_db
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


@pytest.mark.django_db
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


@pytest.mark.django_db
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


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_bodies_are_known_by_their_other_names(whole_register):
    assert body_named("SIEML").code == "org-sieml-maine-et-loire"
    assert body_named("mégalis").code == "253514491"
    assert body_named("Personne") is None
    Authority.objects.filter(code="org-adico").update(name="Adico, renommée")
    assert body_named("Adico").code == "org-adico"


@pytest.mark.django_db
def test_a_lookup_reads_three_columns_of_an_index_and_eight_rows(
    whole_register, django_assert_num_queries
):
    with django_assert_num_queries(2):
        found = find("saint denis")
    assert [one.code for one in found[:2]] == ["97411", "93066"]
    assert find("saint denis reunion")[0].code == "97411"
    assert find("st-etienne")[0].code == "42218"
    assert find("loire")[0].code == "D42"
    assert find("lyon")[0].code == "69123"
    assert bench_lookup(lookups=20).lookups == 20
