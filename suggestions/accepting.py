"""Who answers for a sheet decides on what was suggested of it: the sheet changes by the one door of publishing, and each
field keeps who said it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from catalogue.completeness import is_filled
from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from catalogue.provenance import keep_said, mark_of
from core.words import partial_date

from .models import Suggestion, SuggestionEvent
from .states import Kind
from .values import hold_rows, put


@dataclass(slots=True)
class Done:
    accepted: list[Suggestion] = field(default_factory=list)
    # Labels of fields in which the draft of an editor says something else: the draft was left as it is there.
    left_in_draft: list[str] = field(default_factory=list)


class CannotAccept(ValidationError):
    """Why the sheet cannot be changed so now, in words."""


def accept(suggestions: Sequence[Suggestion], *, by: str, user=None) -> Done:
    """Put them on their sheet, of one sheet all. Those that somebody decided on meanwhile are left out.

    by: `states.By`. Raises PublicationRefused where the sheet could not be published so, and CannotAccept: nothing
    changed then.
    """
    done = Done()
    if not suggestions:
        return done
    with transaction.atomic():
        (number,) = {one.sheet_id for one in suggestions}
        # One at a time: a second one begins from what the first one wrote.
        Page.objects.select_for_update().get(pk=number)
        chosen = Suggestion.objects.filter(pk__in=[one.pk for one in suggestions])
        noted = {
            event.suggestion_id: event for event in chosen.note_all(Kind.ACCEPTED, by, user=user)
        }
        done.accepted = [one for one in suggestions if one.pk in noted]
        if not done.accepted:
            return done
        sheet = ProjectPage.objects.get(pk=number)
        _refuse_two_for_one(done.accepted)
        _refuse_if_busy(sheet)
        hold_rows(sheet, done.accepted)
        revision = (
            _change_published(sheet, done, user) if sheet.live else _change_draft(sheet, done, user)
        )
        events = SuggestionEvent.objects.filter(pk__in=[event.pk for event in noted.values()])
        events.update(revision=revision)
    return done


def refuse(suggestions: Sequence[Suggestion], reason: str, *, by: str, user=None) -> int:
    """How many that were: not those that somebody decided on meanwhile."""
    chosen = Suggestion.objects.filter(pk__in=[one.pk for one in suggestions])
    return len(chosen.note_all(Kind.REFUSED, by, text=reason, user=user))


def _refuse_two_for_one(suggestions: Sequence[Suggestion]) -> None:
    """Two values of one field, or of one row: the second would hide the first without a word."""
    places = Counter(
        (one.field, one.replaces)
        for one in suggestions
        if one.replaces or not FIELDS[one.field].rows
    )
    for (name, _), count in places.items():
        if count > 1:
            raise CannotAccept(
                f"Il y a {count} propositions pour « {FIELDS[name].label} » : choisissez-en une."
            )


def _refuse_if_busy(sheet: ProjectPage) -> None:
    """What publishing now would undo without a word: a version with its day, one that is being approved."""
    scheduled = sheet.revisions.exclude(approved_go_live_at=None).first()
    if scheduled:
        day = partial_date(scheduled.approved_go_live_at.date())
        raise CannotAccept(
            f"Une version de « {sheet.title} » est programmée pour le {day} : elle effacerait ce changement. "
            "Publiez-la ou annulez-la d’abord."
        )
    if sheet.current_workflow_state:
        raise CannotAccept(
            f"Une version de « {sheet.title} » est soumise à l’approbation d’un collègue : terminez ou annulez "
            "cette relecture d’abord."
        )
    if sheet.locked:
        raise CannotAccept(f"« {sheet.title} » est verrouillée : déverrouillez-la d’abord.")


def _change_draft(sheet: ProjectPage, done: Done, user):
    draft = sheet.get_latest_revision_as_object()
    for one in done.accepted:
        _put(draft, one)
    return draft.save_revision(user=user, clean=False, log_action=True)


def _change_published(sheet: ProjectPage, done: Done, user):
    draft_revision = sheet.latest_revision if sheet.has_unpublished_changes else None
    stood = {one.pk: _mark(sheet, one) for one in done.accepted}
    for one in done.accepted:
        _put(sheet, one)
    revision = sheet.save_revision(user=user, clean=False, log_action=True)
    revision.publish(user=user)
    if draft_revision:
        # What an editor is writing goes on from here: never overwritten, and never without what is now online.
        draft = draft_revision.as_object()
        for one in done.accepted:
            if _mark(draft, one) == stood[one.pk]:
                _put(draft, one)
            else:
                done.left_in_draft.append(one.declared.label)
        draft.save_revision(user=draft_revision.user, clean=False)
    return revision


def _put(sheet: ProjectPage, one: Suggestion) -> None:
    holder = put(sheet, one.field, one.value, one.replaces)
    if holder is not None:
        keep_said(sheet, one.field, holder, who=one.said_by, day=one.said_on, how=one.how)


def _mark(sheet: ProjectPage, one: Suggestion) -> str:
    """Of what it takes the place of: the field, or the row that it replaces; "" of nothing."""
    if not FIELDS[one.field].rows:
        return mark_of(sheet, one.field) if is_filled(sheet, one.field) else ""
    marks = [mark_of(row, one.field) for row in getattr(sheet, one.field).all()]
    return one.replaces if one.replaces in marks else ""
