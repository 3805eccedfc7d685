"""The one way to say what a field of a sheet should hold: read by the field's own form, then kept until somebody who
answers for the sheet decides."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from core.sanitising import typed_line
from core.visitor_requests.fields import without_address

from .forms import form_of, may_be_suggested
from .models import Suggestion
from .states import By, Kind
from .values import says_already, standing_mark

LONGEST_SAID_BY = 200


def suggest(
    sheet: ProjectPage,
    field: str,
    value,
    *,
    said_by: str,
    how: str,
    said_on: datetime.date | None = None,
    exchange: str = "",
    replaces: str = "",
) -> Suggestion | None:
    """Keep it, and return it; the same one that waits already is not made twice. None when the sheet says so already.

    value: what was typed in the form of the field (`forms.form_of`): one value, or {column: typed} of a row; {} takes
    away the row that `replaces` marks (`catalogue.provenance.mark_of`). said_by: a function or an authority.
    said_on: today unless said. Raises ValidationError, {column: messages} or {"said_by": …}; ValueError for a field
    that nobody outside fills.
    """
    if not may_be_suggested(field):
        raise ValueError(f"{field} is not to be suggested")
    who = said_by_whom(said_by)
    read = _read(field, value, replaces)
    if says_already(sheet, field, read, replaces):
        return None
    fields = {
        "sheet": sheet,
        "field": field,
        "value": read,
        "replaces": replaces if FIELDS[field].rows else standing_mark(sheet, field),
        "said_by": who,
        "how": how,
        "exchange": exchange,
    }
    with transaction.atomic():
        if same := Suggestion.objects.filter(**fields).waiting().first():
            return same
        made = Suggestion.objects.create(said_on=said_on or timezone.localdate(), **fields)
        made.note(Kind.PROPOSED, By.AUTHOR)
    return made


def said_by_whom(text: str) -> str:
    """« Direction des systèmes d’information » as it may be published. Raises ValidationError."""
    who = typed_line(text)
    if not who:
        raise ValidationError({"said_by": "Dites qui le dit : une fonction, un service."})
    try:
        without_address(who)
    except ValidationError as refused:
        raise ValidationError({"said_by": refused.messages}) from None
    if len(who) > LONGEST_SAID_BY:
        raise ValidationError({"said_by": f"{LONGEST_SAID_BY} caractères au plus."})
    return who


def withdraw(exchange: str) -> int:
    """Take back all that came with it and waits; how many that were."""
    found = Suggestion.objects.filter(exchange=exchange) if exchange else Suggestion.objects.none()
    return len(found.note_all(Kind.WITHDRAWN, By.AUTHOR))


def _read(field: str, value, replaces: str) -> dict:
    rows = FIELDS[field].rows
    if rows and not value:
        if not replaces:
            raise ValueError(f"{field}: a row to take away is named by its mark")
        return {}
    form = form_of(field)(value if isinstance(value, dict) else {field: value})
    if not form.is_valid():
        raise ValidationError({name: list(said) for name, said in form.errors.items()})
    return form.value()
