"""Whether an address opens, as a person who follows it would find: redirects, robots.txt, pages that say they are gone.

HEAD first; GET where HEAD is refused, where it fails (some servers answer it at random), and where only the page can say.
"""

import time
from dataclasses import dataclass
from http import HTTPStatus

from .addresses import Address, Failure, follow, parse
from .fetching import Bounds, Fetcher, Reply
from .missing_pages import ended_elsewhere, says_it_is_missing
from .reach import Network
from .robots import Robots
from .turns import Turns
from .verdicts import Outcome, Verdict

_HOPS = 10
_FOR_GOOD = frozenset({301, 308})
_REDIRECTS = _FOR_GOOD | {302, 303, 307}
# Whoever is no person, or has no account, learns nothing here.
_RESERVED = frozenset({401, 402, 403, 407, 423, 429, 451, 999})
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class _Walk:
    """From an address to the last answer. moved_to: as far as every redirect was for good."""

    reply: Reply
    moved_to: Address | None


class Checker:
    """For one round: it remembers robots.txt of each site, and when each host was asked. Threads may share it."""

    def __init__(self, network: Network | None = None, bounds: Bounds | None = None, tls=None):
        bounds = bounds or Bounds()
        self._fetcher = Fetcher(network or Network(), bounds, tls)
        self._seconds = bounds.check
        self._turns = Turns(bounds.between)
        self._robots = Robots(self._fetcher, self._turns)

    def check(self, address: str) -> Outcome:
        """Never raises for what a server does, nor lasts longer than its bound."""
        ends = time.monotonic() + self._seconds
        try:
            asked = parse(address)
            return self._judge(asked, self._answer(asked, ends))
        except Failure as failure:
            return Outcome(failure.verdict, failure.said)

    def _answer(self, asked: Address, ends: float) -> _Walk:
        """The page where it is needed to tell."""
        try:
            walk = self._walk("HEAD", asked, ends)
        except Failure as failure:
            if failure.verdict not in (Verdict.SILENT, Verdict.GARBLED, Verdict.LOOP):
                raise
            return self._walk("GET", asked, ends)
        if walk.reply.status == HTTPStatus.OK and not _is_text(walk.reply):
            return walk
        return self._walk("GET", asked, ends)

    def _walk(self, method: str, asked: Address, ends: float) -> _Walk:
        at, moved_to, only_for_good = asked, None, True
        cookies: dict[str, dict[str, str]] = {}
        seen: set[tuple[Address, str]] = set()
        for _ in range(_HOPS + 1):
            kept = "; ".join(f"{name}={value}" for name, value in cookies.get(at.host, {}).items())
            if (at, kept) in seen:
                break
            seen.add((at, kept))
            if not self._robots.allow(at, ends):
                raise Failure(Verdict.ROBOTS)
            with self._turns.of(at.host, ends):
                reply = self._fetcher.fetch(method, at, ends, cookies=kept)
            location = reply.headers.get("Location")
            if reply.status not in _REDIRECTS or not location:
                return _Walk(reply, moved_to)
            for cookie in reply.cookies:
                name, _, value = cookie.partition("=")
                cookies.setdefault(at.host, {})[name] = value
            at = follow(at, location)
            only_for_good = only_for_good and reply.status in _FOR_GOOD
            if only_for_good:
                moved_to = at
        raise Failure(Verdict.LOOP)

    def _judge(self, asked: Address, walk: _Walk) -> Outcome:
        reply, said = walk.reply, str(walk.reply.status)
        if reply.status in _GONE:
            return Outcome(Verdict.MISSING, said)
        if reply.status in _RESERVED:
            return Outcome(Verdict.UNSURE, said)
        if not 200 <= reply.status < 300:
            return Outcome(Verdict.ERROR, said)
        if ended_elsewhere(asked, reply.address):
            return Outcome(Verdict.EMPTY, "page d’accueil ou d’erreur")
        kind = reply.headers.get("Content-Type", "")
        if _is_text(reply) and says_it_is_missing(reply.body, kind):
            return Outcome(Verdict.EMPTY, "la page le dit elle-même")
        if walk.moved_to:
            return Outcome(Verdict.MOVED, said, str(walk.moved_to))
        return Outcome(Verdict.WORKS, said)


def _is_text(reply: Reply) -> bool:
    """A page, or what does not say what it is."""
    kind = reply.headers.get("Content-Type", "").lower()
    return not kind or "html" in kind
