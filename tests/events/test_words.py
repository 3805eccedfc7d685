"""What visitors and organisers read around an event, to the word."""

import re

import pytest
import time_machine

from events.models import TourPage
from search.index.outbox import rebuild
from tests.events.factories import TourFactory, organiser, published
from tests.events.visitors import call
from tests.factories import AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def words(response) -> str:
    """The text of a page, tags out, every space a plain one."""
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    html = html.replace("&nbsp;", " ").replace("&#8239;", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def read(visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200
    return words(response)


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"start": "2026-12-03"}, True),
        ({"start": "2026-11-24"}, True),
        ({"start": "2026-11-03"}, False),
        ({"start": "2026-11-03", "report": "<p>Bien.</p>"}, False),
        ({"start": "2026-12-03", "change": "annule", "change_reason": "Neige"}, False),
        (
            {
                "start": "2026-11-03",
                "first_announced": "2026-11-03",
                "change": "reporte",
                "change_reason": "Neige",
            },
            True,
        ),
    ],
)
def test_only_what_is_still_to_come_goes_into_a_calendar(visitor, fields, offered):
    published(slug="x", **fields)
    html = read(visitor, "/agenda/x/")
    assert ("Ajouter à mon agenda" in html) == offered
    assert ("Par un abonnement, votre agenda suivra aussi ses changements" in html) == offered


def test_subscribing_to_a_tour_is_to_its_dates(visitor):
    tour = TourFactory(slug="t")
    published(tour=tour)
    assert "recevra les dates de cette tournée, et leurs changements" in read(
        visitor, "/tournees/t/"
    )


@pytest.mark.parametrize(
    ("start", "told"), [("2027-03", "jour à venir"), ("2025-03", "jour non connu")]
)
def test_a_month_alone(visitor, start, told):
    tour = TourFactory(slug="t")
    published(slug="x", start=start, tour=tour)
    for path in ("/agenda/x/", "/tournees/t/"):
        html = read(visitor, path)
        assert told in html
        assert "date exacte" not in html


def test_a_stage_among_the_others_and_who_welcomes_it(visitor):
    tour = TourFactory(title="Tournée « Démonstration »")
    published(tour=tour, start="2026-12-01")
    published(slug="x", tour=tour, start="2026-12-02", host=AuthorityFactory(name="Boé"))
    html = read(visitor, "/agenda/x/")
    assert "Étape 2 sur 2 : Tournée « Démonstration »" in html
    assert "Accueilli par Boé" in html.replace("Accueilli parBoé", "Accueilli par Boé")


@pytest.mark.parametrize("period", ["30-jours", "3-mois"])
def test_a_short_period_without_a_date_leads_to_all_that_come(visitor, period):
    published(title="Dans un an", start="2027-11-01", format="hybride")
    rebuild()
    response = visitor.get(f"/agenda/?periode={period}&format=hybride")
    assert "Rien n’est annoncé dans cette période. Voir toutes les dates à venir" in words(response)
    url = re.search(r'href="([^"]+)">Voir toutes les dates à venir', response.content.decode())[1]
    assert "format=hybride" in url
    assert "Dans un an" in read(visitor, url.replace("&amp;", "&"))


def test_nothing_announced_with_these_filters(visitor):
    published(start="2026-10-01", format="hybride")
    rebuild()
    assert "dans votre agenda. Vous pouvez aussi voir toutes les dates" in read(
        visitor, "/agenda/?format=hybride"
    )


def test_the_form_of_a_proposal(visitor):
    event = call(published(start="2026-12-03"), contact_email="equipe@reseau.invalid").event
    html = read(visitor, f"/agenda/{event.slug}/proposer/")
    for told in (
        "Sinon, le titre du projet (obligatoire sans fiche)",
        "Le projet en bref (obligatoire sans fiche)",
        "sinon 90 jours après l’événement",
        "votre adresse y reste attachée, jamais publiée",
        "écrivez à equipe@reseau.invalid",
    ):
        assert told in html
    assert "(obligatoire sans fiche) facultatif" not in html
    assert "Votre fonction facultatif" in html


def test_a_tour_of_one_stage_is_counted_as_one(client):
    client.force_login(organiser())
    AuthorityFactory(name="Boé", code="2A931")
    data = {
        "title": "Tournée courte",
        "etapes-TOTAL_FORMS": 1,
        "etapes-INITIAL_FORMS": 0,
        "etapes-0-commune": "Boé",
        "etapes-0-start": "3/12/2026",
    }
    html = words(client.post("/admin/animation/tournee/", data, follow=True))
    assert TourPage.objects.count() == 1
    assert "est en brouillon, avec 1 étape à publier une à une." in html
