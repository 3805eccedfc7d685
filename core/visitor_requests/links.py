"""The part of an address in an e-mail that proves that we wrote to the person: signed and dated."""

import datetime

from django.core import signing


def sign(purpose: str, key: int | str) -> str:
    """Letters, digits, `-_:`."""
    return signing.TimestampSigner(salt=f"core.links.{purpose}").sign_object(str(key))


def unsign(purpose: str, token: str, max_age: datetime.timedelta | None) -> str:
    """The key. Without max_age, of a link of any age. Raises SignatureExpired, or BadSignature when it is not one
    of ours."""
    signer = signing.TimestampSigner(salt=f"core.links.{purpose}")
    try:
        return signer.unsign_object(token, max_age=max_age)
    except signing.BadSignature:
        raise
    except Exception as error:  # what is signed is ours, but a cut base64 fails in its own ways
        raise signing.BadSignature(str(error)) from error
