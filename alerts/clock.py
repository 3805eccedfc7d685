"""What time asks of alerts (`manage.py due`): to note what is new, and once each morning to tell it.

One transaction a mailbox: its message in the queue and how far each of its alerts has come are written together, so that
a worker that dies, or a second one, leaves both or neither. Each different search is asked once in a round, of what is new
alone. When nothing is new it reads four indexes.
"""

import datetime
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from catalogue.models import ProjectPage
from catalogue.records import KIND
from core.batches import batched
from core.event_log import safely
from core.mail.refusals import MailRefusal, mailbox_keys
from core.visibility import visible
from curation.living import still_read
from search import engines
from search.engines.base import EngineUnavailable
from search.listing.request import ListRequest
from search.text.highlighting import Highlighter

from . import mails
from .models import PAUSE, Alert, Arrival, Rhythm
from .searches import YEAR, Followed, found

logger = logging.getLogger(__name__)

MORNING = 6  # o'clock: what came on one day is told together, on the next
LONGEST_ROUND = 40  # seconds; the next minute goes on
BATCH = 500  # rows of one statement


def run(now: datetime.datetime | None = None) -> None:
    now = now or timezone.now()
    try:
        Arrival.objects.note()
        Alert.objects.rekey()
        Alert.objects.end_dead()
        Alert.objects.tell_again()
        Round(now).tell()
    except EngineUnavailable:
        return  # the next minute, or the next hour: nothing is lost


class Round:
    """What is told at one moment. Searches and sheets are read as they stand when it begins."""

    def __init__(self, now: datetime.datetime):
        self.now = now
        self.morning = _morning(now)
        self.upto = Arrival.objects.newest(before=self.morning)
        self._read: dict[str, ListRequest | None] = {}  # None: not understood any more
        self._found: dict[str, list[mails.News] | None] = {}  # None: it failed, and waits
        self._numbers: dict[str, int] = {}  # key of a record -> number of its arrival

    def tell(self) -> None:
        due = self._due()
        oldest = due.aggregate(oldest=Min("last_seen"))["oldest"]
        if oldest is None:
            return
        self._numbers = self._since(oldest)
        quiet: list[Alert] = []
        began = time.monotonic()
        for mailbox in self._by_mailbox(due):
            alerts = [alert for alert in mailbox if self._is_answered(alert)]
            if any(self.news(alert) for alert in alerts) or any(map(self._is_asked, alerts)):
                safely(self._tell_one, alerts)
            else:
                quiet += alerts
            if len(quiet) >= BATCH:
                self._pass_by(quiet)
                quiet = []
            if time.monotonic() - began > LONGEST_ROUND:
                break
        self._pass_by(quiet)

    def _due(self):
        """Those that have something to look at, and whose mailbox may get a message."""
        rested = Q(notified_at=None)
        for rhythm, pause in PAUSE.items():
            rested |= Q(rhythm=rhythm, notified_at__lte=self.morning - pause)
        week = self.morning - PAUSE[Rhythm.WEEK]
        busy = Alert.objects.standing().filter(notified_at__gt=week).values("box")
        news = Q(last_seen__lt=self.upto) | Q(asked_at__lte=self.now - YEAR)
        return Alert.objects.standing().filter(rested, news).exclude(box__in=busy)

    def _since(self, oldest: int) -> dict[str, int]:
        arrivals = Arrival.objects.filter(pk__gt=oldest, pk__lte=self.upto)
        shown = visible(ProjectPage.objects).filter(arrival__in=arrivals)
        return {f"{KIND}:{pk}": number for pk, number in shown.values_list("pk", "arrival__pk")}

    def _by_mailbox(self, due) -> Iterator[list[Alert]]:
        """Without those that were asked for before their mailbox refused for ever, which go."""
        for some in batched(self._mailboxes(due), BATCH):
            keys = {key: alerts for alerts in some for key in mailbox_keys(alerts[0].email)}
            refused = MailRefusal.objects.filter(key__in=keys).values_list("key", "refused_at")
            left = {id(keys[key]): moment for key, moment in refused}
            for alerts in some:
                moment = left.get(id(alerts))
                if moment:
                    Alert.objects.filter(box=alerts[0].box, confirmed_at__lt=moment).end()
                if standing := [one for one in alerts if not moment or one.confirmed_at >= moment]:
                    yield standing

    def _mailboxes(self, due) -> Iterator[list[Alert]]:
        for _, alerts in groupby(due.order_by("box", "pk"), key=lambda alert: alert.box):
            yield list(alerts)

    def _is_answered(self, alert: Alert) -> bool:
        """A search that fails holds up no other. Raises EngineUnavailable."""
        if alert.query not in self._found:
            try:
                self._found[alert.query] = self._answer(alert.query)
            except EngineUnavailable:
                raise
            except Exception:
                logger.exception("the search of alert %s failed; it waits", alert.pk)
                self._found[alert.query] = None
        return self._found[alert.query] is not None

    def news(self, alert: Alert) -> list[mails.News]:
        """What is new to one that is answered, the last first."""
        found = self._found[alert.query] or ()
        return [one for one in found if one.number > alert.last_seen]

    def _answer(self, query: str) -> list[mails.News]:
        asked = self._asked(query) if self._numbers else None
        if asked is None:
            return []
        only = replace(asked.query(), only=tuple(self._numbers))
        hits, parsed = found(engines.get_engine(), only)
        highlighter = Highlighter(parsed.phrases())
        told = [mails.News.of(hit, self._numbers[hit.key], highlighter) for hit in hits]
        return sorted(told, key=lambda one: -one.number)

    def _asked(self, query: str) -> ListRequest | None:
        """Read once: to read an address takes longer than to search."""
        if query not in self._read:
            self._read[query] = still_read(query)
        return self._read[query]

    def _about(self, alert: Alert) -> Followed:
        return Followed.of_read(alert.query, self._asked(alert.query), alert.territory)

    def _is_asked(self, alert: Alert) -> bool:
        return alert.asked_at is not None and alert.asked_at <= self.now - YEAR

    @transaction.atomic
    def _tell_one(self, alerts: list[Alert]) -> None:
        news = [(alert, self.news(alert)) for alert in alerts]
        sections = [mails.Section(self._about(alert), told) for alert, told in news if told]
        asked = [self._about(alert) for alert in alerts if self._is_asked(alert)]
        mail = mails.send_news(sections, alerts[0], asked)
        for alert, told in news:
            changes: dict = {"last_seen": max(self.upto, alert.last_seen)}
            if told or self._is_asked(alert):
                changes |= {
                    "mail": mail,
                    "notified_at": self.now,
                    "seen_before": alert.last_seen,
                }
            if self._is_asked(alert):
                changes["asked_at"] = self.now
            as_read = Alert.objects.filter(
                pk=alert.pk, last_seen=alert.last_seen, asked_at=alert.asked_at, ended_at=None
            )
            if not as_read.update(**changes):
                # Another worker told it, or its reader left, since it was read.
                transaction.set_rollback(True)
                return

    def _pass_by(self, alerts: list[Alert]) -> None:
        pks = [alert.pk for alert in alerts]
        Alert.objects.filter(pk__in=pks, last_seen__lt=self.upto).update(last_seen=self.upto)


def _morning(now: datetime.datetime) -> datetime.datetime:
    """The last one."""
    local = timezone.localtime(now)
    today = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return today if today <= local else today - datetime.timedelta(days=1)
