"""One request at a time to a host, and a pause after each."""

import contextlib
import threading
import time
from collections.abc import Iterator

from .addresses import Failure
from .verdicts import Verdict

_LONGEST = 10.0  # seconds: who asks for more is asked one address a round


def _no_turn() -> Failure:
    """It is we who wait: nothing is known of the address."""
    return Failure(Verdict.UNSURE, "trop d’attente entre deux pages")


@contextlib.contextmanager
def held(lock: threading.Lock, ends: float) -> Iterator[None]:
    """ends: in `time.monotonic`. Raises Failure: not to be had before."""
    if not lock.acquire(timeout=max(ends - time.monotonic(), 0)):
        raise _no_turn()
    try:
        yield
    finally:
        lock.release()


class Turns:
    def __init__(self, between: float):
        self._between = between
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}
        self._next: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    @contextlib.contextmanager
    def of(self, host: str, ends: float) -> Iterator[None]:
        """Raises Failure: its turn comes after that moment (`time.monotonic`)."""
        with self._lock:
            lock = self._hosts.setdefault(host, threading.Lock())
        with held(lock, ends):
            turn, now = self._next.get(host, 0.0), time.monotonic()
            if now < ends < turn:
                raise _no_turn()
            if now < turn < ends:
                time.sleep(turn - now)
            try:
                yield
            finally:
                self._next[host] = time.monotonic() + self._pauses.get(host, self._between)

    def slow_down(self, host: str, seconds: float) -> None:
        """Of its robots.txt."""
        self._pauses[host] = max(self._between, min(seconds, _LONGEST))
