import json

import pytest
from django.conf import settings
from django.urls import reverse

from core.importing import ImportRefused
from network.importing import (
    import_organisations,
    import_partnerships,
    split_other_names,
)
from network.models import Organisation, Partnership
from taxonomy.importing import import_themes
from territories.models import Authority

CONTENT = settings.BASE_DIR / "data" / "demo" / "cases.json"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def content():
    return json.loads(CONTENT.read_text("utf-8"))


def test_the_real_directory_comes_in_once(content):
    assert import_organisations(content["organisations"]) == 58
    import_themes(content["meta"]["taxonomy"]["themes"])
    assert import_partnerships(content["partnerships"]) == 22
    Organisation.objects.filter(name="Avicca").update(description="Réécrite par la rédaction.")
    Partnership.objects.filter(name="Rég@te NUM").update(kind="autre")
    assert import_organisations(content["organisations"]) == 0
    assert import_partnerships(content["partnerships"]) == 0
    assert Organisation.objects.get(name="Avicca").description == "Réécrite par la rédaction."
    assert Partnership.objects.get(name="Rég@te NUM").kind == "autre"


def test_parties_keep_their_words_and_find_the_directory(content):
    import_themes(content["meta"]["taxonomy"]["themes"])
    import_organisations(content["organisations"])
    import_partnerships(content["partnerships"])
    parties = {
        party.label: party.organisation and party.organisation.name
        for partnership in Partnership.objects.all()
        for party in partnership.parties.all()
    }
    assert parties["AdCF"] == "Intercommunalités de France"
    assert parties["Intercommunalités de France (AdCF)"] == "Intercommunalités de France"
    assert parties["APVF"] == "Association des petites villes de France"
    assert parties["GIP TerNum BFC"].startswith("Agence régionale du numérique")
    assert parties["EY"] is None
    common = Partnership.objects.get(name="Convention Avicca – FNCCR")
    assert (common.date, common.slug) == ("2024-06", "convention-avicca-fnccr")
    assert common.actions.count() == 4


def test_an_organisation_that_carries_sheets_is_linked_to_its_record(content):
    for code, name in (("253514491", "Mégalis Bretagne"), ("org-sieml", "Syndicat (SIEML)")):
        Authority.objects.create(code=code, type="syndicat_mixte", name=name)
    Authority.objects.filter(code="org-sieml").update(code="org-sieml-maine-et-loire")
    import_organisations(content["organisations"])
    assert Organisation.objects.get(name="Mégalis Bretagne").authority.code == "253514491"
    assert Organisation.objects.get(name="SIEML").authority.code == "org-sieml-maine-et-loire"
    assert Organisation.objects.get(name="Avicca").authority is None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Association des petites villes de France", "APVF", ("APVF", "")),
        ("Intercommunalités de France", "AdCF", ("", "AdCF")),
        ("Avicca", "Avicam", ("", "Avicam")),
        (
            "Agence régionale du numérique et de l'intelligence artificielle",
            "ARNia, ex-GIP Territoires numériques BFC",
            ("ARNia", "GIP Territoires numériques BFC"),
        ),
        ("FNCCR", "", ("", "")),
    ],
)
def test_an_acronym_is_told_from_another_name(name, text, expected):
    assert split_other_names(name, text) == expected


def test_a_broken_row_is_named_and_nothing_comes_in():
    rows = [
        {"name": "Bonne"},
        {"name": ""},
        3,
        {"name": "A", "source": "texte"},
        {"name": "B", "source": {"url": "pas une adresse"}},
        {"name": "bonne"},
        {"name": "C", "website": 4},
    ]
    with pytest.raises(ImportRefused) as caught:
        import_organisations(rows)
    assert [error.split(" : ")[0] for error in caught.value.errors] == [
        "ligne 2",
        "ligne 3",
        "ligne 4 (A)",
        "ligne 5 (B)",
        "ligne 6 (bonne)",
        "ligne 7 (C)",
    ]
    assert not Organisation.objects.exists()
    with pytest.raises(ImportRefused, match="aucune partie"):
        import_partnerships([{"name": "P", "parties": []}])
    with pytest.raises(ImportRefused, match="calendrier"):
        import_partnerships([{"name": "P", "parties": ["X"], "date": "2024-13"}])


def test_the_admin_lists_and_edits_the_directory(content, admin_client):
    import_themes(content["meta"]["taxonomy"]["themes"])
    import_organisations(content["organisations"])
    import_partnerships(content["partnerships"])
    for model in (Organisation, Partnership):
        viewset = model.snippet_viewset
        listed = admin_client.get(reverse(viewset.get_url_name("list")), secure=True)
        assert listed.status_code == 200
        first = model.objects.first()
        form = admin_client.get(reverse(viewset.get_url_name("edit"), args=[first.pk]), secure=True)
        assert form.status_code == 200
        assert first.name in form.content.decode().replace("&#x27;", "'")
