"""The addresses of one story. Who holds one may go on with it: there is no account and no cookie.

Two kinds: the one of the window in which it was begun; the one that was mailed, which proves its author's mailbox.
Either is signed, and names what nobody can guess. With another mailbox the mailed one is dead.
"""

from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import salted_hmac

from core.visitor_requests import links

_HERE, _MAILED = "story-here", "story-mailed"


@dataclass(frozen=True, slots=True)
class Address:
    pk: str
    secret: str
    seal: str = ""  # of the mailbox that it was sent to; "" here

    def is_of(self, email: str) -> bool:
        return not self.seal or self.seal == _seal(email)


def here(pk: int, secret: str) -> str:
    return links.sign(_HERE, f"{pk}.{secret}")


def mailed(pk: int, secret: str, email: str) -> str:
    return links.sign(_MAILED, f"{pk}.{secret}.{_seal(email)}")


def read(token: str) -> Address:
    """Raises BadSignature for what is not one of ours."""
    try:
        return Address(*links.unsign(_HERE, token, None).split("."))
    except signing.BadSignature:
        return Address(*links.unsign(_MAILED, token, None).split("."))


def _seal(email: str) -> str:
    return salted_hmac("contributions.addresses", email.lower()).hexdigest()[:20]
