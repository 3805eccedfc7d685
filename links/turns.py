"""One request at a time to a host, and a pause after each."""

import contextlib
import threading
import time
from collections.abc import Iterator

_LONGEST = 10.0  # seconds: who asks for more is asked one address a round


class Turns:
    def __init__(self, between: float):
        self._between = between
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}
        self._next: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    @contextlib.contextmanager
    def of(self, host: str) -> Iterator[None]:
        with self._lock:
            lock = self._hosts.setdefault(host, threading.Lock())
        with lock:
            wait = self._next.get(host, 0.0) - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            try:
                yield
            finally:
                self._next[host] = time.monotonic() + self._pauses.get(host, self._between)

    def slow_down(self, host: str, seconds: float) -> None:
        """Of its robots.txt."""
        self._pauses[host] = max(self._between, min(seconds, _LONGEST))
