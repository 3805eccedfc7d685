"""Who answers for a sheet decides on what was suggested of it: the sheet changes by the one door of publishing, and each
field keeps who said it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from catalogue.completeness import is_filled
from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from catalogue.provenance import keep_said, mark_of

from .models import Suggestion, SuggestionEvent
from .republishing import CannotChange, locked_sheet, republish
from .states import Kind
from .values import Unreadable, hold_rows, put


@dataclass(slots=True)
class Done:
    accepted: list[Suggestion] = field(default_factory=list)
    # Labels of fields in which the draft of an editor says something else: the draft was left as it is there.
    left_in_draft: list[str] = field(default_factory=list)


def accept(suggestions: Sequence[Suggestion], *, by: str, user=None) -> Done:
    """Put them on their sheet, of one sheet all. Those that somebody decided on meanwhile are left out.

    by: `states.By`. Raises PublicationRefused where the sheet could not be published so, and CannotChange: nothing
    changed then.
    """
    done = Done()
    if not suggestions:
        return done
    with transaction.atomic():
        (number,) = {one.sheet_id for one in suggestions}
        sheet = locked_sheet(number)
        chosen = Suggestion.objects.filter(pk__in=[one.pk for one in suggestions])
        noted = {one.suggestion_id: one for one in chosen.note_all(Kind.ACCEPTED, by, user=user)}
        done.accepted = [one for one in suggestions if one.pk in noted]
        if not done.accepted:
            return done
        _refuse_two_for_one(done.accepted)
        hold_rows(sheet, done.accepted)
        stood = {one.pk: _mark(sheet, one) for one in done.accepted}

        def change_draft(draft: ProjectPage) -> None:
            hold_rows(draft, done.accepted)
            alike = [one for one in done.accepted if _mark(draft, one) == stood[one.pk]]
            _put_all(draft, alike)
            done.left_in_draft = [one.label for one in done.accepted if one not in alike]

        revision = republish(
            sheet,
            lambda page: _put_all(page, done.accepted),
            change_draft=change_draft,
            user=user,
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
            raise CannotChange(
                f"Il y a {count} propositions pour « {FIELDS[name].label} » : choisissez-en une."
            )


def _put_all(sheet: ProjectPage, suggestions: Sequence[Suggestion]) -> None:
    hold_rows(sheet, suggestions)
    for one in suggestions:
        try:
            holder = put(sheet, one.field, one.value, one.replaces)
        except Unreadable:
            raise CannotChange(
                f"Ce champ ne se remplit plus de cette façon : « {one.label} ». Reportez-le à la main."
            ) from None
        if holder is not None:
            keep_said(sheet, one.field, holder, who=one.said_by, day=one.said_on, how=one.how)


def _mark(sheet: ProjectPage, one: Suggestion) -> str:
    """Of what it takes the place of: the field, or the row that it replaces; "" of nothing."""
    if not FIELDS[one.field].rows:
        return mark_of(sheet, one.field) if is_filled(sheet, one.field) else ""
    marks = [mark_of(row, one.field) for row in getattr(sheet, one.field).all()]
    return one.replaces if one.replaces in marks else ""
