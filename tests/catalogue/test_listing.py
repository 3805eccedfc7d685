"""The list of all sheets in the admin: what its columns say, how it is searched, sorted and filtered."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from bench.limits import QUERIES
from catalogue.choices import Origin, Status
from catalogue.listing.facts import all_facts
from catalogue.models import OwnerConfirmation, ProjectCost, ProjectDifficulty, ProjectSource
from confirmations.models import Check, OutdatedReport
from tests.exchanges.questions import ask
from tests.factories import (
    AuthorityFactory,
    SheetFactory,
    ThemeFactory,
    catalogue_page,
    draft,
    editor,
    published,
)

NOW = "2026-11-30T10:00:00Z"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def desk(client):
    client.user = editor()
    client.force_login(client.user)
    return client


def page(client, **query) -> str:
    answer = client.get(reverse("fiches:index"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client, **query) -> list[str]:
    """Titles of the rows, in order."""
    return re.findall(r'id="page_\d+_title">\s*(.*?)\s*</span>', page(client, **query))


def cell(html: str, name: str) -> str:
    return re.sub("<[^>]+>", "", re.search(rf'<td class="fact-{name}">(.*?)</td>', html)[1])


# --- Found ------------------------------------------------------------------------------------


class TestSearch:
    @pytest.fixture(autouse=True)
    def _two(self):
        town = AuthorityFactory(name="Saint-Étienne-de-Fougères", code="47239")
        self.one = published(title="Éclairage à la demande", authority=town)
        self.other = published(title="Un guichet unique")

    @pytest.mark.parametrize(
        "typed",
        [
            "éclairage",
            "ECLAIRAGE",
            "eclair demande",
            "saint etienne",
            "St-Étienne",
            "47239",
            "eclairage fougeres",
            "Saint-Étienne-de-Fougères (Lot-et-Garonne) éclairage",
            "« Éclairage » — à la demande",
        ],
    )
    def test_by_title_and_authority_whatever_the_accents(self, desk, typed):
        assert listed(desk, q=typed) == [self.one.title]

    @pytest.mark.parametrize(
        "typed", ["{}", "f/{}", "/f/{}", "n° {}", "N°{}", "https://essaim.example/f/{}"]
    )
    def test_by_number(self, desk, typed):
        assert listed(desk, q=typed.format(self.other.number)) == [self.other.title]

    @pytest.mark.parametrize("typed", ["introuvable", "%", "_", "\x00", "'; --", "99999999999"])
    def test_nothing(self, desk, typed):
        assert listed(desk, q=typed) in ([], [self.other.title, self.one.title])
        assert "Un guichet" not in page(desk, q="introuvable")

    def test_by_the_title_of_the_draft_that_is_shown(self, desk):
        self.other.title = "Une maison des services"
        self.other.save_revision()
        assert listed(desk, q="maison") == ["Une maison des services"]

    def test_after_a_change_that_was_published(self, desk):
        self.other.title = "Une maison des services"
        self.other.save_revision().publish()
        assert listed(desk, q="maison") == ["Une maison des services"]
        assert listed(desk, q="guichet") == []


# --- Filters ----------------------------------------------------------------------------------


class TestReview:
    def test_each_state(self, desk):
        draft(title="En brouillon")
        published(title="En ligne")
        changed = published(title="Changée")
        changed.summary = "Autre chose."
        changed.save_revision()
        scheduled = draft(title="Pour demain")
        scheduled.go_live_at = timezone.now() + datetime.timedelta(days=1)
        scheduled.save_revision().publish()
        expired = published(title="Finie")
        expired.expire_at = timezone.now() - datetime.timedelta(minutes=1)
        expired.save()
        moderated = draft(title="Proposée")
        Workflow.objects.first().start(moderated, desk.user)
        for state, title in {
            "brouillon": "En brouillon",
            "publiee": "En ligne",
            "modifiee": "Changée",
            "programmee": "Pour demain",
            "expiree": "Finie",
            "relecture": "Proposée",
        }.items():
            assert listed(desk, review=state) == [title], state
        assert set(listed(desk, review=["brouillon", "publiee"])) == {"En brouillon", "En ligne"}


def test_by_theme_of_a_family_and_other_themes(desk):
    family = ThemeFactory(name="Inclusion")
    within = ThemeFactory(name="Médiation", parent=family)
    main = published(title="Principal", main_theme=within)
    other = published(title="Aussi")
    other.other_themes.add(family)
    other.save_revision().publish()
    published(title="Autre chose")
    assert set(listed(desk, theme=family.slug)) == {main.title, other.title}
    assert listed(desk, theme=within.slug) == [main.title]


def test_by_class_origin_status(desk):
    published(title="Petite", authority=AuthorityFactory(population=300), status=Status.IDEA)
    published(title="Grande", authority=AuthorityFactory(population=400_000))
    draft(
        title="Sans population", authority=AuthorityFactory(population=None), origin=Origin.PROPOSED
    )
    assert listed(desk, **{"class": "1"}) == ["Petite"]
    assert listed(desk, **{"class": "9"}) == ["Grande"]
    assert listed(desk, **{"class": "aucune"}) == ["Sans population"]
    assert listed(desk, origin="proposee") == ["Sans population"]
    assert listed(desk, status="idee") == ["Petite"]


def test_by_authority(desk):
    published(title="Ici", authority=AuthorityFactory(name="L’Haÿ-les-Roses", code="94038"))
    published(title="Ailleurs")
    for typed in ("l’haÿ", "lhay les roses", "94038", "L’Haÿ-les-Roses"):
        assert listed(desk, authority=typed) == ["Ici"], typed


def test_by_completeness_and_what_is_missing(desk):
    bare = published(title="Presque vide")
    told = draft(title="Avec difficulté")
    told.difficulties = [ProjectDifficulty(text="Personne n’y croyait.")]
    told.costs = [ProjectCost(label="Licence", nature="investissement", amount=12)]
    told.save()
    blank = draft(title="Paragraphe vide", difficulties_text='<p data-block-key="a1b2"></p>')
    assert set(listed(desk, missing="difficulties_text")) == {bare.title, blank.title}
    assert set(listed(desk, missing="investment_unknown")) == {bare.title, blank.title}
    assert listed(desk, missing=["difficulties_text", "sources"]) == []
    assert bare.completeness < 40
    assert bare.title in listed(desk, completeness="0-39")
    assert listed(desk, completeness="70-100") == []


def test_what_is_missing_is_what_the_completeness_counts(desk):
    from catalogue.completeness import is_answered
    from catalogue.fields import FIELDS
    from catalogue.listing.missing import choices
    from catalogue.models import ProjectPage

    draft(title="Rien", sources=[], authority=None, summary="")
    draft(title="Un peu", start="2023", running_unknown=True, context="<p>Dit.</p>")
    for name, _ in choices():
        lacking = {
            one.title for one in ProjectPage.objects.all() if not is_answered(one, FIELDS[name])
        }
        assert set(listed(desk, missing=name)) == lacking, name


def test_by_last_confirmation(desk):
    old, recent = published(title="Ancienne"), published(title="Récente")
    published(title="Jamais")
    for sheet, day in ((old, "2024-01-01"), (recent, "2024-01-01"), (recent, "2026-06-01")):
        OwnerConfirmation.objects.create(sheet=sheet, confirmed_on=day)
    assert listed(desk, confirmed="ancienne") == ["Ancienne"]
    assert listed(desk, confirmed="recente") == ["Récente"]
    assert listed(desk, confirmed="jamais") == ["Jamais"]
    assert listed(desk, ordering="confirmed") == ["Ancienne", "Récente", "Jamais"]
    assert listed(desk, ordering="-confirmed") == ["Récente", "Ancienne", "Jamais"]
    assert cell(page(desk, confirmed="recente"), "confirmed") == "01/06/2026"


@pytest.mark.parametrize(
    ("dates", "is_old"),
    [
        (["2022"], True),
        (["2023"], False),  # its last day is not three years ago
        (["2023-10"], True),
        (["2023-11"], False),
        (["2023-11-29"], True),
        (["2023-11-30"], False),
        (["2020", "2024"], False),
        (["2020", ""], True),
        ([""], False),
    ],
)
def test_by_age_of_the_newest_source(desk, dates, is_old):
    sources = [ProjectSource(title="Bulletin", date=date) for date in dates]
    draft(title="La fiche", sources=sources)
    assert bool(listed(desk, source_age="3")) is is_old
    assert bool(listed(desk, source_age="aucune")) is (dates == [""])


class TestSignals:
    def test_reports_until_a_check_took_account_of_them(self, desk):
        sheet = published(title="Signalée")
        published(title="Tranquille")
        report = OutdatedReport.objects.create(
            sheet=sheet, what="status", submission_key="a", confirmed_at=timezone.now()
        )
        OutdatedReport.objects.create(sheet=sheet, what="status", submission_key="b")
        assert listed(desk, signals="signalement") == ["Signalée"]
        assert listed(desk, signals="question") == []
        assert listed(desk, ordering="-signals") == ["Signalée", "Tranquille"]
        assert cell(page(desk, signals="signalement"), "signals") == "1 signalement"
        later = report.confirmed_at + datetime.timedelta(days=1)
        Check.objects.create(sheet=sheet, number=9, known_on=later.date(), opened_at=later)
        assert listed(desk, signals="signalement") == []

    def test_questions_that_wait(self, desk, visitor):
        sheet = published(title="Demandée")
        published(title="Tranquille")
        ask(visitor, sheet)
        assert listed(desk, signals="question") == ["Demandée"]
        assert listed(desk, signals=["question", "signalement"]) == ["Demandée"]
        assert cell(page(desk, signals="question"), "signals") == "1 question"


# --- Sorted, shown ----------------------------------------------------------------------------


def test_every_column_sorts_both_ways(desk):
    first = published(title="Écoles", authority=AuthorityFactory(name="Agen", population=100))
    last = published(title="zones", authority=AuthorityFactory(name="Zuydcoote", population=9_000))
    for name in ("title", "authority", "class", "number", "theme", "source_age"):
        assert listed(desk, ordering=name)[0] in (first.title, last.title), name
    for name in ("title", "authority", "class", "number"):
        assert listed(desk, ordering=name) == [first.title, last.title], name
        assert listed(desk, ordering=f"-{name}") == [last.title, first.title], name
    for name in ("origin", "review", "completeness", "signals", "latest_revision_created_at"):
        assert len(listed(desk, ordering=name)) == len(listed(desk, ordering=f"-{name}")) == 2
    assert len(listed(desk, ordering="password")) == 2


@pytest.mark.parametrize("name", ["theme", "status", "review", "class", "completeness", "signals"])
def test_a_value_that_does_not_exist_shows_nothing_and_is_named(desk, name):
    published(title="La fiche", status="idee")
    html = page(desk, **{"status": "idee", name: "inconnu\x00"})
    assert "La fiche" not in html
    told = re.search(r'role="alert">(.*?)</ul>', html, re.DOTALL)[1]
    assert told.count("<li>") == 1
    label = next(fact.filter.label for fact in all_facts() if fact.name == name)
    assert f"«\xa0{label}\xa0»" in told.replace("\u202f", "\xa0")
    results = desk.get(reverse("fiches:index_results"), {name: "inconnu"}).content.decode()
    assert "un filtre n’est pas compris" in results


def test_a_sheet_that_readers_do_not_reach_is_marked(desk):
    published(title="Ouverte")
    private = published(title="Réservée")
    private.view_restrictions.create(restriction_type="login")
    rows = page(desk).split("<tr")
    assert "Privée" in next(row for row in rows if "Réservée" in row)
    assert "Privée" not in next(row for row in rows if "Ouverte" in row)
    catalogue_page().view_restrictions.create(restriction_type="login")
    assert "Privée" in next(row for row in page(desk).split("<tr") if "Ouverte" in row)


def test_what_it_says_of_a_sheet(desk):
    town = AuthorityFactory(name="Boé", population=5_846)
    published(authority=town, main_theme=ThemeFactory(name="Éclairage"))
    html = page(desk)
    assert cell(html, "authority") == "Boé (Lot-et-Garonne)"
    assert cell(html, "class") == "3\u202f500 à 9\u202f999"
    assert cell(html, "theme") == "Éclairage"
    assert cell(html, "origin") == "Documentaire"
    assert cell(html, "review") == "Publiée"
    assert cell(html, "source_age") == "mai\xa02023"
    assert cell(html, "signals") == ""


def test_a_draft_without_anything_is_listed(desk):
    draft(title="Nue", authority=None, main_theme=None, sources=[], kind="", status="")
    assert listed(desk) == ["Nue"]


def test_its_statements(desk):
    def count() -> int:
        with CaptureQueriesContext(connection) as statements:
            page(desk, ordering="-signals", review="publiee")
        return len(statements)

    published()
    count()
    before = count()
    for _ in range(8):
        SheetFactory()
    assert count() <= before
    assert before <= QUERIES["desk"]
