"""One object of each kind that an address under /admin/ may be about."""

import datetime

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    Site,
    UploadedFile,
    Workflow,
    WorkflowTask,
)

from catalogue.models import (
    OwnerConfirmation,
    ProjectIndexPage,
    ProjectPage,
    SavedView,
)
from catalogue.spreadsheet.contents import SHEETS
from confirmations.models import Check
from contributions.models import Contribution
from core.background.models import BackgroundTask
from core.models import Attachment, OutgoingMail, Picture
from core.tables.contents import Contents
from core.tables.models import FileImport, FileImportLine
from curation.models import CollectionsPage
from events.models import AgendaPage, Interest, Proposal, ToursPage
from events.spreadsheet.contents import DATES_TABLE, TOURS_TABLE
from exchanges.models import Question
from expertise.models import Expertise
from funding.models import FundingProgramme
from groups.models import Edition, Mandate, Person, Programme
from groups.models import Group as NetworkGroup
from home.models import HomePage
from labels.models import Award, Label
from landmarks.models import Deadline
from letters.models import Letter
from links.models import Link
from network.models import Announcer, Membership, Organisation, Partnership
from offers.models import Offer
from publications.models import PublicationsPage, StandingNote
from relay.models import RelayRequest
from search.models import Synonym
from tests import factories
from tests.events import factories as event_factories
from tests.events.visitors import call
from tests.publications.made import publication
from tests.reuses.made import documented
from users.models import User

SECRET = "Une proposition que personne n’a confirmée"


