"""The agenda: what comes first, filters, subscriptions, and help when there is nothing."""

import re
import xml.etree.ElementTree as ElementTree
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from bench.limits import QUERIES
from events.choices import Change
from events.models import EventOrganiser
from events.templatetags.events_tags import next_days
from network.models import Organisation
from search.audience import counting
from search.engines.base import EngineUnavailable
from search.index.outbox import rebuild
from search.models import SearchCount
from tests.events.factories import TourFactory, clock, published, repeated
from tests.factories import AuthorityFactory, DepartementFactory, RegionFactory, ThemeFactory

pytestmark = pytest.mark.django_db
# What is indexed when its transaction is committed.
committed = pytest.mark.django_db(transaction=True)

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def titles(visitor, query="") -> list[str]:
    response = visitor.get(f"/agenda/{query}")
    assert response.status_code == 200
    return [hit["title"] for hit in response.context["results"]["hits"]]


def text(response) -> str:
    return re.sub(r"[\u00a0\u202f]|&nbsp;|&#8239;", " ", response.content.decode())


def test_upcoming_first_the_soonest_first_then_the_archive(visitor):
    for title, start in (
        ("Demain", "2026-11-25"),
        ("Plus tard", "2027-02-01"),
        ("Dans le mois", "2026-12"),
        ("Aujourd’hui", "2026-11-24"),
        ("Hier", "2026-11-23"),
        ("Jadis", "2019"),
        ("On ne sait", ""),
    ):
        published(title=title, start=start)
    rebuild()
    response = visitor.get("/agenda/")
    assert titles(visitor) == ["Aujourd’hui", "Demain", "Dans le mois", "Plus tard"]
    assert [hit["title"] for hit in response.context["archive"]["hits"]] == [
        "Hier",
        "Jadis",
        "On ne sait",
    ]
    assert titles(visitor, "?periode=passees") == ["Hier", "Jadis", "On ne sait"]
    assert titles(visitor, "?periode=30-jours") == ["Aujourd’hui", "Demain"]
    assert titles(visitor, "?annee=2019") == ["Jadis"]
    years = {year["label"]: year["count"] for year in response.context["archive"]["years"]}
    assert years == {"2027": 1, "2026": 4, "2019": 1}


def test_an_event_of_several_days_is_upcoming_until_its_last(visitor):
    published(title="En cours", start="2026-11-22", end="2026-11-25")
    rebuild()
    assert titles(visitor) == ["En cours"]


@pytest.fixture
def various():
    area = DepartementFactory(code="33", name="Gironde", region=RegionFactory(code="75"))
    brittany = DepartementFactory(
        code="35", name="Ille-et-Vilaine", region=RegionFactory(code="53", name="Bretagne")
    )
    network = Organisation.objects.create(name="Les Interconnectés")
    theme = ThemeFactory(name="Cybersécurité", slug="cyber")
    published(
        title="A",
        kind="forum",
        format="hybride",
        main_theme=theme,
        start="2026-12-01",
        commune=AuthorityFactory(name="Bordeaux", departement=area, lon=-0.58, lat=44.84),
        organisers=[EventOrganiser(organisation=network)],
    )
    published(
        title="B",
        kind="webinaire",
        format="distanciel",
        start="2026-12-02",
        commune=AuthorityFactory(name="Rennes", departement=brittany, lon=-1.68, lat=48.11),
    )
    rebuild()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?nature=forum", ["A"]),
        ("?nature=forum&nature=webinaire", ["A", "B"]),
        ("?format=distanciel", ["B"]),
        ("?region=53", ["B"]),
        ("?theme=cyber", ["A"]),
        ("?reseau=les-interconnectes", ["A"]),
        ("?q=bordeaux", ["A"]),
        ("?q=interconnectés&format=hybride", ["A"]),
        ("?format=hologramme&periode=demain&annee=99999&page=-3&tri=x", ["A", "B"]),
        ("?" + "q=" + "é" * 10_000, ["A", "B"]),
    ],
)
def test_filters_and_broken_ones(visitor, various, query, expected):
    assert titles(visitor, query) == expected


def test_one_says_where_one_lives_on_the_page_itself_and_the_filters_stay(visitor, various):
    AuthorityFactory(code="33243", name="Libourne", lon=-0.24, lat=44.92)
    html = visitor.get("/agenda/?nature=forum&periode=3-mois&q=bordeaux").content.decode()
    form = html.partition('action="/mon-territoire/"')[2].partition("</form>")[0]
    sent = {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    }
    assert "Près de ma commune" in html
    response = visitor.get("/mon-territoire/", sent | {"nom": "libourne"})
    assert response.url == ("/agenda/?q=bordeaux&nature=forum&periode=3-mois&territoire=33243")
    answer = visitor.get(response.url)
    assert "Les plus proches de" in text(answer)
    assert [hit["title"] for hit in answer.context["results"]["hits"]] == ["A"]


