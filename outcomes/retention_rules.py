"""What is kept of who left an address with a council note, as docs/personal-data.md tells it."""

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed

from .models import ASKED_AFTER, UNANSWERED, NoteOutcome

RETENTION = (
    unconfirmed(NoteOutcome, "an address left with a council note"),
    Retention(
        what="address, sheets and territory of a council note whose author may be asked what became of it",
        why="to ask once, three months later; a reuse may come of it",
        who_sees="nobody but the mail queue",
        kept=f"until it is answered, {(ASKED_AFTER + UNANSWERED).days} days at most; then erased, the answer stays alone",
        where="outcomes/models.py",
        forget=NoteOutcome.objects.forget,
    ),
)
