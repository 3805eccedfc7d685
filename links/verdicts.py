"""What a check of an address may say, and when it is checked again. Reads no database."""

import datetime
from dataclasses import dataclass

from django.db.models import TextChoices


class Verdict(TextChoices):
    UNKNOWN = "", "pas encore vérifiée"
    WORKS = "works", "s’ouvre"
    MOVED = "moved", "a déménagé pour de bon"
    UNSURE = "unsure", "ne se laisse pas vérifier"
    ROBOTS = "robots", "demande à n’être lue que par des personnes"
    MISSING = "missing", "page introuvable"
    EMPTY = "empty", "page d’erreur ou d’accueil à la place"
    ERROR = "error", "erreur du serveur"
    SILENT = "silent", "le serveur ne répond pas"
    NO_NAME = "no_name", "nom de domaine inconnu"
    CERTIFICATE = "certificate", "certificat que les navigateurs refusent"
    LOOP = "loop", "redirections sans fin"
    GARBLED = "garbled", "réponse illisible"
    FORBIDDEN = "forbidden", "réseau interne, que personne n’atteint d’ailleurs"
    MALFORMED = "malformed", "adresse qui ne s’ouvre pas dans un navigateur"


OPENS = frozenset({Verdict.WORKS, Verdict.MOVED})
# Neither good nor bad: a person may well read it. Counts for nothing.
UNDECIDED = frozenset({Verdict.UNKNOWN, Verdict.UNSURE, Verdict.ROBOTS})
FAILURES = frozenset(Verdict) - OPENS - UNDECIDED
# Of which somebody outside must have answered. The others might be our own network as well as theirs, or need none; and
# who had no turn is UNSURE too.
ANSWERED = frozenset(Verdict) - {
    *(Verdict.UNKNOWN, Verdict.UNSURE, Verdict.SILENT, Verdict.NO_NAME),
    *(Verdict.FORBIDDEN, Verdict.MALFORMED),
}

# Days until the next check.
_IF_IT_OPENS = 30
_IF_UNDECIDED = 30
_AFTER_FAILURES = (1, 2, 7)  # after the first, the second…; then always the last
FAILURES_OF_THE_DEAD = 3
DEAD_AFTER = datetime.timedelta(days=2)  # since the first of them


@dataclass(frozen=True, slots=True)
class Outcome:
    verdict: Verdict
    said: str = ""  # in a word or two: « 404 », « délai dépassé »
    moved_to: str = ""  # where it moved for good


def next_check(
    now: datetime.datetime, verdict: str, failures: int, spread: int
) -> datetime.datetime:
    """spread: any number of the link's own, so that what was gathered on one day is not asked on one day for ever."""
    if verdict in FAILURES:
        days = _AFTER_FAILURES[min(failures, len(_AFTER_FAILURES)) - 1]
    elif verdict in OPENS:
        days = _IF_IT_OPENS + spread % 7
    else:
        days = _IF_UNDECIDED + spread % 7
    return now + datetime.timedelta(days=days)


def is_dead(now: datetime.datetime, failures: int, since: datetime.datetime) -> bool:
    """Never after one failure, nor after a bad day."""
    return failures >= FAILURES_OF_THE_DEAD and now - since >= DEAD_AFTER