def test_a_commune_that_is_not_found_leads_back_to_the_agenda(visitor, various):
    html = text(visitor.get("/mon-territoire/?liste=agenda&nom=atlantide&format=hybride"))
    assert "Aucun territoire du registre" in html
    assert "Voir les dates" in html
    assert 'href="/agenda/?format=hybride"' in html


def test_near_my_commune_whatever_its_size(visitor, various):
    area = DepartementFactory(code="33")
    libourne = AuthorityFactory(
        code="33243", name="Libourne", departement=area, lon=-0.24, lat=44.92
    )
    response = visitor.get("/agenda/?territoire=33243")
    hits = response.context["results"]["hits"]
    assert [hit["title"] for hit in hits] == ["A", "B"]
    assert "km" in hits[0]["distance"]
    assert libourne.of_name in hits[0]["distance"]
    assert "Les plus proches de" in text(response)
    # What is not done is not said.
    by_date = text(visitor.get("/agenda/?territoire=33243&tri=date"))
    assert "Les plus proches de" not in by_date
    assert "Distances depuis" in by_date


def test_a_helpful_page_when_nothing_is_announced(visitor):
    published(title="Hier", start="2026-11-23")
    rebuild()
    html = text(visitor.get("/agenda/"))
    for words in ("Aucune date annoncée", "Abonnez-vous", "Déjà passées", "Hier", "webcal://"):
        assert words in html


def test_an_empty_agenda(visitor):
    rebuild()
    assert "Rien n’est annoncé" in text(visitor.get("/agenda/"))


def test_counts_are_of_dates_and_searches_are_counted(visitor):
    published(title="Forum des cantines", start="2026-12-03")
    rebuild()
    for _ in range(2):
        html = text(visitor.get("/agenda/?q=cantines&periode=passees"))
    assert " date</span>" in html
    assert " fiche</span>" not in html
    visitor.get("/agenda/?q=licorne")
    counting.counts.write()
    rows = SearchCount.objects.order_by("words").values_list("words", "kind", "searches", "results")
    assert list(rows) == [("cantines", "evenement", 2, 1), ("licorne", "evenement", 1, 0)]


def test_a_search_that_finds_no_date_says_what_would(visitor):
    theme = ThemeFactory(name="Eau")
    published(title="Forum des cantines", start="2026-12-03")
    published(title="Journée de l’eau", start="2026-12-04", main_theme=theme)
    rebuild()
    misspelt = visitor.get("/agenda/?q=fotum")
    assert [hit["title"] for hit in misspelt.context["results"]["hits"]] == ["Forum des cantines"]
    assert "Résultats pour" in text(misspelt)
    filtered = visitor.get("/agenda/?q=cantines&theme=eau")
    assert [(one["label"], one["count"]) for one in filtered.context["results"]["lift"]] == [
        ("«\u202fEau\u202f»", 1)
    ]
    assert 'href="/agenda/?q=cantines">sans « Eau »</a>' in text(filtered)


def test_when_the_engine_is_down(visitor, client, monkeypatch):
    published(title="Demain", start="2026-11-25")

    class Down:
        def search(self, *args, **kwargs):
            raise EngineUnavailable

        search_many = search

    monkeypatch.setattr("search.engines.get_engine", Down)
    html = text(visitor.get("/agenda/"))
    assert "momentanément indisponible" in html
    assert "Demain" in html
    response = client.get("/agenda/calendrier.ics")
    assert (response.status_code, response["Retry-After"]) == (503, "120")


@pytest.mark.parametrize("many", [1, 30])
def test_statements_of_the_agenda_whatever_the_numbers(visitor, many):
    AuthorityFactory(code="33243", name="Libourne", lon=-0.24, lat=44.92)
    tour = TourFactory()
    networks = [Organisation.objects.create(name=f"Réseau {n}") for n in range(many)]
    for n, network in enumerate(networks):
        published(
            tour=tour,
            start=f"2026-12-{n % 28 + 1:02}",
            start_time=clock("09:00"),
            organisers=[EventOrganiser(organisation=network)],
        )
        published(start=f"2026-10-{n % 28 + 1:02}")
    rebuild()
    visitor.get("/agenda/?annee=2026")
    for query in ("?format=presentiel", "?territoire=33243", "?periode=passees"):
        with CaptureQueriesContext(connection) as queries:
            assert len(titles(visitor, query)) == min(many, 12)
        assert len(queries) <= QUERIES["agenda"], query
        assert repeated(queries) <= 2, query


def test_pages_of_a_long_list(visitor):
    for n in range(14):
        published(title=f"D{n:02}", start=f"2026-12-{n + 1:02}")
    rebuild()
    assert titles(visitor, "?page=2") == ["D12", "D13"]
    assert visitor.get("/agenda/?page=9").status_code == 302


# --- Subscriptions ------------------------------------------------------------------------------------


def summaries(response) -> list[str]:
    return [str(one["SUMMARY"]) for one in Calendar.from_ical(response.content).walk("VEVENT")]


