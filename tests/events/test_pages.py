"""What visitors see of tours and events."""

import io
import json
import re

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from core.models import Attachment
from events.choices import Change, Format
from events.models import (
    EventDocument,
    EventOrganiser,
    EventPage,
    EventProject,
    EventSpeaker,
)
from network.models import Organisation
from setup.tree import ensure_agenda
from tests.events.factories import (
    EventFactory,
    TourFactory,
    change,
    clock,
    draft,
    published,
    repeated,
    session,
)
from tests.events.visitors import call
from tests.factories import AuthorityFactory, SheetFactory, ThemeFactory
from tests.factories import published as published_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def page(visitor, path) -> str:
    response = visitor.get(path)
    assert response.status_code == 200
    return re.sub(r"[\u00a0\u202f]|&nbsp;|&#8239;", " ", response.content.decode())


def ld(html: str) -> dict:
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    return next(item for item in data["@graph"] if item["@type"] == "Event")


def test_an_event_with_all_it_may_have(visitor):
    sheet = published_sheet(title="La GRC de Châlons")
    tour = TourFactory(title="IntercoTOUR")
    published(
        slug="x",
        title="Étape de Boé",
        tour=tour,
        start_time=clock("09:30"),
        sessions=[session("Ouverture", "09:30", "10:00", room="Salle haute")],
        speakers=[
            EventSpeaker(name="Ada Lefèvre", function="Élue", organisation="Boé", session_number=1)
        ],
        projects=[EventProject(sheet=sheet, session_number=1)],
        without_car="Bus 3.",
        accessibility="Boucle magnétique.",
    )
    html = page(visitor, "/agenda/x/")
    for words in (
        "Étape de Boé",
        "Jeudi 3 décembre 2026",
        "de 9 h 30 à 10 h",
        "Ouverture",
        "Salle haute",
        "Ada Lefèvre",
        "La GRC de Châlons",
        "Bus 3.",
        "Boucle magnétique.",
        "À venir",
        "Étape 1 sur 1",
        'class="dot-map"',
        "webcal://",
    ):
        assert words in html, words


def test_an_event_of_which_little_is_known(visitor):
    EventFactory(slug="x", start="", commune=None, format="", main_theme=None)
    html = page(visitor, "/agenda/x/")
    for words in ("date non connue", "lieu non connu", "non connu"):
        assert words in html
    assert "webcal" not in html


@pytest.mark.parametrize(
    ("format_", "mode"),
    [
        (Format.ON_SITE, "OfflineEventAttendanceMode"),
        (Format.ONLINE, "OnlineEventAttendanceMode"),
        (Format.HYBRID, "MixedEventAttendanceMode"),
        ("", None),
    ],
)
def test_schema_org_says_how_one_attends(visitor, format_, mode):
    EventFactory(slug="x", format=format_, start_time=clock("09:00"))
    event = ld(page(visitor, "/agenda/x/"))
    assert event.get("eventAttendanceMode") == (f"https://schema.org/{mode}" if mode else None)
    assert event["startDate"] == "2026-12-03T09:00:00+01:00"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"


@pytest.mark.parametrize(
    ("start", "changed", "status", "words"),
    [
        ("2026-12-03", Change.CANCELLED, "EventCancelled", "Annulé"),
        ("2026-12-03", Change.POSTPONED, "EventPostponed", "pas encore connue"),
        ("2027-01-14", Change.POSTPONED, "EventRescheduled", "D’abord annoncé le 3 décembre 2026"),
    ],
)
def test_a_changed_plan_stays_visible_with_its_reason(visitor, start, changed, status, words):
    first = "2026-12-03" if changed == Change.POSTPONED else ""
    EventFactory(
        slug="x", start=start, change=changed, change_reason="Trop de neige", first_announced=first
    )
    html = page(visitor, "/agenda/x/")
    assert words in html
    assert "Trop de neige" in html
    event = ld(html)
    assert event["eventStatus"] == f"https://schema.org/{status}"
    assert event.get("previousStartDate") == (first or None)


def shared(html: str) -> dict:
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', html))


def test_what_a_share_of_an_event_shows(visitor):
    boe = AuthorityFactory(name="Boé")
    EventFactory(slug="x", title="Étape de Boé", commune=boe, summary="On y parle d’eau.")
    tags = shared(page(visitor, "/agenda/x/"))
    assert tags == {
        "site_name": "Essaim",
        "locale": "fr_FR",
        "title": "Étape de Boé",
        "description": "Jeudi 3 décembre 2026, Boé (Lot-et-Garonne). On y parle d’eau.",
        "type": "article",
        "url": "http://127.0.0.1:8000/agenda/x/",
        "image": "http://127.0.0.1:8000/agenda/x.png",
        "image:type": "image/png",
        "image:width": "1200",
        "image:height": "630",
        "image:alt": "Jeudi 3 décembre 2026 · Boé (Lot-et-Garonne) · étape de tournée · Étape de Boé",
    }


