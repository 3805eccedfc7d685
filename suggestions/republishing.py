"""A sheet changed by code, as an editor would: by the one door of publishing, with a revision, and never over what an
editor is writing."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from wagtail.models import Page, Revision

from catalogue.models import ProjectPage
from core.words import partial_date


class CannotChange(ValidationError):
    """Why the sheet cannot be changed so now, in words."""


def locked_sheet(pk: int) -> ProjectPage:
    """In a transaction: whoever comes second begins from what the first one wrote. Raises CannotChange."""
    Page.objects.select_for_update().get(pk=pk)
    sheet = ProjectPage.objects.get(pk=pk)
    # What publishing now would undo without a word: a version with its day, one that is being approved.
    if scheduled := sheet.revisions.exclude(approved_go_live_at=None).first():
        day = partial_date(scheduled.approved_go_live_at.date())
        raise CannotChange(
            f"Une version de « {sheet.title} » est programmée pour le {day} : elle effacerait ce changement. "
            "Publiez-la ou annulez-la d’abord."
        )
    if sheet.current_workflow_state:
        raise CannotChange(
            f"Une version de « {sheet.title} » est soumise à l’approbation d’un collègue : terminez ou annulez "
            "cette relecture d’abord."
        )
    if sheet.locked:
        raise CannotChange(f"« {sheet.title} » est verrouillée : déverrouillez-la d’abord.")
    return sheet


def republish(
    sheet: ProjectPage,
    change: Callable[[ProjectPage], None],
    *,
    change_draft: Callable[[ProjectPage], None] | None = None,
    user=None,
) -> Revision:
    """Change what is online, and the draft on top of it; of a sheet that is not online, its draft. The new version of
    what was changed first.

    sheet: of `locked_sheet`. change_draft: else `change`. Raises PublicationRefused.
    """
    if not sheet.live:
        draft = sheet.get_latest_revision_as_object()
        change(draft)
        return draft.save_revision(user=user, clean=False, log_action=True)
    draft_revision = sheet.latest_revision if sheet.has_unpublished_changes else None
    change(sheet)
    revision = sheet.save_revision(user=user, clean=False, log_action=True)
    revision.publish(user=user)
    if draft_revision:
        draft = draft_revision.as_object()
        (change_draft or change)(draft)
        draft.save_revision(user=draft_revision.user, clean=False)
    return revision
