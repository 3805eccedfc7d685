"""What people look for, counted for the editors: words, filters, number of results, by day.

Nothing says who searched: no address, no session, no hour, no territory. Searches are noted in memory, and written a
second later (`core.counted_later`).
"""

import datetime
import re
import unicodedata
from collections import Counter
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from core.counted_later import KEPT, CountedLater
from core.retention import Concerns, Retention
from search.engines.queries import SearchQuery
from search.models import SearchCount
from search.text import analysis
from search.text.parsing import pieces_of

DELAY = 1.0  # seconds
MAX_NOTED = 1_000  # different searches that wait to be written; more are let go
# Different searches counted in a day: some thousands are told apart by nobody, and invented words fill no table.
MAX_A_DAY = 5_000
MAX_WORDS = 100  # characters
# What may name or reach a person is not kept: addresses and numbers of telephone.
_PERSONAL = re.compile(r"@|(?:\d[ .\-/]*){6,}")

_APOSTROPHE = re.compile("['’]")


def note(request: HttpRequest, query: SearchQuery, total: int) -> None:
    """Count a search with words: its first page only, or a reader of five pages would count five times."""
    words = normalized(query.text)
    if request.method != "GET" or query.page > 1 or not words:
        return
    filters = urlencode([(name, one) for name, values in query.filters.items() for one in values])
    key = (timezone.localdate(), query.kind, words, filters[:300])
    counts.note(key, total)


def normalized(text: str) -> str:
    """A search as it is counted: case, accents' form and most punctuation put aside; "" is not counted.

    Quotes and minus signs stay: they make it another search, with other results.
    """
    text = unicodedata.normalize("NFKC", text)
    if _PERSONAL.search(text):
        return ""
    pieces = []
    for minus, quoted, bare in pieces_of(text):
        elided = [" ".join(analysis.words(part)) for part in _APOSTROPHE.split(quoted or bare)]
        if words := "’".join(filter(None, elided)).lower():
            pieces.append(f'{minus}"{words}"' if quoted else f"{minus}{words}")
    return " ".join(pieces)[:MAX_WORDS].strip()


def _forget_old(now: datetime.datetime) -> int:
    return SearchCount.objects.filter(day__lt=timezone.localdate(now) - KEPT).delete()[0]


RETENTION = (
    Retention(
        what="les mots d’une recherche, ses filtres et le nombre de résultats, par jour",
        why="savoir ce qui est cherché sans être trouvé ; rien ne dit qui cherche : ni adresse, ni session, ni heure, ni "
        "territoire ; des mots qui contiennent une adresse électronique ou un nombre de six chiffres et plus ne sont pas "
        "comptés",
        who_sees="la rédaction, les administrateurs",
        kept="13 mois",
        concerns=Concerns.READERS,
        where="search/audience/counting.py",
        forget=_forget_old,
    ),
)


def _told_on(day: datetime.date) -> int:
    return SearchCount.objects.filter(day=day).count()


def _add(key: tuple, searches: int, total: int, *, may_be_new: bool) -> int:
    """Rows that were made: 0 or 1."""
    day, kind, words, filters = key
    same = {"day": day, "kind": kind, "words": words, "filters": filters}
    changes = {"searches": models.F("searches") + searches, "results": total}
    if SearchCount.objects.filter(**same).update(**changes) or not may_be_new:
        return 0
    _, is_new = SearchCount.objects.get_or_create(
        **same, defaults={"searches": searches, "results": total}
    )
    if not is_new:
        SearchCount.objects.filter(**same).update(**changes)
    return int(is_new)


def _store(noted: Counter, totals: dict) -> None:
    room = {day: MAX_A_DAY - _told_on(day) for day in {key[0] for key in noted}}
    for key, searches in noted.items():
        room[key[0]] -= _add(key, searches, totals[key], may_be_new=room[key[0]] > 0)


# (day, place, words, filters) -> searches, and the number of results of the last one.
counts = CountedLater("searches", _store, most=MAX_NOTED, delay=DELAY)
