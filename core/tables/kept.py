"""How long a file that somebody sent is kept."""

import datetime
from typing import Any

from core.retention import Retention

KEPT = datetime.timedelta(days=30)


def retention(table: Any, of_what: str) -> Retention:
    """Of one table of imports. of_what: in English, for docs/personal-data.md."""

    def forget(now: datetime.datetime) -> int:
        return table.objects.filter(sent_at__lt=now - KEPT).delete()[0]

    return Retention(
        what=f"spreadsheet of {of_what} that an account sent, and what was said of its lines",
        why="to try it, to import it, and to give back the lines that were refused",
        who_sees="who sent it, administrators",
        kept=f"the file until all of it is imported; file and report {KEPT.days} days at most, then deleted",
        where="core/tables/kept.py",
        forget=forget,
    )
