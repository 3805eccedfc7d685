"""A project proposed for an event: whether that may be, which sheet is meant, what is decided and answered."""

import logging
import re

from django.db import transaction
from django.utils import timezone

from catalogue.models import ProjectPage
from core.mail.queue import send
from core.mail.refusals import is_refused
from core.mail.rendering import absolute
from core.publishing import PublicationRefused
from core.visibility import visible

from .models import Decision, EventPage, EventProject, ProjectCall, Proposal

logger = logging.getLogger(__name__)

_NUMBER = re.compile(r"^(?:fiche\s*)?(?:n[°o]\s*)?(\d{1,9})$", re.IGNORECASE)
_PATH = re.compile(r"^(?:https?://[^/\s]+|[\w.-]+\.[a-z]{2,})?(/[^\s?#]*)", re.IGNORECASE)


def open_call(event: EventPage) -> ProjectCall | None:
    """The event's call when somebody may answer it now."""
    call = ProjectCall.objects.filter(event=event).select_related("event").first()
    return call if call is not None and call.is_open() else None


def find_sheet(text: str) -> ProjectPage | None:
    """A published sheet from what somebody typed: its number, /f/12, or the address of its page."""
    sheets = visible(ProjectPage.objects)
    if match := _NUMBER.match(text.strip()):
        return sheets.filter(number=int(match[1])).first()
    if not (match := _PATH.match(text.strip())):
        return None
    parts = [part for part in match[1].split("/") if part]
    if len(parts) == 2 and parts[0] == "f" and parts[1].isdigit() and len(parts[1]) < 10:
        return sheets.filter(number=int(parts[1])).first()
    if len(parts) == 2 and parts[0] == "projets":
        return sheets.filter(slug=parts[1]).first()
    return None


def decide(proposal: Proposal, *, decision: str, answer: str, user) -> bool:
    """Pick or decline, once: link the sheet, write to the author. False when it was decided before.

    decision: Decision.PICKED or Decision.DECLINED. Raises ValueError for an unconfirmed proposal.
    """
    if decision not in (Decision.PICKED, Decision.DECLINED) or proposal.confirmed_at is None:
        raise ValueError("only a confirmed proposal is picked or declined")
    with transaction.atomic():
        won = Proposal.objects.filter(pk=proposal.pk, decision="").update(
            decision=decision, answer=answer, decided_at=timezone.now(), decided_by=user
        )
        if not won:
            return False
        proposal.refresh_from_db()
        if decision == Decision.PICKED and proposal.sheet_id:
            show(proposal.sheet, at=proposal.call.event, user=user)
        if proposal.email and not is_refused(proposal.email, since=proposal.confirmed_at):
            send(
                to=proposal.email,
                subject=f"Votre proposition pour « {proposal.call.event.title} »",
                template=f"proposal_{'picked' if decision == Decision.PICKED else 'declined'}",
                context={
                    "proposal": proposal,
                    "event": proposal.call.event,
                    "call": proposal.call,
                    "event_url": absolute(proposal.call.event.relative_url(None)),
                },
                at_once=False,
            )
    return True


def show(sheet: ProjectPage, *, at: EventPage, user) -> None:
    """Add the sheet to the projects of an event, on its page and in the draft under way alike."""
    event = EventPage.objects.get(pk=at.pk)
    draft = event.get_latest_revision_as_object()
    if any(row.sheet_id == sheet.pk for row in draft.projects.all()):
        return
    has_changes = event.live and event.has_unpublished_changes
    if has_changes and not event.projects.filter(sheet=sheet).exists():
        # What else is in the draft is not ready for visitors: the page gets this row alone.
        EventProject.objects.create(page=event, sheet=sheet, sort_order=event.projects.count())
    draft.projects.add(EventProject(sheet=sheet, sort_order=draft.projects.count()))
    revision = draft.save_revision(user=user)
    if not event.live or has_changes:
        return
    try:
        with transaction.atomic():
            revision.publish(user=user)
    except PublicationRefused as refusal:
        # A rule that came after its publication: the draft has the project, the page will follow.
        logger.warning("event %s keeps a draft: %s", event.pk, refusal)
