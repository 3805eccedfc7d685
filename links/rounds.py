"""A round of checks, each minute (`manage.py due`): a bounded number, in a bounded time, each host a few times only.

Threads ask; this one alone reads and writes the database. Who is asked is claimed first: a second worker, or one that
comes after a crash, asks others.
"""

import datetime
import logging
import time
from concurrent.futures import ThreadPoolExecutor, wait

from django.conf import settings
from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from . import verdicts
from .checking import Checker
from .models import LEARNT, Link, LinkUse
from .signals import died
from .verdicts import Outcome

logger = logging.getLogger(__name__)
AT_MOST = 60  # addresses a round
A_HOST = 3  # of which so many of one host
WITNESSES = 3
THREADS = 8
SECONDS = 15.0  # after which none is begun: the minute has other things to do
_CLAIM = datetime.timedelta(hours=1)


def run() -> None:
    """What `manage.py due` does."""
    if settings.CHECK_LINKS:
        from .gathering import gather

        gather()
        check_due(Checker())


def check_due(checker: Checker, *, at_most: int = AT_MOST, seconds: float = SECONDS) -> int:
    """How many were checked."""
    now = timezone.now()
    links = _due(now, at_most)
    if not links:
        return 0
    Link.objects.filter(pk__in=[link.pk for link in links]).update(next_check=now + _CLAIM)
    outcomes = _ask(checker, links, seconds)
    if outcomes and not _we_are_online(checker, outcomes):
        logger.warning("No address answers, nor the last one that did: nothing is noted.")
        return 0
    _note(outcomes, now)
    return len(outcomes)


def _due(now: datetime.datetime, at_most: int) -> list[Link]:
    """Those that wait longest, but no more than a few of one host: it must not hold up the others either."""
    place = Window(RowNumber(), partition_by=F("host"), order_by=("next_check", "pk"))
    ranked = Link.objects.filter(next_check__lte=now).annotate(place=place)
    return list(ranked.filter(place__lte=A_HOST).order_by("next_check", "pk")[:at_most])


def _ask(checker: Checker, links: list[Link], seconds: float) -> dict[Link, Outcome]:
    """Of those that began in time; the others are due again at once."""
    ends = time.monotonic() + seconds
    hosts: dict[str, list[Link]] = {}
    for link in links:
        hosts.setdefault(link.host, []).append(link)
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="links")
    asked = [pool.submit(_ask_host, checker, those, ends) for those in hosts.values()]
    wait(asked, timeout=seconds)
    pool.shutdown(cancel_futures=True)
    begun: dict[Link, Outcome | None] = {}
    for future in asked:
        if not future.cancelled():
            begun |= future.result()
    later = [link.pk for link in links if link not in begun]
    Link.objects.filter(pk__in=later).update(next_check=timezone.now())
    return {link: outcome for link, outcome in begun.items() if outcome is not None}


def _ask_host(checker: Checker, links: list[Link], ends: float) -> dict[Link, Outcome | None]:
    """One after the other: the time of none goes by in waiting for its turn. None: a defect of ours."""
    found: dict[Link, Outcome | None] = {}
    for link in links:
        try:
            found[link] = checker.check(link.address)
        except Exception:
            found[link] = None
            logger.exception("Check of %s failed", link)
        if time.monotonic() >= ends:
            break
    return found


def _we_are_online(checker: Checker, outcomes: dict[Link, Outcome]) -> bool:
    """A machine that lost its network must not bury every source of the site: when none of the round answers, those
    that opened last are the witnesses."""
    if any(outcome.verdict in verdicts.ANSWERED for outcome in outcomes.values()):
        return True
    hosts = {link.host for link in outcomes}
    others = Link.objects.exclude(worked_at=None).exclude(host__in=hosts)
    witnesses = others.order_by("-worked_at").values_list("address", flat=True)[:WITNESSES]
    with ThreadPoolExecutor(WITNESSES) as pool:
        return any(one.verdict in verdicts.OPENS for one in pool.map(checker.check, witnesses))


def _note(outcomes: dict[Link, Outcome], now: datetime.datetime) -> None:
    lost = [link for link, outcome in outcomes.items() if link.learn(outcome, now)]
    with transaction.atomic():
        Link.objects.bulk_update(list(outcomes), LEARNT)
        if lost:
            died.send(
                sender=Link, uses=list(LinkUse.objects.filter(link__in=lost).select_related("link"))
            )
