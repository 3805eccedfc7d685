"""What each site asks of programs that visit it: its robots.txt (RFC 9309), read once by a checker."""

import threading

from protego import Protego

from .addresses import Address, Failure, follow
from .fetching import NAME, Fetcher
from .turns import Turns, held

_HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_EVERYTHING = Protego.parse("")


class Robots:
    """Where robots.txt cannot be read, the page is asked all the same: one reader's request, not a crawl."""

    def __init__(self, fetcher: Fetcher, turns: Turns):
        self._fetcher = fetcher
        self._turns = turns
        self._known: dict[str, Protego] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def allow(self, address: Address, ends: float) -> bool:
        """ends: of the check that asks, in `time.monotonic`. Raises Failure: it has no time to wait for another."""
        rules = self._rules(address, ends)
        delay = rules.crawl_delay(NAME)
        if delay:
            self._turns.slow_down(address.host, float(delay))
        return rules.can_fetch(str(address), NAME)

    def _rules(self, address: Address, ends: float) -> Protego:
        site = f"{address.scheme}://{address.netloc}"
        with self._lock:
            lock = self._locks.setdefault(site, threading.Lock())
        with held(lock, ends):
            if site not in self._known:
                self._known[site] = self._read(address, ends)
            return self._known[site]

    def _read(self, address: Address, ends: float) -> Protego:
        at = Address(address.scheme, address.host, address.port, "/robots.txt")
        try:
            for _ in range(_HOPS):
                with self._turns.of(at.host, ends):
                    size = self._fetcher.bounds.robots
                    reply = self._fetcher.fetch("GET", at, ends, size=size)
                if reply.status in _REDIRECTS and "Location" in reply.headers:
                    at = follow(at, reply.headers["Location"])
                    continue
                if reply.status != 200:
                    return _EVERYTHING
                return Protego.parse(reply.body.decode("utf-8", "replace"))
        except Failure:
            return _EVERYTHING
        return _EVERYTHING
