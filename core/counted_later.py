"""Counts of what visitors do, noted in memory and written once the response has left (`request_finished`): a thread writes
them a moment later, with those that came meanwhile.

What cannot be written waits for the next ones, or for the end of the process. A page never fails or waits by it; a
process that is killed loses that moment.
"""

import atexit
import datetime
import logging
from collections import Counter
from collections.abc import Callable, Hashable
from threading import Lock, Timer

from django.db import connection, transaction

logger = logging.getLogger(__name__)
BUSY_MS = 200  # what SQLite waits for another writer
# Months and a year to compare with: thirteen months, as the CNIL advises for audience figures.
KEPT = datetime.timedelta(days=396)


class CountedLater:
    """store(counts, latest): writes them, in a transaction. latest: {key: the value that was noted last}."""

    def __init__(
        self, name: str, store: Callable[[Counter, dict], None], *, most: int, delay: float
    ):
        """most: different keys that wait to be written, more are let go; delay: in seconds."""
        self._name = name
        self._store = store
        self._most = most
        self._delay = delay
        self._lock = Lock()
        self._noted: Counter = Counter()
        self._latest: dict = {}
        self._timer: Timer | None = None
        atexit.register(self.write)

    def note(self, key: Hashable, value: object = None) -> None:
        with self._lock:
            if key in self._noted or len(self._noted) < self._most:
                self._noted[key] += 1
                self._latest[key] = value

    def after_response(self, **kwargs) -> None:
        """Receiver of `request_finished`. Writing at once would hold up the next request of this worker."""
        with self._lock:
            if not self._noted or self._timer is not None:
                return
            self._timer = Timer(self._delay, self._write_apart)
            self._timer.daemon = True
        self._timer.start()

    def _write_apart(self) -> None:
        """In a thread, with a connection of its own."""
        with self._lock:
            self._timer = None
        try:
            self.write()
        finally:
            connection.close()

    def write(self) -> None:
        """`flush`, whatever happens. Also the last thing that a process does."""
        try:
            self.flush()
        except Exception:
            logger.warning("%s could not be counted; they wait", self._name, exc_info=True)

    def flush(self) -> int:
        """Write what was noted; how many. What fails is noted again."""
        with self._lock:
            counts, latest = Counter(self._noted), dict(self._latest)
            self._noted.clear()
            self._latest.clear()
        if not counts:
            return 0
        try:
            with _impatient(), transaction.atomic():
                self._store(counts, latest)
        except Exception:
            with self._lock:
                self._noted.update(counts)
                for key, value in latest.items():
                    self._latest.setdefault(key, value)
            raise
        return counts.total()

    def forget(self) -> None:
        """Let go of what is not written yet."""
        with self._lock:
            self._noted.clear()
            self._latest.clear()
            self._timer = None


class _impatient:
    """SQLite waits for other writers up to 20 s; counting does not."""

    def __enter__(self):
        self._wait(BUSY_MS)

    def __exit__(self, *error):
        self._wait(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)

    def _wait(self, milliseconds: float) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")
