"""What every kind of request keeps until its author confirms it, as docs/personal-data.md tells it."""

from core.retention import Retention

from .models import UNCONFIRMED, VisitorRequest


def unconfirmed(model: type[VisitorRequest], what: str) -> Retention:
    return Retention(
        what=f"{what}, not confirmed",
        why="to send the link that confirms",
        who_sees="nobody",
        kept=f"{UNCONFIRMED.days} days, then deleted",
        where="core/visitor_requests/models.py",
        forget=model.objects.forget_pending,
    )
