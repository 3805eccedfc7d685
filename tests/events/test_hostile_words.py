"""Characters that no calendar, feed or database takes, and words that are not public."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
import time_machine
from django.urls import Resolver404, converters, get_resolver, resolve
from wagtail.models import PageViewRestriction

from core.sanitising import without_controls
from events.models import EventPage, TourPage
from events.records import record_of
from search.index.outbox import rebuild
from tests.events.factories import TourFactory, change, published, session
from tests.factories import SheetFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


# --- control characters


def test_a_control_character_is_a_space_or_nothing():
    assert without_controls("Rencontre\x0bnationale\x00\x1b") == "Rencontre nationale"
    assert without_controls("a\x0bb\tc\nd", line="\n") == "a\nb\tc\nd"
    assert without_controls("👩‍💻 été") == "👩‍💻 été"


def test_no_control_character_is_saved_with_a_page_or_its_rows():
    event = published(
        title="Rencontre\x0bnationale",
        venue="Salle\x0cdes fêtes",
        summary="Un\x0bdeux\x01",
        sessions=[session("Une\x0bséance")],
    )
    assert event.title == event.draft_title == "Rencontre nationale"
    assert event.venue == "Salle des fêtes"
    assert event.summary == "Un\ndeux"
    assert event.sessions.get().title == "Une séance"
    assert TourFactory(title="Tour\x0bde France").title == "Tour de France"
    assert SheetFactory(title="Un\x0bguichet").title == "Un guichet"


def test_the_feed_bears_what_was_saved_before(visitor):
    event = published(summary="Bien")
    EventPage.objects.filter(pk=event.pk).update(title="A\x0bB", summary="C\x01D", venue="E\x0cF")
    rebuild()
    feed = ElementTree.fromstring(visitor.get("/agenda/dates.atom?q=%0B").content)
    [entry] = feed.iter(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "A B"
    assert "CD" in entry.find(f"{ATOM}summary").text


@pytest.mark.parametrize(
    "path",
    [
        "/agenda/a\x00b/proposer/",
        "/agenda/a\x00b/proposer/envoi/",
        "/agenda/a\x00b/interesse/1/",
        "/agenda/a\x00b/interesse/1/envoi/",
        "/agenda/a\x00b.png",
        "/tournees/a\x00b.png",
        "/propositions/confirmer/a\x00b/",
        "/interets/confirmer/a\x00b/",
        "/interets/retirer/a\x00b/",
    ],
)
def test_an_address_with_a_nul_reaches_no_database(path):
    with pytest.raises(Resolver404):
        resolve(path)
    assert resolve(path.replace("\x00", "é"))


def test_no_address_of_ours_takes_any_character():
    checked = set()
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", []):
            if "wagtail" in getattr(one.callback, "__module__", "wagtail"):
                continue
            checked.add(one.name)
            for converter in one.pattern.converters.values():
                assert type(converter) is not converters.StringConverter, one
    assert {"event_picture", "propose_project", "confirm_interest"} <= checked


# --- a tour that is not public


@pytest.fixture(params=["draft", "private"])
def hidden_tour(request):
    tour = TourFactory(title="Tournée secrète", live=request.param == "private")
    if request.param == "private":
        PageViewRestriction.objects.create(page=tour, restriction_type="login")
    return tour


def test_the_words_of_a_hidden_tour_are_not_its_stages(visitor, hidden_tour):
    stage = published(slug="x", title="Étape de Boé", tour=hidden_tour)
    html = visitor.get("/agenda/x/").content.decode()
    assert "Étape de Boé" in html
    assert "secrète" not in html
    assert "secrète" not in repr(record_of(stage))
    rebuild()
    assert "Étape de Boé" not in visitor.get("/agenda/?q=secrète&periode=").content.decode()


def test_the_words_of_a_tour_come_with_it(visitor):
    tour = TourFactory(title="Tournée connue")
    stage = published(slug="x", tour=tour)
    assert "Tournée connue" in record_of(stage).body
    html = visitor.get("/agenda/x/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    event = next(one for one in data["@graph"] if one["@type"] == "Event")
    assert event["superEvent"]["name"] == "Tournée connue"
    named = change(stage, series="Forum")
    TourPage.objects.update(live=False)
    assert "Forum" in record_of(named).body
