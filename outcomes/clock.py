"""Three months after a note: one question, once (`manage.py due`)."""

from django.db import transaction
from django.utils import timezone

from core.event_log import safely
from core.mail.unasked import send_unasked

from .models import NoteOutcome

BATCH = 200


def run() -> None:
    now = timezone.now()
    for outcome in NoteOutcome.objects.to_ask(now)[:BATCH]:
        safely(_ask, outcome, now)


@transaction.atomic
def _ask(outcome: NoteOutcome, now) -> None:
    """To nobody who refused meanwhile: then it is forgotten in time, as one that nobody answers."""
    if not NoteOutcome.objects.to_ask(now).filter(pk=outcome.pk).update(notified_at=now):
        return
    send_unasked(
        to=outcome.email,
        subject="Votre note au conseil : adoptée, reportée, refusée, abandonnée ?",
        template="outcome_asked",
        context={"sheets": outcome.sheets(), "url": outcome.url},
        side="author",
        exchanges=[f"outcome-{outcome.pk}"],
    )
