"""What people call a territory follows from the register, and finds its sheets."""

import datetime

import pytest

from catalogue.records import card_of, record_of
from search.index.outbox import rebuild
from territories.kinds_of_places import kinds_of
from territories.models import Authority
from tests.factories import AuthorityFactory, SheetFactory, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "words", "not_words"),
    [
        ({"population": 300, "setting": "rural"}, "village rural", "ville banlieue"),
        ({"population": 5_000, "setting": "banlieue"}, "petite ville banlieue", "village rural"),
        ({"population": 30_000, "setting": "ville"}, "moyenne", "grande"),
        ({"population": 300_000, "setting": "ville"}, "grande ville", "moyenne"),
        ({"population": 900, "departement_id": "73", "setting": "rural"}, "montagne", "île"),
        ({"population": 900, "departement_id": "974", "region_id": "04"}, "outre-mer île", "rural"),
        ({"type": "metropole", "setting": "ville"}, "métropole", "rural"),
        ({"type": "communaute_communes", "setting": "rural"}, "intercommunalité rural", "village"),
        ({"type": "gip", "population": None}, "", "village intercommunalité"),
    ],
)
def test_a_territory_is_called_as_people_call_it(fields, words, not_words):
    told = kinds_of(Authority(**({"type": "commune"} | fields))).split()
    assert set(words.split()) <= set(told)
    assert not set(not_words.split()) & set(told)


def test_village_finds_the_sheets_of_villages(visitor):
    published(title="La fibre", authority=AuthorityFactory(population=300))
    published(title="Le wifi", authority=AuthorityFactory(population=30_000))
    rebuild()
    results = visitor.get("/projets/", {"q": "village"}).context["results"]
    assert [hit["title"] for hit in results["hits"]] == ["La fibre"]


def test_by_date_means_the_date_of_what_is_told(visitor):
    for title, date in {"Ancienne": "2014-03", "Récente": "2025-02-10", "Vague": "2025"}.items():
        published(title=title, status="termine", status_date=date)
    rebuild()
    results = visitor.get("/projets/", {"tri": "date"}).context["results"]
    assert [hit["title"] for hit in results["hits"]] == ["Récente", "Vague", "Ancienne"]
    assert ["2025" in hit["status_words"] for hit in results["hits"]] == [True, True, False]


@pytest.mark.parametrize(
    ("fields", "told", "words"),
    [
        ({"start": "2016", "end": "2019-06"}, datetime.date(2019, 6, 1), "Fin 2019"),
        ({"start": "2017"}, datetime.date(2017, 1, 1), "Début 2017"),
        ({}, None, ""),
    ],
)
def test_without_a_state_the_end_is_told_else_the_start(fields, told, words):
    sheet = SheetFactory(**({"status": "", "status_date": ""} | fields), live=False)
    assert record_of(sheet).date == told
    assert card_of(sheet)["status_words"] == words