def test_a_calendar_of_everything_and_of_each_filter(visitor, various):
    assert summaries(visitor.get("/agenda/calendrier.ics")) == ["A", "B"]
    response = visitor.get("/agenda/calendrier.ics?format=distanciel")
    assert summaries(response) == ["B"]
    assert Calendar.from_ical(response.content)["X-WR-CALNAME"] == "Agenda Essaim : En ligne"
    again = visitor.get(
        "/agenda/calendrier.ics?format=distanciel", headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_the_page_links_to_the_calendar_of_its_selection(visitor, various):
    response = visitor.get("/agenda/?format=distanciel&periode=30-jours")
    assert response.context["calendar"]["file"].endswith("/agenda/calendrier.ics?format=distanciel")
    assert response.context["calendar"]["webcal"].startswith("webcal://")


def test_a_calendar_of_more_dates_than_one_answer_of_the_engine_holds(visitor):
    for n in range(3):
        published(title=f"D{n}", start=f"2026-12-{n + 1:02}")
    rebuild()
    assert len(summaries(visitor.get("/agenda/calendrier.ics"))) == 3


def test_an_atom_feed_of_new_dates(visitor, various):
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        published(title="Nouvelle & <i>belle</i>", start="2026-12-24", format="distanciel")
    rebuild()
    feed = ElementTree.fromstring(visitor.get("/agenda/dates.atom").content)
    assert [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")] == [
        "Nouvelle & <i>belle</i>",
        "B",
        "A",
    ]
    entry = next(feed.iter(f"{ATOM}entry"))
    assert entry.find(f"{ATOM}published").text.startswith("2026-11-25")
    assert "jeudi 24" in entry.find(f"{ATOM}summary").text
    filtered = visitor.get("/agenda/dates.atom?format=hybride")
    assert b"<title>A</title>" in filtered.content
    assert b"<title>B</title>" not in filtered.content


def test_what_is_not_public_is_nowhere(visitor):
    from wagtail.models import PageViewRestriction

    hidden = published(title="Secret")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    rebuild()
    for path in ("/agenda/", "/agenda/calendrier.ics", "/agenda/dates.atom"):
        assert b"Secret" not in visitor.get(path).content


@committed
def test_a_published_date_is_listed_and_a_withdrawn_one_is_not(visitor):
    rebuild()
    event = published(title="Toute neuve", start="2026-12-01")
    assert titles(visitor) == ["Toute neuve"]
    event.unpublish()
    assert titles(visitor, "?q=neuve") == []


@committed
def test_a_title_of_a_private_sheet_is_not_in_the_index_of_its_event(visitor):
    from wagtail.models import PageViewRestriction

    from events.models import EventProject
    from tests.factories import published as published_sheet

    rebuild()
    sheet = published_sheet(title="Ornithorynque")
    published(title="Étape", projects=[EventProject(sheet=sheet)])
    assert titles(visitor, "?q=ornithorynque") == ["Étape"]
    PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    assert titles(visitor, "?q=ornithorynque&tri=date") == []


def test_the_agenda_without_an_engine_still_has_the_next_dates(visitor, settings):
    published(title="Hier", start="2026-11-23")
    published(title="Après", start="2026-12-02")
    published(title="Demain", start="2026-11-25")
    settings.SEARCH_URL = "inconnu://moteur"
    html = visitor.get("/agenda/").content.decode()
    assert re.findall("Hier|Après|Demain", html) == ["Demain", "Après"]


def test_the_home_page_says_what_becomes_of_the_next_dates(visitor, django_assert_num_queries):
    boe = AuthorityFactory(
        code="47031", name="Boé", departement=DepartementFactory(name="Lot-et-Garonne")
    )
    tour = TourFactory(slug="essai", is_demonstration=True)
    published(title="Hier", start="2026-11-23")
    published(title="Plus tard", start="2027-05-04", end="2027-05-06")
    published(title="Demain", start="2026-11-25", commune=boe, tour=tour)
    published(
        title="Annulé",
        start="2026-12-02",
        commune=boe,
        change=Change.CANCELLED,
        change_reason="Salle fermée",
    )
    published(
        title="Quand on pourra",
        commune=boe,
        start="2026-12-03",
        first_announced="2026-12-03",
        change=Change.POSTPONED,
        change_reason="Salle fermée",
    )
    html = visitor.get("/").content.decode()
    rows = [
        " ".join(re.sub("<[^>]+>", " ", row).split())
        for row in re.findall(r'meet__date">(.*?)</li>', html, re.DOTALL)
    ]
    assert [unescape(row).replace("\xa0", " ") for row in rows] == [
        "mercredi 25 novembre 2026 Demain Boé (Lot-et-Garonne) Démonstration",
        "mercredi 2 décembre 2026 Annulé Annulé Boé (Lot-et-Garonne)",
        "date à venir Quand on pourra Reporté Boé (Lot-et-Garonne)",
    ]
    with django_assert_num_queries(2):
        assert len(next_days(4)) == 4
