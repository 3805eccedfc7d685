"""The desk, from a tour and its stages to their reports."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from core.models import Attachment
from events.models import EventOrganiser, EventPage, EventProject, EventSpeaker, TourPage
from setup.tree import ensure_agenda
from tests.events.factories import (
    EventFactory,
    TourFactory,
    clock,
    draft,
    published,
    session,
)
from tests.factories import (
    AuthorityFactory,
    SheetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


def url(name: str, *args) -> str:
    return reverse(f"events_desk:{name}", args=args)


# --- A tour ---------------------------------------------------------------------------------------------


def tour_data(stages, **fields) -> dict:
    data = {
        "title": "La Tournée",
        "edition": "2027",
        "etapes-TOTAL_FORMS": len(stages),
        "etapes-INITIAL_FORMS": 0,
        **fields,
    }
    for number, stage in enumerate(stages):
        data |= {f"etapes-{number}-{name}": value for name, value in stage.items()}
    return data


def test_a_tour_and_its_stages_in_one_form(desk):
    AuthorityFactory(code="47031", name="Boé")
    AuthorityFactory(code="47001", name="Agen")
    stages = [
        {"commune": "Boé", "start": "2/3/2027", "start_time": "09:30", "end_time": "16:30"},
        {"commune": "Agen", "start": "avril 2027"},
        {},
    ]
    response = desk.post(url("tour"), tour_data(stages))
    assert response.status_code == 302, response.context["form"].errors
    tour = TourPage.objects.get()
    assert not tour.live
    stages = tour.stages.order_by("begins_at")
    assert [(one.start, one.live) for one in stages] == [("2027-03-02", False), ("2027-04", False)]
    assert stages[0].title == "La Tournée – étape de Boé (Lot-et-Garonne)"
    assert stages[1].title.endswith("Agen (Lot-et-Garonne)")


def test_one_wrong_stage_and_no_draft_is_made(desk):
    AuthorityFactory(code="47031", name="Boé")
    stages = [{"commune": "Boé"}, {"commune": "Atlantide", "venue": "Salle"}]
    response = desk.post(url("tour"), tour_data(stages))
    assert "aucune commune" in response.context["stages"].forms[1].errors["commune"][0]
    assert "Salle" in response.content.decode()
    assert not Page.objects.type(TourPage).exists()
    assert not EventPage.objects.exists()


def test_a_tour_needs_a_stage(desk):
    response = desk.post(url("tour"), tour_data([{}]))
    assert "au moins une étape" in response.content.decode()


def test_a_tour_from_the_shape_of_an_earlier_one(desk):
    tour = TourFactory(title="La Tournée 2026", series="La Tournée")
    for _ in range(3):
        published(tour=tour, start_time=clock("09:30"), end_time=clock("16:00"))
    response = desk.get(f"{url('tour')}?modele={tour.pk}")
    assert response.context["form"]["series"].value() == "La Tournée"
    assert len(response.context["stages"].forms) == 3
    assert "09:30" in response.content.decode()


def test_a_row_that_an_earlier_tour_filled_in_may_stay_without_commune(desk):
    AuthorityFactory(code="47031", name="Boé")
    tour = TourFactory(title="La Tournée 2026")
    for _ in range(2):
        published(tour=tour, start_time=clock("09:30"), end_time=clock("16:00"))
    hours = {"start_time": "09:30", "end_time": "16:00", "format": "presentiel"}
    data = tour_data([hours | {"commune": "Boé"}, hours]) | {"etapes-INITIAL_FORMS": 2}
    assert desk.post(f"{url('tour')}?modele={tour.pk}", data).status_code == 302
    assert TourPage.objects.exclude(pk=tour.pk).get().stages.count() == 1


@pytest.mark.parametrize(
    ("stage", "field", "words"),
    [
        ({"start": "2/3/2027"}, "commune", "Donnez la commune"),
        ({"venue": "Salle"}, "commune", "Donnez la commune"),
        ({"commune": "Boé", "start": "30/02/2027"}, "start", "n’existe pas"),
        (
            {"commune": "Boé", "start": "2/3/2027", "start_time": "16:00", "end_time": "09:00"},
            "end_time",
            "avant l’heure de début",
        ),
    ],
)
def test_what_is_wrong_with_a_stage_is_said_on_its_field(desk, stage, field, words):
    AuthorityFactory(code="47031", name="Boé")
    response = desk.post(url("tour"), tour_data([stage]))
    assert words in response.context["stages"].forms[0].errors[field][0]
    assert not EventPage.objects.exists()


def test_ten_stages_have_their_rows_and_more_are_added_with_all_that_was_typed(desk):
    assert len(desk.get(url("tour")).context["stages"].forms) == 10
    data = tour_data([{"commune": "Bo", "start": "n’importe"}, {}], title="", series="Ma série")
    response = desk.post(url("tour"), data | {"action": "more"})
    html = response.content.decode()
    assert len(response.context["stages"].forms) == 7
    for words in ('value="Bo"', 'value="n’importe"', 'value="Ma série"'):
        assert words in html
    # Nothing is judged before it is sent.
    assert "error-message" not in html


def test_stages_that_clash_are_named(desk):
    AuthorityFactory(code="47031", name="Boé")
    published(title="Congrès voisin", start="2027-03-02")
    stages = [{"commune": "Boé", "start": "2/3/2027"}]
    html = desk.post(url("tour"), tour_data(stages), follow=True).content.decode()
    assert "D’autres dates se heurtent à celles-ci : Boé" in html


# --- A copy ---------------------------------------------------------------------------------------------


def full_event() -> EventPage:
    return published(
        title="Tournée – étape de Boé",
        commune=AuthorityFactory(code="47031", name="Boé"),
        venue="Salle haute",
        start_time=clock("09:00"),
        sessions=[session("Ouverture"), session("Suite", "11:00", "12:00")],
        speakers=[EventSpeaker(name="Ada", session_number=1)],
        projects=[EventProject(sheet=SheetFactory())],
        organisers=[EventOrganiser(name="Réseau")],
        report="<p>Dit.</p>",
    )


def test_a_stage_is_duplicated_with_identifiers_of_its_own(desk):
    event = full_event()
    AuthorityFactory(code="47001", name="Nérac")
    response = desk.post(url("copy", event.pk), {"commune": "Nérac", "start": "4/12/2026"})
    copy = EventPage.objects.exclude(pk=event.pk).get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert not copy.live
    assert (copy.title, copy.start, copy.venue) == (
        "Tournée – étape de Nérac (Lot-et-Garonne)",
        "2026-12-04",
        "",
    )
    mine = {one.uuid for one in event.sessions.all()}
    theirs = {one.uuid for one in copy.sessions.all()}
    assert len(theirs) == 2
    assert not mine & theirs
    assert not copy.speakers.exists()
    assert not copy.projects.exists()
    assert copy.report == ""
    copy.get_latest_revision().publish()
    assert {one.uid for one in event.calendar_entries.all()}.isdisjoint(
        one.uid for one in copy.calendar_entries.all()
    )


def test_wagtails_own_copy_renews_them_too(admin_client):
    event = full_event()
    agenda, _ = ensure_agenda()
    admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[event.pk]),
        {
            "new_title": "Copie",
            "new_slug": "copie",
            "new_parent_page": agenda.pk,
            "copy_subpages": False,
            "publish_copies": True,
        },
    )
    copy = EventPage.objects.get(slug="copie")
    mine = {one.uuid for one in event.sessions.all()}
    for version in (copy, copy.get_latest_revision_as_object()):
        theirs = {one.uuid for one in version.sessions.all()}
        assert len(theirs) == 2
        assert not mine & theirs


# --- A report -------------------------------------------------------------------------------------------


def report_data(**fields) -> dict:
    return {
        "report": rich_text("<p>Trois projets ont été repris.</p>"),
        "replay_url": "",
        "documents-TOTAL_FORMS": 3,
        "documents-INITIAL_FORMS": 0,
        **{f"documents-{n}-kind": "presentation" for n in range(3)},
        **fields,
    }


def test_report_and_documents_go_online_together(desk, visitor):
    event = published(slug="x", start="2026-11-01", title="Étape passée")
    file = SimpleUploadedFile("diapos.pdf", b"%PDF-1.4", "application/pdf")
    data = report_data(**{"documents-0-file": file, "documents-0-title": "Les diapositives"})
    assert desk.post(url("report", event.pk), data).status_code == 302
    html = visitor.get("/agenda/x/").content.decode()
    assert "Trois projets ont été repris." in html
    assert "Les diapositives" in html
    assert "Compte rendu disponible" in html
    assert Attachment.objects.get().collection.name == "Agenda"
    assert "Étape passée" not in [one.title for one in desk.get(url("desk")).context["unreported"]]


def test_a_report_does_not_publish_a_draft_by_the_way(desk):
    event = published(title="En ligne", start="2026-11-01")
    event.title = "Pas encore"
    event.save_revision()
    desk.post(url("report", event.pk), report_data())
    event = EventPage.objects.get()
    assert event.title == "En ligne"
    assert "repris" in event.report
    pending = event.get_latest_revision_as_object()
    assert pending.title == "Pas encore"
    assert "repris" in pending.report


def test_an_empty_report_is_refused(desk):
    event = published(start="2026-11-01")
    response = desk.post(url("report", event.pk), report_data(report=rich_text("")))
    assert "joignez un document" in response.content.decode()


def test_a_broken_replay_keeps_the_text(desk):
    event = published(start="2026-11-01")
    response = desk.post(url("report", event.pk), report_data(replay_url="nulle part"))
    assert response.context["form"].errors["replay_url"]
    # The editor holds its text as JSON, accents escaped.
    assert "Trois projets ont" in response.content.decode()


def test_the_desk_lists_what_is_to_do(desk):
    published(title="À venir", start="2026-12-24")
    published(title="Sans compte rendu", start="2026-11-01")
    draft(title="Brouillon")
    EventFactory(title="Raconté", start="2026-10-01", report="<p>Oui</p>")
    context = desk.get(url("desk")).context
    assert [one.title for one in context["upcoming"]] == ["Brouillon", "À venir"]
    assert [one.title for one in context["unreported"]] == ["Sans compte rendu"]
    assert [one.title for one in context["drafts"]] == ["Brouillon"]
