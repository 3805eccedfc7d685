"""What checks leave, as docs/personal-data.md tells it."""

import datetime

from django.db.models import Q

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed

from .models import CheckEvent, OutdatedReport
from .models.reports import KEPT as REPORT_KEPT

KEPT = datetime.timedelta(days=365)


def _erase_event_words(now: datetime.datetime) -> int:
    old = CheckEvent.objects.filter(~Q(text="") | ~Q(said_by=""), at__lt=now - KEPT)
    return old.update(text="", said_by="")


RETENTION = (
    unconfirmed(OutdatedReport, "report that something on a sheet is out of date"),
    Retention(
        what="address and words of a confirmed report that something on a sheet is out of date",
        why="to have the sheet checked",
        who_sees="the words: editors; the address: nobody",
        kept=f"{REPORT_KEPT.days} days; then erased, its date stays",
        where="confirmations/models/reports.py",
        forget=OutdatedReport.objects.forget,
    ),
    Retention(
        what="function of who answered a check, and reasons given",
        why="to say where a confirmation comes from",
        who_sees="editors; the function stays on the confirmation of the sheet",
        kept=f"{KEPT.days} days",
        where="confirmations/retention_rules.py",
        forget=_erase_event_words,
    ),
)
