"""The settings of an instance: which it was given, and the values of those that are no secret."""

import os
import re

from django.conf import settings

PART = "settings.json"
_SECRET = re.compile(r"KEY$|SECRET|PASSWORD|TOKEN")
# An address may hold a password; these lead to the site itself.
_PLAIN_ADDRESSES = ("BASE_URL", "SENDFILE_URL")


def is_secret(name: str) -> bool:
    return bool(_SECRET.search(name)) or (name.endswith("_URL") and name not in _PLAIN_ADDRESSES)


def given(*, secrets: bool) -> dict[str, str | None]:
    """Name -> value of each variable of the README's table that this instance was given; None for a secret."""
    names = sorted(name for name in settings.ENVIRONMENT_NAMES if name in os.environ)
    return {name: os.environ[name] if secrets or not is_secret(name) else None for name in names}


def differing(saved: dict[str, str | None]) -> list[str]:
    """Names of the settings that the saved instance had, and that this one lacks or has otherwise."""
    here = os.environ
    return [
        name
        for name, value in saved.items()
        if name not in here or (value is not None and here[name] != value)
    ]
