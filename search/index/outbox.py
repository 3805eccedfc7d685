"""Keeping the index true: what changed is noted with the change, and indexed after its commit.

The database is the truth. A row of the outbox only says "look again": the record is read from the
database when the row is drained, under the engine's lock, so the last to write has seen the newest
state. A failure leaves the row with its next try; a killed process leaves it too.
"""

import datetime
import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.batches import batched
from search import engines
from search.engines.base import EngineUnavailable, RebuildInProgress, SearchEngine
from search.index import sources
from search.models import IndexState, Outbox

logger = logging.getLogger(__name__)

BATCH = 500  # rows per commit of the index
KEPT = datetime.timedelta(days=1)
FIRST_WAIT = 5  # seconds before the second try; doubles each time
LONGEST_WAIT = 3600
# When it is the engine that cannot answer, and not a record that cannot be made.
LONGEST_OUTAGE_WAIT = 60
# Below this many records an index that is missing is rebuilt on the spot; beyond, by `manage.py search_sync`, which
# the worker runs every minute.
SMALL = 2_000


def note(keys: Iterable[str]) -> None:
    """Records that may have changed, with the transaction under way; indexed once it is committed."""
    rows = [Outbox(key=key) for key in dict.fromkeys(keys)]
    if not rows:
        return
    Outbox.objects.bulk_create(rows, batch_size=500)
    transaction.on_commit(drain_after_commit)


def drain_after_commit() -> None:
    """In the process by default, by the worker where SEARCH_DRAIN is "worker". Never fails."""
    if settings.SEARCH_DRAIN == "worker":
        return
    try:
        drain()
    except Exception:  # the content is saved: whatever happens to the index is mended later
        logger.exception("draining the search outbox failed; it will be tried again")


def drain(engine: SearchEngine | None = None) -> int:
    """Index all that is due; number of rows done. What fails is left with its next try."""
    engine = engine or engines.get_engine()
    done = 0
    while Outbox.objects.due().exists():
        try:
            if engine.needs_rebuild():
                return done + _mend(engine)
            with engine.exclusive():
                count = _drain_batch(engine)
        except RebuildInProgress:
            break  # it takes up all that waits before it ends
        except EngineUnavailable as error:
            _postpone(Outbox.objects.due(), error, longest=LONGEST_OUTAGE_WAIT)
            break
        if not count:
            break
        done += count
    if done:
        Outbox.objects.filter(done_at__lt=timezone.now() - KEPT).delete()
    return done


def _drain_batch(engine: SearchEngine) -> int:
    rows = list(Outbox.objects.due().order_by("pk")[:BATCH])
    keys = list(dict.fromkeys(row.key for row in rows))
    records, failed = read(keys)
    found = {record.key for record in records}
    engine.write(records, [key for key in keys if key not in found and key not in failed])
    done = [row.pk for row in rows if row.key not in failed]
    with transaction.atomic():
        Outbox.objects.filter(pk__in=done).update(done_at=timezone.now(), error="")
        if done:
            IndexState.index_changed()
    for key, error in failed.items():
        _postpone(Outbox.objects.waiting().filter(key=key), error)
    return len(done)


def read(keys: list[str]) -> tuple[list, dict[str, Exception]]:
    """Records of these keys as the database has them now, and the keys whose record fails."""
    try:
        return list(sources.records_of(keys)), {}
    except Exception:
        logger.exception("a record cannot be made; trying one by one")
    records, failed = [], {}
    for key in keys:
        try:
            records += sources.records_of([key])
        except Exception as error:  # noqa: BLE001 - one record's failure holds up no other
            failed[key] = error
    return records, failed


def _postpone(rows, error: Exception, longest: int = LONGEST_WAIT) -> None:
    now = timezone.now()
    for row in rows.only("pk", "attempts"):
        wait = min(FIRST_WAIT * 2**row.attempts, longest)
        Outbox.objects.filter(pk=row.pk).update(
            attempts=min(row.attempts + 1, 1000),
            next_try=now + datetime.timedelta(seconds=wait),
            error=str(error)[:2000],
        )


def _mend(engine: SearchEngine) -> int:
    """No index is in service: build it when that takes a moment, else leave it to the worker."""
    if sources.count() > SMALL:
        logger.warning("the search index is missing: `search_sync` or `search_rebuild` builds it")
        return 0
    waiting = Outbox.objects.waiting().count()
    rebuild(engine)
    return waiting - Outbox.objects.waiting().count()


def rebuild(engine: SearchEngine | None = None, *, progress=iter) -> int:
    """Build the whole index beside the one that serves, then swap; number of records.

    progress: wraps the records, to show how far it is. Raises RebuildInProgress, EngineUnavailable.
    """
    engine = engine or engines.get_engine()
    started = timezone.now() - datetime.timedelta(seconds=10)  # clocks of two processes
    caught_up: list[int] = []

    def catch_up(write) -> None:
        """What was saved while the build ran, drained into the old index or not drained yet."""
        rows = list(Outbox.objects.exclude(done_at__lt=started).values_list("pk", "key"))
        keys = list(dict.fromkeys(key for _, key in rows))
        for some in batched(keys, BATCH):
            records, failed = read(some)
            found = {record.key for record in records}
            write(records, [key for key in some if key not in found])
            caught_up.extend(pk for pk, key in rows if key in set(some) - failed.keys())

    count = engine.rebuild(progress(sources.all_records()), catch_up)
    for some in batched(caught_up, BATCH):
        Outbox.objects.waiting().filter(pk__in=some).update(done_at=timezone.now(), error="")
    IndexState.index_changed()
    return count
