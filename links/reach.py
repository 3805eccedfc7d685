"""Which networks may be asked, and the addresses of a name: looked up once, checked, and those are connected to.

What a name resolves to a moment later (DNS rebinding) is never asked for.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

from core.network_address import carried_ipv4

from .addresses import Failure
from .verdicts import Verdict

# All that is given out to networks that anybody reaches.
_UNICAST = ipaddress.IPv6Network("2000::/3")
# For protocols and for books; which of them the standard library knows changes with its version.
_SPECIAL = [
    ipaddress.ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20"),
        # Translated inside of one network, wherever its prefix says that the IPv4 address stands (RFC 8215, RFC 2765);
        # given up (RFC 4291).
        *("64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96"),
    )
]


def is_public(address: str) -> bool:
    """Of an IP address as text. An IPv6 address that carries an IPv4 one (mapped, 6to4, NAT64…) is what it carries."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # with a zone that is none, or no address
        return False
    if any(parsed in network for network in _SPECIAL if network.version == parsed.version):
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.scope_id:
            return False
        if (carried := carried_ipv4(parsed)) is not None:
            return is_public(str(carried))
        return parsed in _UNICAST and parsed.is_global
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def look_up(host: str, port: int) -> list[tuple[str, int]]:
    """Asks the machine's resolver. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(end[0]), int(end[1])) for *_, end in found))


@dataclass(frozen=True, slots=True)
class Network:
    """The outside, as this machine may see it. Benches and tests give their own names and the loopback address."""

    look_up: Callable[[str, int], list[tuple[str, int]]] = look_up
    may_ask: Callable[[str], bool] = is_public

    def ends(self, host: str, port: int) -> list[tuple[str, int]]:
        """(IP address, port), all of which may be asked. Raises Failure: one that may not spoils them all."""
        try:
            found = self.look_up(host, port)
        except (OSError, UnicodeError):
            raise Failure(Verdict.NO_NAME) from None
        if not found:
            raise Failure(Verdict.NO_NAME)
        if not all(self.may_ask(address) for address, _ in found):
            raise Failure(Verdict.FORBIDDEN)
        return found
