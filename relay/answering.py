"""Yes or no, in words, by who holds the record or by the editors; and both are told."""

from django.db import transaction

from . import mails
from .models import RelayRequest
from .purposes import Address
from .states import By, Kind


def answer(
    request: RelayRequest,
    *,
    said_yes: bool,
    text: str,
    said_by: str,
    by: str,
    holder: Address | None = None,
    user=None,
) -> bool:
    """False when it was answered, withdrawn or closed meanwhile. holder: where who answered behind a link is told."""
    with transaction.atomic():
        kind = Kind.ACCEPTED if said_yes else Kind.DECLINED
        if request.note(kind, by, user=user) is None:
            return False
        request.answer, request.said_by = text, said_by
        RelayRequest.objects.filter(pk=request.pk).update(answer=text, said_by=said_by)
        mails.answered(request, said_yes, holder, by_editors=by == By.EDITOR)
    return True
