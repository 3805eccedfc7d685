"""A project proposed for an event: sent, confirmed by e-mail, decided, answered."""

import logging
import re

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from catalogue.choices import Origin
from catalogue.models import ProjectIndexPage, ProjectPage
from core.mail.queue import send
from core.mail.rendering import absolute
from core.publishing import PublicationRefused
from core.slugs import page_slug
from core.visibility import visible
from core.visitor_requests import links

from .models import Decision, EventPage, EventProject, ProjectCall, Proposal

logger = logging.getLogger(__name__)

CONFIRM = "proposal"  # the purpose of the signed link
# What an author confirms: a link sent for other words, or to another address, no longer does.
SAID = (
    *("contact_email", "contact_name", "contact_function", "authority_id"),
    *("title", "summary", "theme_id", "message"),
)
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


def propose(*, submission_key: str, **fields) -> Proposal:
    """Keep a proposal and write to its author. The same key twice is the same proposal.

    fields: those of Proposal. Sent again with other words (a mistyped address, seen on the next
    page) it is corrected, as long as it is not confirmed. Organisers see it once it is.
    """
    with transaction.atomic():
        proposal, is_new = Proposal.objects.get_or_create(
            submission_key=submission_key, defaults=fields
        )
        sent = "" if is_new else links.seal(proposal, SAID)
        if not is_new:
            Proposal.objects.filter(pk=proposal.pk, confirmed_at=None).update(
                **fields, created_at=timezone.now()
            )
            proposal.refresh_from_db()
        if not proposal.confirmed_at and links.seal(proposal, SAID) != sent:
            _ask_to_confirm(proposal)
    return proposal


def _ask_to_confirm(proposal: Proposal) -> None:
    """Repeats nothing that was typed: the address may be somebody's who asked for nothing."""
    path = reverse("confirm_proposal", args=[links.sign(CONFIRM, links.seal(proposal, SAID))])
    send(
        to=proposal.contact_email,
        subject="Confirmez votre proposition de projet",
        template="proposal_confirm",
        context={"proposal": proposal, "event": proposal.call.event, "url": absolute(path)},
    )


def confirm(proposal: Proposal) -> bool:
    """The author read `proposal` behind the link. False when that was done before, or it changed since.

    A new project becomes a draft sheet, and the organisers are told.
    """
    with transaction.atomic():
        read = {name: getattr(proposal, name) for name in SAID}
        won = Proposal.objects.filter(pk=proposal.pk, confirmed_at=None, **read).update(
            confirmed_at=timezone.now()
        )
        if not won:
            return False
        proposal.refresh_from_db()
        if proposal.sheet_id is None:
            proposal.sheet = draft_sheet(proposal)
            proposal.save(update_fields=["sheet"])
        send(
            to=proposal.call.contact_email,
            subject=f"Projet proposé : {proposal.title}",
            template="proposal_received",
            context={
                "proposal": proposal,
                "event": proposal.call.event,
                "url": absolute(
                    reverse("wagtailsnippets_events_proposal:edit", args=[proposal.pk])
                ),
            },
            at_once=False,
        )
    return True


def draft_sheet(proposal: Proposal) -> ProjectPage:
    """The short new sheet, as a draft « proposée » that the editors will complete with its author.

    The message is not copied: it says what would be shown at the event, and is erased in time.
    """
    parent = ProjectIndexPage.objects.get()
    sheet = ProjectPage(
        title=proposal.title,
        slug=page_slug(parent, proposal.title),
        origin=Origin.PROPOSED,
        summary=proposal.summary[:500],
        authority=proposal.authority,
        main_theme=proposal.theme,
        contact_function=proposal.contact_function,
        contact_email=proposal.contact_email,
        live=False,
    )
    parent.add_child(instance=sheet)
    sheet.save_revision()
    return sheet


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
        if proposal.contact_email:
            send(
                to=proposal.contact_email,
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
