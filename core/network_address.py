"""Where a request comes from, as one subscriber: what a bound on sendings counts by."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

_IN_BRACKETS = re.compile(r"\[([^\]]+)\](?::\d+)?")
_WITH_PORT = re.compile(r"([\d.]+):\d+")
# An IPv4 address in the last 32 bits: mapped (RFC 4291), by NAT64 (RFC 6052, RFC 8215), compatible (RFC 4291).
_CARRIERS = [
    ipaddress.IPv6Network(network)
    for network in ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")
]
_OWN = (ipaddress.IPv6Address("::"), ipaddress.IPv6Address("::1"))


def network_address(request: HttpRequest) -> str:
    """An IPv4 address, or the /64 that an IPv6 subscriber is given.

    Behind proxies of ours (PROXY_COUNT), the last addresses of X-Forwarded-For are theirs to write; what stands
    further left is the sender's invention.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.PROXY_COUNT and len(forwarded) >= settings.PROXY_COUNT:
        address = forwarded[-settings.PROXY_COUNT]
    address = _bare(address)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if (ipv4 := carried_ipv4(parsed)) is not None:
        return str(ipv4)
    return str(ipaddress.IPv6Network((parsed.packed, 64), strict=False))


def _bare(address: str) -> str:
    """Without port, brackets, quotes and zone: "[2001:db8::1%eth0]:443" -> "2001:db8::1"."""
    address = address.strip().strip('"').strip()
    if match := _IN_BRACKETS.fullmatch(address) or _WITH_PORT.fullmatch(address):
        address = match[1]
    return address.partition("%")[0]


def carried_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address of somebody who is reached by IPv6."""
    if address in _OWN:
        return None
    if address.sixtofour is not None:
        return address.sixtofour
    if any(address in network for network in _CARRIERS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
