"""« Adopté »: the territory of the note takes a project up, as it says by its answer."""

import json

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from catalogue.choices import ReuseState
from catalogue.models import ProjectPage
from core import identity
from reuses.declaring import Refused, declare, place
from reuses.models import Declaration
from reuses.states import By

from .models import NoteOutcome

_CLOSED = "Les reprises ne se déclarent plus ici."


def open_reuse(outcome: NoteOutcome, sheet: ProjectPage, authority) -> str:
    """A reuse « envisagée », declared from the address that answers. Why it may not be, in French; "" once it is."""
    if not identity.is_open(identity.REUSES):
        return _CLOSED
    try:
        place(sheet, authority)
    except Refused as refused:
        return str(refused)
    key = salted_hmac("outcomes.reuse", f"{outcome.pk} {sheet.pk}").hexdigest()[:32]
    with transaction.atomic():
        declaration = Declaration.objects.create(
            submission_key=key,
            sheet=sheet,
            authority=authority,
            side=By.REUSER,
            email=outcome.email,
            told=json.dumps({"progress": ReuseState.CONSIDERED.value}),
            confirmed_at=timezone.now(),
        )
        if declare(declaration) is None:
            declaration.delete()
            return "Quelqu’un vient de le déclarer."
    return ""
