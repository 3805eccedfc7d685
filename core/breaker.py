"""What is down is left alone for a while: callers are told at once instead of waiting for it."""

import threading
import time

FIRST_PAUSE = 2.0  # seconds without a try after a failure; doubles with each one that follows
LONGEST_PAUSE = 30.0


class Breaker:
    """Open after a failure: calls fail at once, and now and then a single one tries again."""

    def __init__(self, error: type[Exception], longest_pause=LONGEST_PAUSE, clock=time.monotonic):
        """error: raised, with the reason of the last failure, while the breaker is open."""
        self._error = error
        self._longest_pause = longest_pause
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0
        self._reason = ""

    def enter(self) -> bool:
        """Whether this call is the one that tries again. Raises the error while open."""
        with self._lock:
            if not self._failures:
                return False
            if self._clock() < self._until:
                raise self._error(self._reason)
            self._until = self._clock() + FIRST_PAUSE  # the others go on failing meanwhile
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self, reason: str) -> None:
        with self._lock:
            pause = min(FIRST_PAUSE * 2**self._failures, self._longest_pause)
            self._failures = min(self._failures + 1, 10)
            self._until = self._clock() + pause
            self._reason = reason
