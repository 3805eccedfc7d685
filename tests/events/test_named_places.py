"""A place is told with its département wherever it stands alone, and a name with its article."""

import json
import re

import pytest
from django.core import mail
from icalendar import Calendar

from core.mail.rendering import render
from events.models import Proposal
from search.index.outbox import rebuild
from tests.events.factories import TourFactory, published
from tests.events.visitors import call, proposal_data
from tests.factories import AuthorityFactory, DepartementFactory, RegionFactory, catalogue_page

pytestmark = pytest.mark.django_db

ALONE = "Saint-Denis (La Réunion)"


@pytest.fixture
def saint_denis():
    area = DepartementFactory(
        code="974", name="La Réunion", region=RegionFactory(code="04", name="La Réunion")
    )
    return AuthorityFactory(
        code="97411", name="Saint-Denis", departement=area, lon=55.45, lat=-20.9
    )


def test_an_event_says_where_in_every_form_that_it_takes(visitor, saint_denis):
    event = published(commune=saint_denis)
    rebuild()
    html = visitor.get(event.relative_url(None)).content.decode()
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    [found] = [one for one in data["@graph"] if one["@type"] == "Event"]
    [place] = found["location"]
    assert place["name"] == ALONE
    assert place["address"]["addressRegion"] == "La Réunion"
    assert place["containedInPlace"]["identifier"] == {
        "@type": "PropertyValue",
        "propertyID": "INSEE",
        "value": "97411",
    }
    [entry] = Calendar.from_ical(visitor.get(f"/agenda/{event.slug}.ics").content).walk("VEVENT")
    assert str(entry["LOCATION"]) == ALONE
    assert f"· {ALONE} ·" in html  # of the shared picture
    assert ALONE in visitor.get("/agenda/").content.decode()
    assert ALONE in visitor.get("/agenda/dates.atom").content.decode()


def test_a_tour_says_where_its_stages_are(visitor, saint_denis):
    tour = TourFactory()
    published(commune=saint_denis, tour=tour)
    assert ALONE in visitor.get(tour.relative_url(None)).content.decode()
    [stage] = visitor.get(f"{tour.relative_url(None).rstrip('/')}.json").json()["stages"]
    assert (stage["city"], stage["departement"], stage["city_code"]) == (
        "Saint-Denis",
        "La Réunion",
        "97411",
    )


@pytest.mark.parametrize(
    ("name", "tncc", "told"),
    [
        ("Évry", "1", "au nom d’Évry (Yonne),"),
        ("Le Havre", "2", "au nom du Havre (Yonne),"),
        ("Les Mées", "4", "au nom des Mées (Yonne),"),
        ("L'Haÿ-les-Roses", "5", "au nom de L’Haÿ-les-Roses (Yonne),"),
    ],
)
def test_a_mail_and_its_confirmation_name_the_authority(
    visitor, django_capture_on_commit_callbacks, name, tncc, told
):
    catalogue_page()
    area = DepartementFactory(code="89", name="Yonne", tncc="5")
    AuthorityFactory(name=name, code="89931", tncc=tncc, departement=area)
    event = call().event
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(f"/agenda/{event.slug}/proposer/", proposal_data(collectivite=name))
    [message] = mail.outbox
    [html] = [content for content, kind in message.alternatives if kind == "text/html"]
    assert told in message.body
    assert told in html
    [url] = [
        link
        for link in re.findall(r"http://127\.0\.0\.1:8000(/\S+)", message.body)
        if "confirmer" in link
    ]
    asked = visitor.get(url).content.decode()
    assert told.removesuffix(",") in asked


def test_a_grouping_is_named_in_full():
    gex = AuthorityFactory.build(
        type="communaute_communes",
        name="Pays de Gex",
        full_name="Communauté de communes du Pays de Gex",
        tncc="2",
    )
    assert gex.of_label.startswith("de la Communauté de communes du Pays de Gex")
    parts = render(
        "proposal_confirm",
        {"record": Proposal(authority=gex), "about": {"title": "x"}, "url": "/x"},
    )
    assert "au nom de la Communauté de communes du Pays de Gex" in parts.text