def test_a_share_of_a_cancelled_event_says_so_first(visitor):
    EventFactory(slug="x", change=Change.CANCELLED, change_reason="Neige", commune=None)
    assert shared(page(visitor, "/agenda/x/"))["description"] == "Annulé. Jeudi 3 décembre 2026"


def test_a_preview_before_the_first_save_has_no_picture():
    parent = ensure_agenda()[0]
    event = EventPage(title="Brouillon", slug="", kind="etape")
    event.set_url_path(parent)
    html = event.make_preview_request().content.decode()
    assert "Brouillon" in html
    assert "og:image" not in html


def test_what_a_share_of_a_tour_shows(visitor):
    tour = TourFactory(slug="t", title="La Tournée")
    published(tour=tour, commune=AuthorityFactory(name="Boé"))
    tags = shared(page(visitor, "/tournees/t/"))
    assert (tags["description"], tags["image"]) == (
        "Boé (Lot-et-Garonne)",
        "http://127.0.0.1:8000/tournees/t.png",
    )
    for path in ("/agenda/", "/tournees/"):
        assert {"title", "description", "type", "url"} <= shared(page(visitor, path)).keys()


def test_the_picture_follows_the_page(visitor, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    event = published(slug="x", start="2026-12-03", title="Étape " * 30)
    TourFactory(slug="t")

    def picture(path) -> bytes:
        response = visitor.get(path)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        content = response.getvalue()
        assert Image.open(io.BytesIO(content)).size == (1200, 630)
        return content

    first = picture("/agenda/x.png")
    change(event, start="2027-01-07")
    assert picture("/agenda/x.png") != first
    assert len(list((tmp_path / "shares").iterdir())) == 1
    picture("/tournees/t.png")
    event.refresh_from_db()
    event.unpublish()
    assert visitor.get("/agenda/x.png").status_code == 404


def test_the_report_comes_before_the_programme(visitor):
    EventFactory(slug="x", start="2026-10-01", report="<p>On a dit.</p><script>x()</script>")
    html = page(visitor, "/agenda/x/")
    assert "On a dit." in html
    assert "<script>x()" not in html
    assert "Compte rendu disponible" in html


@pytest.mark.parametrize("many", [1, 12])
def test_statements_of_an_event_page_whatever_the_numbers(visitor, many, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    tour = TourFactory()
    for _ in range(many):
        EventFactory(tour=tour)
    organisations = [Organisation.objects.create(name=f"Réseau {n}") for n in range(many)]
    event = published(
        slug="x",
        tour=tour,
        registration_url="https://inscription.exemple.fr/",
        sessions=[
            session(f"Séance {n}", registration_url=f"https://a.fr/{n}") for n in range(many)
        ],
        speakers=[EventSpeaker(name=f"N {n}", session_number=1) for n in range(many)],
        projects=[
            EventProject(sheet=SheetFactory(), session_number=number)
            for number in range(1, many + 1)
        ],
        documents=[EventDocument(document=attachment(f"D{n}")) for n in range(many)],
        organisers=[EventOrganiser(organisation=one) for one in organisations],
        other_themes=[ThemeFactory() for _ in range(many)],
    )
    call(event)
    page(visitor, "/agenda/x/?a=1")
    with CaptureQueriesContext(connection) as queries:
        html = page(visitor, "/agenda/x/?a=2")
    assert html.count("Ce projet m’intéresse") == many
    assert "Proposer un projet" in html
    assert len(queries) <= QUERIES["event"]
    assert repeated(queries) <= 2


def attachment(title: str) -> Attachment:
    return Attachment.objects.create(title=title, file=ContentFile(b"%PDF-1.4", f"{title}.pdf"))


@pytest.mark.parametrize("many", [2, 12])
def test_statements_of_one_of_a_series(visitor, many):
    for n in range(many):
        published(series="Forum", start=f"20{10 + n}", sessions=[])
    published(slug="x", series="Forum")
    page(visitor, "/agenda/x/?a=1")
    with CaptureQueriesContext(connection) as queries:
        assert "les autres fois" in page(visitor, "/agenda/x/?a=2")
    assert len(queries) <= QUERIES["event"]
    assert repeated(queries) <= 2


def test_a_sheet_says_where_it_was_presented(visitor):
    sheet = published_sheet(slug="chalons-grc")
    published(title="Étape de Nancy", start="2017-06-22", projects=[EventProject(sheet=sheet)])
    secret = published(title="Réunion privée", projects=[EventProject(sheet=sheet)])
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    draft(title="Brouillon", projects=[EventProject(sheet=sheet)])
    html = page(visitor, "/projets/chalons-grc/")
    assert "Présenté à" in html
    assert "Étape de Nancy" in html
    assert "jeudi 22 juin 2017" in html
    assert "Réunion privée" not in html
    assert "Brouillon" not in html


def test_a_sheet_that_is_not_public_is_not_named_by_an_event(visitor):
    sheet = published_sheet(title="Fiche secrète")
    published(slug="x", tour=TourFactory(slug="t"), projects=[EventProject(sheet=sheet)])
    PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    assert "Fiche secrète" not in page(visitor, "/agenda/x/")
    assert "Fiche secrète" not in page(visitor, "/tournees/t/")


# --- Tours --------------------------------------------------------------------------------------------


def test_a_tour_with_stages_in_every_state(visitor):
    tour = TourFactory(slug="t", title="La Tournée", series="La Tournée", edition="2026")
    TourFactory(title="La Tournée 2025", series="La Tournée", edition="2025")
    boe = AuthorityFactory(name="Boé", lon=-1.5, lat=47.2)
    published(tour=tour, start="2026-09-01", commune=boe, report="<p>Dit.</p>")
    published(
        tour=tour, start="2026-12-03", commune=AuthorityFactory(name="Agen", lon=0.62, lat=44.2)
    )
    published(tour=tour, start="2027", commune=AuthorityFactory(name="Nérac", lon=0.34, lat=44.13))
    published(tour=tour, start="2027-01-05", change=Change.CANCELLED, change_reason="Crue")
    html = page(visitor, "/tournees/t/")
    for words in (
        "4 étapes",
        "2026-2027",
        "Prochaine étape",
        "jeudi 3 décembre",
        "Compte rendu disponible",
        "Annulé",
        "Crue",
        "jour à venir",
        'class="stage-map"',
        "Carte des étapes : 1 Boé (Lot-et-Garonne), 2 Agen (Lot-et-Garonne), ",
        "/tournees/t.ics",
        "2025",
    ):
        assert words in html, words


def test_a_tour_without_stage_helps(visitor):
    TourFactory(slug="t")
    assert "Aucune étape n’est encore annoncée" in page(visitor, "/tournees/t/")


def test_statements_of_a_tour_do_not_grow(visitor):
    counts = []
    for slug, number in (("a", 2), ("b", 12)):
        tour = TourFactory(slug=slug)
        for n in range(number):
            published(
                tour=tour,
                start=f"2026-12-{n + 1:02}",
                projects=[EventProject(sheet=SheetFactory())],
                registration_url="https://inscription.exemple.fr/",
            )
        visitor.get(f"/tournees/{slug}/?a=1")
        with CaptureQueriesContext(connection) as queries:
            page(visitor, f"/tournees/{slug}/?a=2")
        counts.append(len(queries))
        assert repeated(queries) <= 2
    assert counts[0] == counts[1] <= QUERIES["tour"]


def test_the_list_of_tours(visitor):
    tour = TourFactory(title="La Tournée")
    published(tour=tour)
    html = page(visitor, "/tournees/")
    assert "La Tournée" in html
    assert "1 étape, 2026" in html


# --- On somebody else's site --------------------------------------------------------------------------


def test_the_list_to_embed_may_be_framed_and_nothing_else(visitor):
    tour = TourFactory(slug="t")
    published(tour=tour, commune=AuthorityFactory(name="Boé"))
    response = visitor.get("/tournees/t/dates/")
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert "<script" not in response.content.decode()
    assert not response.cookies
    assert "Boé" in response.content.decode()
    for path in ("/tournees/t/", "/agenda/", "/projets/"):
        other = visitor.get(path)
        assert "frame-ancestors *" not in other["Content-Security-Policy"]


def test_its_json_answer(visitor):
    tour = TourFactory(slug="t", title="La Tournée")
    published(tour=tour, commune=AuthorityFactory(name="Boé"), start_time=clock("09:00"))
    change(published(tour=tour, start="2027"), change=Change.CANCELLED, change_reason="Crue")
    response = visitor.get("/tournees/t.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    first, second = response.json()["stages"]
    assert (first["city"], first["start"], first["start_time"]) == ("Boé", "2026-12-03", "09:00")
    assert (first["end_time"], first["state"]) == (None, "a_venir")
    assert (second["start"], second["state"], second["change_reason"]) == ("2027", "annule", "Crue")


# --- Who sees what --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/agenda/x/", "/agenda/x.ics"])
def test_a_draft_is_for_nobody(visitor, path):
    draft(slug="x")
    assert visitor.get(path).status_code == 404


def test_a_private_event_asks_for_an_account(visitor):
    event = published(slug="x")
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert visitor.get("/agenda/x/").status_code == 302
