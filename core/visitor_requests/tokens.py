"""The token of a form: when it was shown, and a number that makes a second sending recognisable."""

import secrets
from dataclasses import dataclass

from django.core import signing

MIN_AGE = 2  # seconds: nobody reads a form and fills it in sooner
MAX_AGE = 12 * 3600  # seconds: a tab left open overnight asks for a second click

_SALT = "core.visitor_requests"


@dataclass(frozen=True, slots=True)
class Token:
    key: str  # 32 hexadecimal digits, the same however often this form is sent
    problem: str = ""  # "", "forged", "early" or "late"


def issue(form_name: str) -> str:
    return signing.TimestampSigner(salt=f"{_SALT}.{form_name}").sign(secrets.token_hex(16))


def read(value: str, form_name: str) -> Token:
    """The token as it came back; a token of another form is a forged one."""
    signer = signing.TimestampSigner(salt=f"{_SALT}.{form_name}")
    try:
        key = signer.unsign(value, max_age=MAX_AGE)
    except signing.SignatureExpired:
        return Token(key=signer.unsign(value), problem="late")
    except signing.BadSignature:
        return Token(key="", problem="forged")
    try:
        signer.unsign(value, max_age=MIN_AGE)
    except signing.SignatureExpired:
        return Token(key=key)
    return Token(key=key, problem="early")
