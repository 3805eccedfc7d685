"""Who may see what visitors leave with an event, and for how long it stays."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Revision

from catalogue.models import ProjectPage
from events import proposals
from events.models import EventProject, Interest, Proposal
from setup.accounts import EDITORS
from tests.events.test_proposals import organiser
from tests.events.visitors import call, forget, soon, stage
from tests.factories import AuthorityFactory, UserFactory, catalogue_page, published

pytestmark = pytest.mark.django_db
SECRET = "secret@boe.invalid"


@pytest.fixture(autouse=True)
def _boe():
    catalogue_page()


def propose(event=None, **fields) -> Proposal:
    return Proposal.objects.submit(
        **{
            "call": call(event),
            "submission_key": "a" * 32,
            "authority": AuthorityFactory(),
            "title": "Un guichet",
            "summary": "Toutes les démarches.",
            "message": "Appelez-moi au 05 53 00 00 00.",
            "contact_name": "Claude Martin",
            "contact_function": "Secrétaire générale",
            "email": SECRET,
            **fields,
        }
    )


def interest(event=None, **fields) -> Interest:
    event, sheet = event or stage(), published()
    EventProject.objects.create(page=event, sheet=sheet)
    fields = {"email": SECRET, "message": "Bonjour", "submission_key": f"{sheet.pk}", **fields}
    return Interest.objects.create(event=event, sheet=sheet, authority=AuthorityFactory(), **fields)


# --- who


@pytest.mark.parametrize("make", [propose, interest])
@pytest.mark.parametrize("page", ["edit", "inspect", "history", "usage", "delete"])
def test_what_is_not_confirmed_is_not_there_for_an_administrator(client, make, page):
    row = make()
    client.force_login(UserFactory(is_superuser=True))
    url = f"/admin/snippets/events/{row._meta.model_name}/{page}/{row.pk}/"
    for response in (client.get(url), client.post(url, {"decision": "declinee", "answer": ""})):
        assert response.status_code == 404
    type(row).objects.get()
    if (make, page) != (interest, "inspect"):  # has none
        type(row).objects.update(confirmed_at=timezone.now())
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("make", [propose, interest])
def test_what_is_not_confirmed_is_not_deleted_in_bulk_or_named_elsewhere(client, make):
    row = make()
    client.force_login(UserFactory(is_superuser=True))
    client.post(
        f"/admin/bulk/events/{row._meta.model_name}/delete/?id={row.pk}&next=/admin/", follow=True
    )
    assert type(row).objects.exists()
    if row.sheet_id:
        usage = client.get(f"/admin/pages/usage/{row.sheet_id}/").content.decode()
        assert str(row) not in usage


@pytest.mark.parametrize("make", [propose, interest])
@pytest.mark.parametrize("is_organiser", [True, False])
def test_no_chooser_lists_what_visitors_left(client, make, is_organiser):
    row = make()
    type(row).objects.update(confirmed_at=timezone.now())
    user = organiser()
    if not is_organiser:
        user = UserFactory()
        user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    name = row._meta.model_name
    for path in ("", "results/", f"chosen/{row.pk}/", f"chosen-multiple/?id={row.pk}"):
        response = client.get(f"/admin/snippets/choose/events/{name}/{path}")
        assert response.status_code in (302, 403, 404), path


# --- how long


def test_a_postponed_event_without_its_new_date_keeps_what_is_confirmed():
    event = stage(
        start=soon(-100), change="reporte", change_reason="Neige", first_announced=soon(-100)
    )
    row, proposal = interest(event), propose(event)
    for model in (Interest, Proposal):
        model.objects.update(confirmed_at=timezone.now())
    assert forget() == (0, 0)
    assert forget(timezone.now() + datetime.timedelta(days=366)) == (1, 1)
    assert not Interest.objects.filter(pk=row.pk).exists()
    proposal.refresh_from_db()
    assert proposal.erased_at


def test_a_postponed_event_with_its_new_date_ends_after_it():
    event = stage(
        start=soon(-100), change="reporte", change_reason="Neige", first_announced=soon(-130)
    )
    interest(event)
    Interest.objects.update(confirmed_at=timezone.now())
    assert forget() == (1, 0)


def declined_sheet() -> tuple[Proposal, ProjectPage]:
    proposal = propose()
    proposal.confirm()
    proposal.refresh_from_db()
    proposals.decide(proposal, decision="declinee", answer="", user=None)
    return proposal, proposal.sheet


def test_the_message_is_never_copied_into_the_sheet():
    _, sheet = declined_sheet()
    assert "05 53" not in str(sheet.get_latest_revision().content)
    assert sheet.actions == ""


def test_the_draft_of_a_refused_proposal_keeps_no_contact():
    _, sheet = declined_sheet()
    later = timezone.now() + datetime.timedelta(days=31)
    assert forget(later) == (0, 1)
    sheet.refresh_from_db()
    assert (sheet.contact_email, sheet.contact_function) == ("", "")
    assert SECRET not in str([revision.content for revision in sheet.revisions.all()])
    assert "Secrétaire" not in str([revision.content for revision in sheet.revisions.all()])
    assert sheet.title == "Un guichet"


def test_a_proposal_declined_after_its_data_was_erased_leaves_no_contact_either():
    proposal = propose()
    proposal.confirm()
    later = timezone.now() + datetime.timedelta(days=400)
    assert forget(later) == (0, 1)
    proposal.refresh_from_db()
    # Not decided: the editors may still complete the sheet with its author.
    assert proposal.sheet.contact_email
    with time_machine.travel(later + datetime.timedelta(hours=1), tick=False):
        proposals.decide(proposal, decision="declinee", answer="Appelez Claude Martin.", user=None)
        assert forget() == (0, 1)
        assert forget() == (0, 0)
    proposal.refresh_from_db()
    assert proposal.answer == ""
    sheet = ProjectPage.objects.get(pk=proposal.sheet_id)
    assert (sheet.contact_email, sheet.contact_function) == ("", "")
    for revision in Revision.objects.for_instance(sheet):
        assert not revision.content["contact_email"]


def test_a_sheet_that_was_published_keeps_its_contact():
    _, sheet = declined_sheet()
    ProjectPage.objects.update(first_published_at=timezone.now())
    forget(timezone.now() + datetime.timedelta(days=31))
    sheet.refresh_from_db()
    assert sheet.contact_email == SECRET


def test_a_contact_that_editors_wrote_themselves_stays():
    _, sheet = declined_sheet()
    sheet.contact_email = "accueil@agen.invalid"
    sheet.save_revision()
    sheet.save()
    forget(timezone.now() + datetime.timedelta(days=31))
    sheet.refresh_from_db()
    assert sheet.contact_email == "accueil@agen.invalid"
    assert sheet.get_latest_revision_as_object().contact_email == "accueil@agen.invalid"
