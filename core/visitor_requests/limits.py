"""How often: counted in the cache, by names that nobody can turn back into an address.

The salt of the names is drawn at random each day and lives in the cache alone; when it is gone, so is
the only way to tell whose count it was.
"""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

_DAY = 24 * 3600
# A cache of its own: where the default one is full, it throws out whatever it likes.
CACHE = "limits"


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    times: int
    period: int  # seconds

    def exceeded(self, identity: str) -> bool:
        """Count one more for this identity; True when that is one too many."""
        cache = caches[CACHE]
        key = f"limit:{self.name}:{_anonymous(identity)}"
        if cache.add(key, 1, self.period):
            return self.times < 1
        try:
            return cache.incr(key) > self.times
        except ValueError:  # it ran out between the two statements
            cache.set(key, 1, self.period)
            return self.times < 1


# A town hall, or a whole village behind one relay, shares an address.
SENDINGS = Limit("envois", times=20, period=3600)
# A form that writes to an address given by anybody must not become a way to bury it in mail.
MAILS_TO_ONE = Limit("courriels", times=20, period=_DAY)


def network_address(request: HttpRequest) -> str:
    """Where the request comes from: an IPv4 address, or the /64 that an IPv6 subscriber is given.

    Behind proxies of ours (PROXY_COUNT), the last addresses of X-Forwarded-For are theirs to write;
    what stands further left is the sender's invention.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.PROXY_COUNT and len(forwarded) >= settings.PROXY_COUNT:
        address = forwarded[-settings.PROXY_COUNT]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _anonymous(identity: str) -> str:
    today = timezone.localdate().isoformat()
    salt = caches[CACHE].get_or_set(
        f"limit:salt:{today}", lambda: secrets.token_bytes(32), 2 * _DAY
    )
    return hmac.new(salt, identity.encode(), hashlib.sha256).hexdigest()
