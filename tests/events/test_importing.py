"""The real dates: all of them or none, never twice, nothing made up."""

import copy

import pytest

from catalogue.models import ImportedSheet, ProjectPage
from core.importing import ImportRefused
from events.choices import Change, Kind, State
from events.demonstration import create_demonstration_tour
from events.importing import import_events
from events.models import EventPage, ImportedEvent, TourPage
from network.models import Organisation
from setup.tree import ensure_agenda
from taxonomy.models import Theme
from tests.factories import AuthorityFactory, DepartementFactory, SheetFactory
from tests.factories import published as published_sheet

pytestmark = pytest.mark.django_db

NANCY = {
    "name": "IntercoTOUR – étape de Nancy",
    "series": "IntercoTOUR",
    "date_start": "2017-06-22",
    "date_end": "2017-06-22",
    "date_precision": "day",
    "city": "Nancy",
    "venue": None,
    "format": "présentiel",
    "organiser": "Les Interconnectés ; Ville de Nancy",
    "themes": ["relation-usagers/grc-gru"],
    "note": "Année déduite.",
    "source": {"title": "Un article", "url": None},
    "case_ids": ["chalons-grc"],
}


def row(**changes) -> dict:
    return copy.deepcopy(NANCY) | changes


@pytest.fixture(autouse=True)
def register():
    family = Theme.objects.create(name="Relation", slug="relation-usagers")
    Theme.objects.create(name="GRC", slug="grc-gru", parent=family)
    Organisation.objects.create(name="Les Interconnectés")
    AuthorityFactory(code="54395", name="Nancy")
    sheet = SheetFactory()
    ImportedSheet.objects.create(source="demo", key="chalons-grc", page=sheet)


def load(*rows):
    agenda, tours = ensure_agenda()
    return import_events(list(rows), source="demo", agenda=agenda, tours=tours)


def test_a_row_becomes_a_published_stage_of_its_tour():
    report = load(row())
    event = EventPage.objects.get()
    assert report.created == [event]
    assert event.live
    assert (event.kind, event.start, event.end) == (Kind.STAGE, "2017-06-22", "")
    assert event.commune.code == "54395"
    assert event.tour.title == "IntercoTOUR"
    assert event.note == "Année déduite."
    assert event.projects.get().sheet == ProjectPage.objects.get()
    assert [(one.label, bool(one.organisation_id)) for one in event.organisers.all()] == [
        ("Les Interconnectés", True),
        ("Ville de Nancy", False),
    ]


@pytest.mark.parametrize(
    ("start", "precision"), [("2022", "year"), ("2021-05", "month"), (None, "none")]
)
def test_no_day_is_made_up(start, precision):
    load(row(date_start=start, date_end=start, date_precision=precision))
    event = EventPage.objects.get()
    assert event.start == (start or "")
    assert not event.calendar_entries.exists()


def test_what_the_source_does_not_say_stays_empty():
    load(row(format=None, city=None, venue="En ligne", themes=[], organiser=None, note=None))
    event = EventPage.objects.get()
    assert (event.format, event.venue, event.commune, event.main_theme) == ("", "", None, None)


def test_a_place_that_is_no_commune_is_kept_as_named():
    load(row(city="Paris-La Défense", venue="Grande Arche"))
    event = EventPage.objects.get()
    assert (event.commune, event.venue) == (None, "Grande Arche, Paris-La Défense")


def test_homonyms_are_told_apart_by_the_sheets_or_refused():
    here = ProjectPage.objects.get().authority.departement
    AuthorityFactory(code="00001", name="Aiglun", departement=here)
    AuthorityFactory(code="00002", name="Aiglun", departement=DepartementFactory(code="06"))
    load(row(city="Aiglun"))
    assert EventPage.objects.get().commune.code == "00001"
    with pytest.raises(ImportRefused, match="plusieurs communes"):
        load(row(name="Autre", city="Aiglun", case_ids=[]))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"date_start": "2017-02-30"}, "n’existe pas dans le calendrier"),
        ({"date_end": "2017-06-01"}, "avant le début"),
        ({"date_precision": "month"}, "se contredisent"),
        ({"format": "hologramme"}, "format inconnu"),
        ({"themes": ["x/y"]}, "thème inconnu"),
        ({"case_ids": ["absente"]}, "fiche inconnue"),
        ({"name": None}, "« name » est vide"),
        ({"themes": 3}, "valeur inattendue"),
        ({"source": {"title": "x", "url": "pas une adresse"}}, "source_adresse"),
    ],
)
def test_one_broken_row_and_nothing_changes(broken, reason):
    with pytest.raises(ImportRefused, match=reason):
        load(row(), row(name="Autre") | broken)
    assert not EventPage.objects.exists()
    assert not TourPage.objects.exists()
    assert not ImportedEvent.objects.exists()


def test_a_missing_field_is_named():
    broken = row(name="Autre")
    del broken["city"]
    with pytest.raises(ImportRefused, match="city"):
        load(broken)


def test_a_second_import_overwrites_and_brings_back_nothing():
    load(row(), row(name="Deuxième"))
    edited, deleted = EventPage.objects.order_by("pk")
    edited.title, edited.tour = "Titre corrigé", None
    edited.save_revision().publish()
    deleted.delete()
    TourPage.objects.get().delete()
    report = load(row(), row(name="Deuxième"), row(name="Troisième"))
    assert report.kept == 2
    assert {one.title for one in EventPage.objects.all()} == {"Titre corrigé", "Troisième"}
    assert not TourPage.objects.exists()


def test_the_demonstration_is_dated_from_today_and_says_so(visitor):
    for code in ("47031", "35238", "51108", "97411", "15014", "59350", "83137", "29233"):
        AuthorityFactory(code=code, name=f"Ville {code}")
    agenda, tours = ensure_agenda()
    tour = create_demonstration_tour(agenda=agenda, tours=tours)
    stages = EventPage.objects.filter(tour=tour)
    states = {stage.state() for stage in stages}
    assert {State.UPCOMING, State.PAST, State.REPORTED, State.CANCELLED, State.POSTPONED} <= states
    assert stages.filter(change=Change.POSTPONED).exists()
    for path in (
        "/tournees/demonstration/",
        f"/agenda/{stages.first().slug}/",
        "/tournees/demonstration/dates/",
    ):
        assert "Démonstration" in visitor.get(path).content.decode()


def test_the_demonstration_shows_real_projects_without_claiming_that_anybody_presents_them(visitor):
    reims = AuthorityFactory(code="51454", name="Reims", lon=4.03, lat=49.26)
    sheet = published_sheet(slug="reims-projet", title="Un vrai projet", authority=reims)
    AuthorityFactory(code="51108", name="Châlons-en-Champagne", lon=4.36, lat=48.96)
    agenda, tours = ensure_agenda()
    create_demonstration_tour(agenda=agenda, tours=tours)
    stage = EventPage.objects.get()
    html = visitor.get(f"/agenda/{stage.slug}/").content.decode()
    for words in ("Un vrai projet", "Ce projet m’intéresse", "personne ne les y présente"):
        assert words in html
    assert f"/agenda/{stage.slug}/interesse/{sheet.number}/" in html
    assert "Présenté à" not in visitor.get("/projets/reims-projet/").content.decode()
