"""Dates and tours as spreadsheets: what the export writes the import reads back; only what an account announces."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from core.tables.export import export_csv, export_xlsx, template_xlsx
from core.tables.importing import begin, start
from core.tables.models import FileImportLine
from core.tables.reading import read_tables
from core.tables.written import written_pages
from events.choices import Change, Registration
from events.models import (
    EventImport,
    EventOrganiser,
    EventPage,
    EventProject,
    EventSession,
    EventSpeaker,
    TourOrganiser,
)
from events.spreadsheet.contents import DATES_TABLE, TOURS_TABLE
from network.models import Organisation
from setup.tree import ensure_agenda
from tests.factories import AuthorityFactory, DepartementFactory, ThemeFactory, editor
from tests.factories import published as published_sheet
from users.models import User

from .factories import TourFactory, organiser, published

pytestmark = pytest.mark.django_db
Outcome = FileImportLine.Outcome


@pytest.fixture(autouse=True)
def places():
    ensure_agenda()
    AuthorityFactory(code="47031", name="Boé")


def line(**cells) -> dict:
    return {
        "identifiant": "a",
        "titre": "Forum des usages",
        "nature": "Forum",
        "debut": "12/03/2027",
        "commune": "47031",
    } | cells


def csv(*lines: dict) -> bytes:
    names = list(dict.fromkeys(name for one in lines for name in one))
    rows = [";".join(str(one.get(name, "")) for name in names) for one in lines]
    return "\n".join([";".join(names), *rows]).encode()


def sent(content: bytes, *, of=DATES_TABLE, name="dates.csv", user=None, publish=True):
    return begin(of, name=name, content=content, user=user or editor(), publish=publish)


def outcomes(one) -> list[str]:
    return [found.outcome for found in one.lines.all()]


def problems(one) -> list[tuple[str, str]]:
    found = [*one.problems, *(problem for found in one.lines.all() for problem in found.problems)]
    return [(problem["column"], problem["said"]) for problem in found]


def full_date() -> EventPage:
    network = Organisation.objects.create(name="Notre réseau")
    tour = TourFactory(title="Tournée des usages", series="Usages", edition="2027")
    tour.organisers = [TourOrganiser(organisation=network)]
    tour.themes = [ThemeFactory()]
    tour.save()
    sheet = published_sheet()
    return published(
        title="Une étape pleine",
        tour=tour,
        host=AuthorityFactory(),
        start="2027-03-12",
        end="2027-03-13",
        start_time=datetime.time(9, 30),
        end_time=datetime.time(17),
        commune=AuthorityFactory(departement=DepartementFactory(code="974")),
        time_zone="Indian/Mayotte",
        change=Change.POSTPONED,
        change_reason="Salle indisponible.",
        first_announced="2027-02",
        registration=Registration.ELSEWHERE,
        registration_url="https://exemple.fr/inscription",
        registration_opens_on=datetime.date(2027, 1, 4),
        capacity=80,
        is_full=True,
        description="<p>Un <b>programme</b>.</p>",
        organisers=[EventOrganiser(organisation=network), EventOrganiser(name="Un autre")],
        sessions=[
            EventSession(title="Ouverture", start_time=datetime.time(9, 30)),
            EventSession(title="Suite", day=datetime.date(2027, 3, 13)),
        ],
        speakers=[EventSpeaker(name="Une maire", session_number=2)],
        projects=[EventProject(sheet=sheet, session_number=1)],
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_the_export_writes_the_import_reads_back(kind, settings):
    date = full_date()
    published(title="Un mois seulement", start="2027-05", commune=None)
    published(title="Sans date", start="", commune=None)
    user = editor()

    def exported(of) -> bytes:
        pages = of.model.objects.order_by("pk")
        return export_xlsx(of, pages) if kind == "xlsx" else "".join(export_csv(of, pages)).encode()

    def told(of) -> list:
        return list(written_pages(of, of.model.objects.order_by("pk")))

    for of in (TOURS_TABLE, DATES_TABLE):
        again = sent(exported(of), of=of, name=f"f.{kind}", user=user)
        assert problems(again) == []
        assert set(outcomes(again)) == {Outcome.SAME}
    # Another site, which knows the same places and lists, and not our sheets.
    date.projects.all().delete()
    files = {of: (told(of), exported(of)) for of in (TOURS_TABLE, DATES_TABLE)}
    last = Page.objects.latest("pk").pk
    settings.BASE_URL = "https://ailleurs.exemple.fr"
    for of, (before, content) in files.items():
        one = sent(content, of=of, name=f"f.{kind}", user=user)
        assert problems(one) == []
        assert set(outcomes(one)) == {Outcome.ADDED}
        assert start(one)
        added = list(written_pages(of, of.model.objects.filter(pk__gt=last).order_by("pk")))
        for was, now in zip(before, added, strict=True):
            another = {"tournee": ""}  # what a tour is called there
            assert (now.identifier, now.cells | another) == (was.identifier, was.cells | another)
            assert now.rows == was.rows


def test_a_stage_names_its_tour_and_each_wrong_cell_is_told():
    TourFactory(title="Tournée des usages")
    one = sent(
        csv(
            line(tournee="tournée des usages", heure_debut="9 h 30", debut="mars 2027"),
            line(identifiant="b", tournee="Une autre", fin="01/01/2020", heure_debut="25:00"),
            line(identifiant="c", fuseau_horaire="Mars/Olympus", commune="99999"),
            line(identifiant="d", fin="01/01/2020"),
        )
    )
    assert outcomes(one) == [Outcome.REFUSED] * 4
    said = problems(one)
    assert ("heure_debut", "Une heure ne se donne qu’avec le jour.") in said
    assert ("fin", "La fin vient avant le début.") in said
    assert {column for column, _ in said} >= {"tournee", "heure_debut", "fuseau_horaire", "commune"}
    good = sent(csv(line(tournee="tournée des usages", heure_debut="9 h 30", identifiant="e")))
    assert problems(good) == []
    assert start(good)
    date = EventPage.objects.get()
    assert date.live
    assert date.tour.title == "Tournée des usages"
    assert (date.start, date.start_time) == ("2027-03-12", datetime.time(9, 30))
    # Idempotent, and what changed is told.
    again = sent(csv(line(identifiant="e", lieu="Salle des fêtes")))
    assert outcomes(again) == [Outcome.CHANGED]
    assert start(again)
    assert EventPage.objects.get().venue == "Salle des fêtes"
    # However many stages it has, a tour is read once.
    stages = [line(identifiant=f"etape-{n}", tournee="Tournée des usages") for n in range(5)]
    with CaptureQueriesContext(connection) as asked:
        assert outcomes(sent(csv(*stages))) == [Outcome.ADDED] * 5
    keys = [one["sql"] for one in asked.captured_queries if "'tableur-tournees'" in one["sql"]]
    assert len(keys) == 1


def test_a_date_that_moves_takes_its_programme_and_its_hour_along():
    date = published(
        start="2027-03-12",
        end="2027-03-13",
        sessions=[
            EventSession(title="Ouverture"),
            EventSession(title="Suite", day=datetime.date(2027, 3, 13)),
        ],
        speakers=[EventSpeaker(name="Une maire", session_number=2)],
    )
    identities = [row.uuid for row in date.sessions.all()]
    AuthorityFactory(code="97411", departement=DepartementFactory(code="974"))
    key = DATES_TABLE.identifiers_of([date])[date.pk]
    one = sent(csv({"identifiant": key, "debut": "19/03/2027", "commune": "97411"}))
    assert problems(one) == []
    assert start(one)
    date = EventPage.objects.get()
    assert date.end == "2027-03-20"
    assert [row.day for row in date.sessions.all()] == [None, datetime.date(2027, 3, 20)]
    assert date.time_zone == "Indian/Reunion"
    # A programme in another order: sessions stay the ones that calendars know, and who speaks in them.
    order = [
        {
            "identifiant": key,
            "titre": date.title,
            "seances.titre": "Suite",
            "seances.jour": "20/03/2027",
        },
        {"identifiant": key, "seances.titre": "Ouverture"},
    ]
    assert start(sent(csv(*order)))
    date = EventPage.objects.get()
    assert [row.uuid for row in date.sessions.all()] == identities[::-1]
    assert date.speakers.get().session_number == 1


def test_who_animates_a_network_touches_its_own_alone():
    ours, theirs = (Organisation.objects.create(name=name) for name in ("Le nôtre", "Le leur"))
    account = organiser(ours)
    mine = published(title="La nôtre", organisers=[EventOrganiser(organisation=ours)])
    foreign = published(title="La leur", organisers=[EventOrganiser(organisation=theirs)])
    keys = DATES_TABLE.identifiers_of([mine, foreign])
    one = sent(
        csv(
            {"identifiant": keys[mine.pk], "lieu": "Ici", "titre": mine.title},
            {"identifiant": keys[foreign.pk], "lieu": "Ici", "titre": foreign.title},
            line(**{"organisateurs.organisation_de_l_annuaire": "Le leur"}),
            line(identifiant="b", **{"organisateurs.organisation_de_l_annuaire": "Le nôtre"}),
        ),
        user=account,
    )
    assert outcomes(one) == [Outcome.CHANGED, Outcome.REFUSED, Outcome.REFUSED, Outcome.ADDED]
    assert any("un réseau que vous animez" in said for _, said in problems(one))
    client = Client()
    client.force_login(account)
    told = b"".join(client.get(reverse("date_export"), {"format": "csv"}).streaming_content)
    assert "La nôtre" in told.decode()
    assert "La leur" not in told.decode()
    assert client.get(reverse("date_template")).status_code == 200
    # The titles of tours may be those of drafts.
    account = User.objects.get(pk=account.pk)  # what it may is read once for a request
    tours = {"Tournée secrète": theirs, "Tournée ouverte": ours}
    for title, network in tours.items():
        TourFactory(title=title, live=False, organisers=[TourOrganiser(organisation=network)])
    near = [
        line(identifiant=name, tournee=name) for name in ("Tournée secrete", "Tournée secrètes")
    ]
    own = [
        line(
            identifiant=name,
            tournee=name,
            **{"organisateurs.organisation_de_l_annuaire": "Le nôtre"},
        )
        for name in ("Tournée ouverte", "Tournée ouvertes")
    ]
    tried = sent(csv(*near, *own), user=account)
    assert outcomes(tried) == [Outcome.REFUSED, Outcome.REFUSED, Outcome.ADDED, Outcome.REFUSED]
    told = [said for column, said in problems(tried) if column == "tournee"]
    assert [said.startswith("Aucune de vos tournées") for said in told] == [True] * 3
    assert "secrète »" not in " ".join(told)
    assert "vouliez-vous écrire « Tournée ouverte »" in told[-1]
    template = client.get(reverse("date_template")).content
    cells = {
        cell for table in read_tables(template, "m.xlsx") for row in table.lines for cell in row
    }
    assert not cells & set(tours)
    form = {"file": SimpleUploadedFile("d.csv", csv(line())), "then": "brouillon"}
    sent_by_form = client.post(reverse("date_imports"), form)
    assert client.get(sent_by_form.url).status_code == 200
    # A file of dates is none of tours.
    pk = EventImport.objects.latest("pk").pk
    assert client.get(reverse("tour_import", args=[pk])).status_code == 404
    stranger = Client()
    stranger.force_login(editor())
    assert stranger.get(reverse("date_import", args=[pk])).status_code == 404


def test_the_template_holds_every_column():
    for of in (DATES_TABLE, TOURS_TABLE):
        one = template_xlsx(of)
        assert one.startswith(b"PK")