def objects(user: User | None) -> dict[str, int]:
    """Name in an address -> key. user: of whom a draft is; the rest is an administrator's."""
    chief = factories.UserFactory(is_superuser=True)
    sheet = factories.published()
    own = factories.draft()
    ProjectPage.objects.filter(pk=own.pk).update(owner=user or chief)
    event = event_factories.published()
    workflow, task, state = _moderation(chief)
    picture = Picture.objects.create(title="Une image", file=get_test_image_file())
    attachment = Attachment.objects.create(
        title="Un document", file=SimpleUploadedFile("d.txt", b"texte")
    )
    upload = UploadedFile.objects.create(
        file=SimpleUploadedFile("e.txt", b"texte"), uploaded_by_user=user or chief
    )
    asked = call(event)
    asking = {"call": asked, "authority": sheet.authority, "email": "x@exemple.invalid"}
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="À part"))
    ping = EditingSession.objects.create(
        user=user or chief, content_object=sheet, last_seen_at=timezone.now()
    )
    rows = {
        "agenda": AgendaPage.objects.get(),
        "catalogue": ProjectIndexPage.objects.get(),
        "page.agendapage": AgendaPage.objects.get(),
        "page.homepage": HomePage.objects.get(),
        "page.page": Page.get_first_root_node(),
        "page.tourspage": ToursPage.objects.get(),
        "page.collectionspage": CollectionsPage.objects.get(),
        "page.publicationspage": PublicationsPage.objects.get(),
        "sheet": sheet,
        "own": own,
        "event": event,
        "moderated": state.content_object,
        "page_pk": sheet,
        "revision_id": sheet.get_latest_revision(),
        "workflow_pk": workflow,
        "wagtailcore.workflow": workflow,
        "workflow_state_id": state,
        "task_id": task,
        "wagtailcore.task": task,
        "task_state_id": state.current_task_state,
        "core.picture": picture,
        "image_id": picture,
        "core.attachment": attachment,
        "document_id": attachment,
        "doc_id": attachment,
        "uploaded_file_id": upload,
        "wagtailcore.collection": collection,
        "collection_id": collection,
        "wagtailcore.site": Site.objects.get(),
        "session_id": ping,
        "auth.group": task.groups.get(),
        "users.user": chief,
        "core.outgoingmail": OutgoingMail.objects.create(
            to="x@exemple.invalid", subject="Un sujet"
        ),
        "redirect_id": Redirect.objects.create(old_path="/avant", redirect_page=sheet),
        "catalogue.ownerconfirmation": OwnerConfirmation.objects.create(
            sheet=sheet, confirmed_on=datetime.date(2026, 1, 5)
        ),
        "core.backgroundtask": BackgroundTask.objects.create(
            kind="export", name="Un export", user=user or chief, result=b"PK", result_name="f.xlsx"
        ),
        "catalogue.sheetimport": _spreadsheet(SHEETS, user or chief),
        "events.eventimport": _spreadsheet(DATES_TABLE, user or chief),
        "events.tourimport": _spreadsheet(TOURS_TABLE, user or chief),
        "catalogue.savedview": SavedView.objects.create(name="Idées", address="status=idee"),
        "contributions.contribution": _story(sheet.authority),
        "exchanges.question": _question(sheet),
        "reuses.reuse": documented(sheet, "Une autre"),
        "confirmations.check": Check.objects.plan(sheet, datetime.date(2026, 1, 5)),
        "publications.standingnote": StandingNote.objects.create(
            page=publication(), code="1", standing="engagee"
        ),
        "events.projectcall": asked,
        "events.proposal": Proposal.objects.create(
            submission_key="1", title="Un projet", confirmed_at=timezone.now(), **asking
        ),
        "unconfirmed": Proposal.objects.create(submission_key="2", title=SECRET, **asking),
        "events.interest": Interest.objects.create(
            submission_key="3",
            event=event,
            sheet=sheet,
            authority=sheet.authority,
            email="y@exemple.invalid",
            confirmed_at=timezone.now(),
        ),
        "links.link": Link.objects.create(address="https://exemple.fr/", host="exemple.fr"),
        "network.announcer": Announcer.objects.create(
            user=chief, organisation=Organisation.objects.create(name="Un autre réseau")
        ),
        "network.organisation": Organisation.objects.create(name="Un réseau"),
        "labels.label": Label.objects.create(
            name="Un label", organisation=Organisation.objects.create(name="Qui le donne")
        ),
        "letters.letter": Letter.objects.create(
            week=datetime.date(2026, 11, 23), title="La semaine", body="<p>Une fiche.</p>"
        ),
        "labels.award": Award.objects.create(
            label=Label.objects.get(), authority=sheet.authority, year=2020
        ),
        "funding.fundingprogramme": FundingProgramme.objects.create(name="Une aide", funder="État"),
        "expertise.expertise": Expertise.objects.create(
            direction="offre", subject="Une expertise", label="Un réseau"
        ),
        "landmarks.deadline": Deadline.objects.create(what="Une échéance", date="2027"),
        "network.partnership": Partnership.objects.create(name="Un accord"),
        "network.membership": Membership.objects.create(
            organisation=Organisation.objects.create(name="Un groupement"),
            authority=sheet.authority,
            source_title="Ses statuts",
        ),
        "groups.group": NetworkGroup.objects.create(name="Un groupe", kind="travail"),
        "groups.programme": Programme.objects.create(name="Un programme", kind=Programme.Kind.CALL),
        "groups.edition": Edition.objects.create(
            programme=Programme.objects.get(), name="La première"
        ),
        "groups.person": Person.objects.create(name="Une élue", function="Maire"),
        "groups.mandate": Mandate.objects.create(
            person=Person.objects.get(),
            group=NetworkGroup.objects.get(),
            source_title="Un compte rendu",
        ),
        "relay.relayrequest": _relayed(),
        "offers.offer": Offer.objects.create(
            name="Un service", provider=Organisation.objects.create(name="Un syndicat")
        ),
        "search.synonym": Synonym.objects.create(wordings="sigle = mot entier"),
        "taxonomy.theme": sheet.main_theme,
        "taxonomy.tool": factories.ToolFactory(),
        "territories.authority": sheet.authority,
    }
    return {name: row.pk for name, row in rows.items()}


def _spreadsheet(of: Contents, user) -> FileImport:
    """With a line to be corrected."""
    sent = of.imports(
        name="fichier.csv",
        content=b"identifiant;titre\na;b\n",
        user=user,
        state=FileImport.State.CHECKED,
    )
    sent.kind = of.key
    sent.save()
    sent.lines.create(line=2, identifier="a", outcome=FileImportLine.Outcome.REFUSED)
    return sent


def _story(authority) -> Contribution:
    story = Contribution.objects.create(
        submission_key="4",
        begun_by="4",
        authority=authority,
        email="z@exemple.invalid",
        answers={"titre": {"title": "Un projet raconté"}},
    )
    story.confirm()
    return story


def _question(sheet) -> Question:
    question = Question.objects.create(
        submission_key="5", sheet=sheet, fact="costs", group="costs", email="q@exemple.invalid"
    )
    question.refresh_from_db()
    question.confirm()
    return question


def _relayed() -> RelayRequest:
    relayed = RelayRequest.objects.create(
        submission_key="6", group=NetworkGroup.objects.get(), email="m@exemple.invalid"
    )
    relayed.refresh_from_db()
    relayed.confirm()
    return relayed


def _moderation(by: User):
    workflow = Workflow.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Relire")
    task.groups.add(Group.objects.get(name="Rédaction"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow, task, workflow.start(factories.draft(), by)
