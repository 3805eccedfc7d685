"""How long a file that somebody sent is kept."""

import datetime
from typing import Any

from core.retention import Concerns, Retention, lasting

KEPT = datetime.timedelta(days=30)


def retention(table: Any, of_what: str) -> Retention:
    """Of one table of imports. of_what: in French, what its rows are."""

    def forget(now: datetime.datetime) -> int:
        return table.objects.filter(sent_at__lt=now - KEPT).delete()[0]

    return Retention(
        what=f"le classeur de {of_what} qu’un compte a envoyé, et ce qui a été dit de ses lignes",
        why="l’essayer, l’importer, et rendre les lignes refusées",
        who_sees="qui l’a envoyé, les administrateurs",
        kept=f"le fichier, jusqu’à ce que tout soit importé ; fichier et compte rendu, {lasting(KEPT)} au plus, puis supprimés",
        concerns=Concerns.ACCOUNTS,
        where="core/tables/kept.py",
        forget=forget,
    )
