"""What reuses leave, as docs/personal-data.md tells it."""

import datetime

from django.db.models import Exists, OuterRef

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed

from .models import Declaration, ReuseEvent
from .models.declarations import KEPT


def _erase_event_words(now: datetime.datetime) -> int:
    """Of reuses whose declarations are all erased."""
    kept = Declaration.objects.filter(reuse=OuterRef("reuse"), erased_at=None)
    old = ReuseEvent.objects.filter(at__lt=now - KEPT).exclude(text="")
    return old.filter(~Exists(kept)).update(text="")


RETENTION = (
    unconfirmed(Declaration, "une reprise déclarée"),
    Retention(
        what="la fonction et l’adresse de qui a déclaré une reprise",
        why="dire ce que l’autre collectivité a répondu",
        who_sees="la fonction : l’autre collectivité et la rédaction ; l’adresse : personne, sauf un administrateur tant qu’un courriel attend",
        kept=f"{lasting(KEPT)} après la dernière nouvelle ; puis effacées, ce qui a été dit du projet reste",
        concerns=Concerns.SENDERS,
        where="reuses/models/declarations.py",
        forget=Declaration.objects.forget,
    ),
    Retention(
        what="les raisons données à chaque étape d’une reprise",
        why="les dire à l’autre collectivité et à la rédaction",
        who_sees="qui l’a déclarée, la rédaction",
        kept=f"{lasting(KEPT)}, une fois effacée l’adresse de qui l’a déclarée",
        concerns=Concerns.SENDERS,
        where="reuses/retention_rules.py",
        forget=_erase_event_words,
    ),
)
