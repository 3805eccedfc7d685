"""What reuses leave, as docs/personal-data.md tells it."""

import datetime

from django.db.models import Exists, OuterRef

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed

from .models import Declaration, ReuseEvent
from .models.declarations import KEPT


def _erase_event_words(now: datetime.datetime) -> int:
    """Of reuses whose declarations are all erased."""
    kept = Declaration.objects.filter(reuse=OuterRef("reuse"), erased_at=None)
    old = ReuseEvent.objects.filter(at__lt=now - KEPT).exclude(text="")
    return old.filter(~Exists(kept)).update(text="")


RETENTION = (
    unconfirmed(Declaration, "declaration of a reuse"),
    Retention(
        what="function and address of who declared a reuse",
        why="to say what the other side answered",
        who_sees="function: the other side, editors; the address: nobody but the mail queue",
        kept=f"{KEPT.days} days after the last thing that happened to it; then erased, what was told of the project stays",
        where="reuses/models/declarations.py",
        forget=Declaration.objects.forget,
    ),
    Retention(
        what="reasons given with what happened to a reuse",
        why="to tell the other side, and the editors",
        who_sees="who declared it, editors",
        kept=f"{KEPT.days} days, once the address of who declared it is erased",
        where="reuses/retention_rules.py",
        forget=_erase_event_words,
    ),
)
