"""What waits on a sheet, each suggestion beside what stands: for whoever decides."""

from dataclasses import dataclass

from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from catalogue.provenance import mark_of, said_in_words
from core.templatetags.typography import french, plural

from .models import Suggestion
from .values import Line, Unreadable, hold_rows, in_words, made_of, standing, standing_mark

LONGEST = 200  # suggestions on one page


@dataclass(frozen=True, slots=True)
class Shown:
    suggestion: Suggestion
    label: str
    stands: list[list[Line]]  # of the field, or of each row; [] where the sheet says nothing
    proposed: list[Line]  # [] takes away
    provenance: str
    is_new_row: bool
    has_changed: bool  # what stands is not any more what it was when this was said


def waiting_on(sheet: ProjectPage) -> list[Shown]:
    """In the order of the form of a sheet; statements do not grow with their number."""
    found = list(Suggestion.objects.filter(sheet=sheet).waiting()[:LONGEST])
    order = list(FIELDS)
    known = [one for one in found if one.field in FIELDS]
    hold_rows(sheet, known)
    return [_shown(sheet, one) for one in sorted(known, key=lambda one: order.index(one.field))]


def _shown(sheet: ProjectPage, one: Suggestion) -> Shown:
    declared = FIELDS[one.field]
    stands, has_changed = standing(sheet, one.field), False
    if declared.rows and one.replaces:
        named = [
            row
            for row in getattr(sheet, one.field).all()
            if mark_of(row, one.field) == one.replaces
        ]
        stands, has_changed = [in_words(row, one.field) for row in named], not named
    elif not declared.rows:
        has_changed = standing_mark(sheet, one.field) != one.replaces
    return Shown(
        suggestion=one,
        label=one.label,
        stands=stands,
        proposed=_proposed(one),
        provenance=said_in_words(one.said_by, one.said_on, one.how),
        is_new_row=bool(declared.rows and not one.replaces),
        has_changed=has_changed,
    )


def _proposed(one: Suggestion) -> list[Line]:
    if not one.value:
        return []
    try:
        return in_words(made_of(one.field, one.value), one.field)
    except Unreadable:  # the form of the field is another one by now
        return [Line(label, french(str(text))) for label, text in one.value.items()]


def why_sheet_kept(sheet: ProjectPage) -> str:
    """Nobody would tell those who said it."""
    waiting = Suggestion.objects.filter(sheet=sheet).waiting().count()
    if not waiting:
        return ""
    return (
        f"« {sheet.title} » n’est pas supprimée : {waiting} proposition{plural(waiting)} "
        f"{'attendent' if waiting > 1 else 'attend'} une décision. Décidez-en d’abord, dans « Dit de nos fiches »."
    )
