"""How long a file that somebody sent is kept."""

import datetime

from catalogue.models import SheetImport
from core.retention import Retention

KEPT = datetime.timedelta(days=30)


def _forget(now: datetime.datetime) -> int:
    return SheetImport.objects.filter(sent_at__lt=now - KEPT).delete()[0]


RETENTION = (
    Retention(
        what="spreadsheet of sheets that an account sent, and what was said of its lines",
        why="to try it, to import it, and to give back the lines that were refused",
        who_sees="who sent it, administrators",
        kept=f"the file until all of it is imported; file and report {KEPT.days} days at most, then deleted",
        where="catalogue/spreadsheet/kept.py",
        forget=_forget,
    ),
)
