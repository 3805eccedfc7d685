"""What suggestions leave, as docs/personal-data.md tells it."""

from core.retention import Retention

from .models import AFTER_DECISION, UNDECIDED, Suggestion

RETENTION = (
    Retention(
        what="what somebody outside says a field of a sheet should hold, and by which function or service it is said",
        why="to show it beside what stands, until it is accepted or refused",
        who_sees="editors, the owner of a validated sheet; everybody once it is accepted, with who said it",
        kept=f"{AFTER_DECISION.days} days after the decision, {UNDECIDED.days} without one; then erased, the dates stay. "
        "What the sheet shows stays with the sheet",
        where="suggestions/models.py",
        forget=Suggestion.objects.forget,
    ),
)
