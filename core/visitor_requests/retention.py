"""What every kind of request keeps until its author confirms it, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting

from .models import UNCONFIRMED, VisitorRequest


def unconfirmed(model: type[VisitorRequest], what: str) -> Retention:
    return Retention(
        what=f"{what}, avant confirmation",
        why="envoyer le lien qui confirme",
        who_sees="personne",
        kept=f"{lasting(UNCONFIRMED)}, puis suppression",
        concerns=Concerns.SENDERS,
        where="core/visitor_requests/models.py",
        forget=model.objects.forget_pending,
    )
