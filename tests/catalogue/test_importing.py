"""The path of the demo content, on rows of its own: all or nothing, and never twice."""

import copy

import pytest
from wagtail.models import PageLogEntry

from catalogue.importing import import_sheets
from catalogue.models import ProjectPage
from core.importing import ImportRefused
from network.models import Organisation
from tests.factories import AuthorityFactory, ThemeFactory, catalogue_page

pytestmark = pytest.mark.django_db

ROW = {
    "id": "boe-signalement",
    "title": "Signaler une panne à Boé",
    "territory": {
        "name": "Boé",
        "insee": "47031",
        "siren": None,
        "type": "commune",
        "population_stated": 5500,
        "departement_code": "47",
        "region_code": "75",
    },
    "themes": ["relation-usagers/applications-signalement", "donnees-ia"],
    "kind": "projet",
    "status": "en_service",
    "start_year": 2019,
    "summary": "Les habitants signalent une panne.",
    "contexte": "Des appels < perdus >.",
    "objectifs": None,
    "mise_en_oeuvre": None,
    "resultats": None,
    "difficultes": None,
    "facteurs_de_reussite": None,
    "couts": None,
    "partenaires": ["Fing (mission préparatoire)", "Une inconnue"],
    "outils": ["Decidim (Oyé)"],
    "licence": None,
    "source_code_url": None,
    "sources": [
        {"title": "Le Petit Bleu", "url": None, "date": "2020-03"},
        {"title": "Sud Ouest", "url": "https://exemple.fr/a", "date": None},
    ],
    "costs": [
        {
            "label": "Abonnement",
            "amount_eur": 89.5,
            "tax": None,
            "year": None,
            "period": "yearly",
            "scope": "Commune",
            "source_index": 1,
            "role": "projet",
        }
    ],
}


REUSE = {"name": "Agen", "insee": None, "siren": None, "what": "Repris", "source_index": 0}


@pytest.fixture(autouse=True)
def vocabulary():
    AuthorityFactory(code="47031", name="Boé")
    ThemeFactory(slug="applications-signalement")
    ThemeFactory(slug="donnees-ia")
    Organisation.objects.create(name="Fing")


def row(**changes) -> dict:
    return copy.deepcopy(ROW) | changes


def load(*rows):
    return import_sheets(list(rows), source="essai", parent=catalogue_page())


def test_a_second_source_comes_in():
    first, second = ({**one, "author": None, "voice": "presse"} for one in ROW["sources"])
    cost = {**ROW["costs"][0], "source_index": 0, "second_source_index": 1}
    first["url"] = "https://lepetitbleu.example/a"
    (sheet,) = load(row(sources=[first, second], costs=[cost])).created
    assert sheet.costs.get().cited == (1, 2)


def test_a_row_becomes_a_published_sheet():
    report = load(row())
    (sheet,) = report.created
    assert sheet.live
    assert sheet.first_published_at
    # As an editor's own publishing leaves it: its revision is online, nothing waits, the history says who and what.
    revision = sheet.latest_revision
    assert (sheet.live_revision, sheet.has_unpublished_changes) == (revision, False)
    assert revision.as_object().title == sheet.title
    assert PageLogEntry.objects.filter(page=sheet.pk, action="wagtail.publish").count() == 1
    assert sheet.authority.code == "47031"
    assert sheet.main_theme.slug == "applications-signalement"
    assert [theme.slug for theme in sheet.other_themes.all()] == ["donnees-ia"]
    assert sheet.start == "2019"
    assert sheet.status_date == "2020-03"
    assert sheet.context == "<p>Des appels &lt; perdus &gt;.</p>"
    assert sheet.stated_population == 5500
    assert [source.title for source in sheet.sources.all()] == ["Le Petit Bleu", "Sud Ouest"]
    # Without a place, a database gives rows back in any order.
    assert list(sheet.sources.values_list("sort_order", flat=True)) == [0, 1]
    cost = sheet.costs.get()
    assert (cost.nature, cost.source_number) == ("fonctionnement", 2)
    tool = sheet.tools.get()
    assert (tool.tool.name, tool.detail) == ("Decidim", "Oyé")
    known, unknown = sheet.partners.all()
    assert known.label == "Fing (mission préparatoire)"
    assert known.organisation.name == "Fing"
    assert unknown.organisation is None


def test_a_null_stays_empty_and_is_never_non_connu():
    (sheet,) = load(row(costs=[])).created
    assert sheet.objectives == ""
    assert not (sheet.investment_unknown)
    assert not (sheet.running_unknown)
    assert not (sheet.results_too_early)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": "x" * 121}, "121 caractères"),
        ({"themes": ["famille/inconnue"]}, "thème inconnu : « famille/inconnue »"),
        ({"themes": []}, "aucun thème"),
        ({"kind": "machin"}, "« nature » : La valeur « machin »"),
        ({"sources": []}, "au moins une source"),
        ({"start": "2021-13"}, "calendrier"),
        ({"territory": {**ROW["territory"], "insee": "99999"}}, "99999"),
        (
            {"costs": [{**ROW["costs"][0], "amount_eur": "beaucoup"}]},
            "« montant » : Écrivez un nombre",
        ),
        ({"costs": [{**ROW["costs"][0], "amount_eur": -5}]}, "supérieure ou égale à 0"),
        ({"costs": [{**ROW["costs"][0], "source_index": 7}]}, "source n° 8"),
        ({"costs": [{**ROW["costs"][0], "second_source_index": 0}]}, "notez qui parle"),
        ({"sources": [{"title": "s", "url": "javascript:alert(1)", "date": None}]}, "URL valide"),
        ({"summary": None}, "le champ « summary » est vide"),
    ],
)
def test_a_broken_row_is_named_and_nothing_changes(change, reason):
    with pytest.raises(ImportRefused) as refusal:
        load(row(), row(id="cassee", **change))
    (error,) = refusal.value.errors
    assert error.startswith("ligne 2 (cassee)")
    assert reason in error
    assert not ProjectPage.objects.exists()


def test_a_missing_field_and_a_double_are_named():
    incomplete = row(id="b")
    del incomplete["summary"]
    with pytest.raises(ImportRefused) as refusal:
        load(row(), incomplete, row())
    assert "il manque le champ « summary »" in refusal.value.errors[0]
    assert "déjà employé" in refusal.value.errors[1]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (3, "ligne 2 : un objet était attendu"),
        (row(id=3), "ligne 2 (3) : « id » : un texte était attendu"),
        (row(id=" "), "« id » est vide"),
    ],
)
def test_a_row_without_a_key_is_named_by_its_line(broken, reason):
    with pytest.raises(ImportRefused) as refusal:
        load(row(), broken)
    (error,) = refusal.value.errors
    assert reason in error
    assert not ProjectPage.objects.exists()


def test_a_second_import_changes_nothing_that_was_edited_or_deleted():
    load(row(), row(id="autre"))
    edited, deleted = ProjectPage.objects.order_by("pk")
    edited.title = "Titre repris par la rédaction"
    edited.save_revision().publish()
    deleted.delete()
    report = load(row(), row(id="autre"), row(id="nouvelle"))
    assert [sheet.slug for sheet in report.created] == ["nouvelle"]
    assert report.kept == 2
    assert ProjectPage.objects.get(pk=edited.pk).title == "Titre repris par la rédaction"
