"""How long an answer may be waited for: in one request of a visitor, and after failures."""

import threading
import time
from contextlib import contextmanager

from asgiref.local import Local
from django.core.signals import request_finished, request_started

from search.engines.base import EngineUnavailable

FIRST_PAUSE = 2.0  # seconds without a try after a failure; doubles with each one that follows
LONGEST_PAUSE = 30.0


class Breaker:
    """Open after a failure: calls fail at once, and now and then a single one tries again."""

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0
        self._reason = ""

    def enter(self) -> bool:
        """Whether this call is the one that tries again. Raises EngineUnavailable while open."""
        with self._lock:
            if not self._failures:
                return False
            if self._clock() < self._until:
                raise EngineUnavailable(self._reason)
            self._until = self._clock() + FIRST_PAUSE  # the others go on failing meanwhile
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self, reason: str) -> None:
        with self._lock:
            pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
            self._failures = min(self._failures + 1, 10)
            self._until = self._clock() + pause
            self._reason = reason


_request = Local()


def _started(**kwargs):
    _request.spent = 0.0


def _finished(**kwargs):
    _request.spent = None


request_started.connect(_started, dispatch_uid="search.breaker.started")
request_finished.connect(_finished, dispatch_uid="search.breaker.finished")


def left(limit: float) -> float:
    """Seconds that a call may take: `limit`, less what this request of a visitor has spent already.

    A server that answers each of ten calls just in time would otherwise hold the page for ten times as long.
    """
    spent = getattr(_request, "spent", None)
    return limit if spent is None else max(0.0, limit - spent)


@contextmanager
def spending():
    """Counts the time inside against the request under way, if any."""
    start = time.monotonic()
    try:
        yield
    finally:
        if getattr(_request, "spent", None) is not None:
            _request.spent += time.monotonic() - start
