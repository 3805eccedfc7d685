"""What checks leave, as docs/personal-data.md tells it."""

import datetime

from django.db.models import Q

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed

from .models import CheckEvent, OutdatedReport
from .models.reports import KEPT as REPORT_KEPT

KEPT = datetime.timedelta(days=365)


def _erase_event_words(now: datetime.datetime) -> int:
    old = CheckEvent.objects.filter(~Q(text="") | ~Q(said_by=""), at__lt=now - KEPT)
    return old.update(text="", said_by="")


RETENTION = (
    unconfirmed(OutdatedReport, "le signalement d’une fiche qui n’est plus à jour"),
    Retention(
        what="l’adresse et les mots d’un signalement confirmé : une fiche n’est plus à jour",
        why="faire vérifier la fiche",
        who_sees="les mots : la rédaction ; l’adresse : personne, sauf un administrateur tant qu’un courriel attend",
        kept=f"{lasting(REPORT_KEPT)} ; puis effacés, la date reste",
        concerns=Concerns.SENDERS,
        where="confirmations/models/reports.py",
        forget=OutdatedReport.objects.forget,
    ),
    Retention(
        what="la fonction de qui a répondu à une vérification, et les raisons données",
        why="dire d’où vient une confirmation",
        who_sees="la rédaction ; la fonction reste sur la confirmation de la fiche",
        kept=f"{lasting(KEPT)}",
        concerns=Concerns.SENDERS,
        where="confirmations/retention_rules.py",
        forget=_erase_event_words,
    ),
)
