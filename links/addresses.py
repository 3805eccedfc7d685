"""An external address taken apart: what is asked of which host, or why nothing is."""

import contextlib
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from .verdicts import Verdict

# Where pages are served. Any other port of a public machine is somebody's mail or database.
_PORTS = frozenset({80, 443, 8000, 8080, 8443})
_DEFAULT = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*")
_LONGEST = 2_000
# What may stand in a target as it is; « % » too: what is quoted already stays.
_PLAIN = "/%:=&?~#+!$,;'@()*[]|"


class Failure(Exception):
    """A check ends here. said: in a word or two."""

    def __init__(self, verdict: Verdict, said: str = ""):
        super().__init__(verdict, said)
        self.verdict = verdict
        self.said = said


@dataclass(frozen=True, slots=True)
class Address:
    scheme: str
    host: str  # ASCII, lower case; an IPv6 address without brackets
    port: int
    target: str  # path and query, ASCII

    def __str__(self):
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT[self.scheme] else f"{host}:{self.port}"


def with_scheme(address: str) -> str:
    """As people write the address of a site: « www.baugy.fr »."""
    if not address or address.lower().startswith(("http://", "https://")):
        return address
    return f"https://{address}"


def parse(address: str) -> Address:
    """Raises Failure(MALFORMED)."""
    if len(address) > _LONGEST:
        raise Failure(Verdict.MALFORMED, "adresse trop longue")
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise Failure(Verdict.MALFORMED, "adresse mal écrite") from None
    if parts.scheme not in _DEFAULT:
        raise Failure(Verdict.MALFORMED, "ni http ni https")
    if "@" in parts.netloc or "\\" in parts.netloc:
        raise Failure(Verdict.MALFORMED, "identifiants dans l’adresse")
    port = _DEFAULT[parts.scheme] if port is None else port
    if port not in _PORTS:
        raise Failure(Verdict.MALFORMED, f"port {port}")
    target = quote(parts.path or "/", safe=_PLAIN)
    if parts.query:
        target += "?" + quote(parts.query, safe=_PLAIN)
    return Address(parts.scheme, _host(parts.hostname or ""), port, target)


def follow(address: Address, location: str) -> Address:
    """Where a redirect leads. Raises Failure(MALFORMED)."""
    with contextlib.suppress(UnicodeError):
        # Servers send the bytes of an address as they have them.
        location = location.encode("latin-1").decode("utf-8")
    try:
        return parse(urljoin(str(address), location.strip()))
    except ValueError:
        raise Failure(Verdict.MALFORMED, "redirection mal écrite") from None


def _host(name: str) -> str:
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise Failure(Verdict.MALFORMED, "nom de domaine mal écrit") from None
    if not name or len(name) > 253 or not _HOST.fullmatch(name):
        raise Failure(Verdict.MALFORMED, "nom de domaine mal écrit")
    return name
