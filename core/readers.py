"""How often a page is read, by day. Nothing of who reads: no cookie, no address, no session, no hour.

A page that is read again counts again. Left out: who has an account, what asks ahead of a reader, a page that led to
itself, and programs that say what they are; others cannot be told.
"""

import datetime
import re
from collections import Counter, defaultdict
from urllib.parse import urlsplit

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .counted_later import KEPT, CountedLater
from .models import PageRead
from .retention import Concerns, Retention

_PROGRAM = re.compile(
    "bot|crawl|spider|slurp|scan|monitor|check|preview|headless|lighthouse|fetch|archive|"
    "python|curl|wget|facebookexternalhit|whatsapp|feed",
    re.IGNORECASE,
)


def note(request: HttpRequest, response: HttpResponse) -> None:
    page = getattr(response, "page_read", None)
    is_answer = page and request.method == "GET" and response.status_code == 200
    if is_answer and _is_person(request) and not _leads_to_itself(request):
        counts.note((timezone.localdate(), page))


def _is_person(request: HttpRequest) -> bool:
    agent = request.META.get("HTTP_USER_AGENT", "")
    ahead = request.META.get("HTTP_SEC_PURPOSE") or request.META.get("HTTP_PURPOSE")
    return agent.startswith("Mozilla/") and not ahead and not _PROGRAM.search(agent)


def _leads_to_itself(request: HttpRequest) -> bool:
    """« Retenir » gives the page anew, with another selection in its address."""
    try:
        before = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return False
    return (before.netloc, before.path) == (request.get_host(), request.path)


def reads_since(day: datetime.date) -> models.QuerySet:
    """{"page", "total"} of each page that was read since."""
    rows = PageRead.objects.filter(day__gte=day).order_by()
    return rows.values("page").annotate(total=models.Sum("reads"))


def _store(noted: Counter, _) -> None:
    """A few statements, whatever the number of pages: those that were read as often are written together."""
    PageRead.objects.bulk_create(
        [PageRead(day=day, page_id=page) for day, page in noted], ignore_conflicts=True
    )
    alike = defaultdict(list)
    for (day, page), number in noted.items():
        alike[day, number].append(page)
    for (day, number), pages in alike.items():
        rows = PageRead.objects.filter(day=day, page__in=pages)
        rows.update(reads=models.F("reads") + number)


# A page is read more often than something is looked for: written less often.
counts = CountedLater("readers", _store, most=2_000, delay=10)


def _forget_old(now: datetime.datetime) -> int:
    return PageRead.objects.filter(day__lt=timezone.localdate(now) - KEPT).delete()[0]


RETENTION = (
    Retention(
        what="le nombre de lectures de chaque page, par jour",
        why="savoir quelles fiches tenir à jour d’abord ; rien ne dit qui lit : ni cookie, ni adresse, ni session, ni heure",
        who_sees="la rédaction, les administrateurs",
        kept="13 mois",
        concerns=Concerns.READERS,
        where="core/readers.py",
        forget=_forget_old,
    ),
)
