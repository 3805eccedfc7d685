"""What is kept about people for a while, why, and for how long: declared once by each app.

An app registers its rules when it is ready. They write the table of the public page (`home/statements.py`) and
that of docs/personal-data.md (`manage.py personal_data`), and `manage.py due` applies them.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone

logger = logging.getLogger(__name__)

_HEAD = """# Personal data

What visitors leave and what protects accounts, why, and for how long: in French, as the public page tells it. Written by
`manage.py personal_data` from what each app registers in `core.retention`, in the module named; `manage.py due` applies it.

| what | why | who sees it | kept | where |
| --- | --- | --- | --- | --- |
"""


class Concerns(TextChoices):
    """Whose data it is: the parts of the public page, in its order."""

    READERS = "readers", "Quand vous consultez et cherchez"
    SENDERS = "senders", "Quand vous écrivez, proposez ou répondez"
    FOLLOWERS = "followers", "Quand vous vous abonnez"
    WRITTEN_TO = "written_to", "Quand nous vous écrivons"
    NAMED = "named", "Quand vous êtes cité"
    ACCOUNTS = "accounts", "Quand vous avez un compte"


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of data. The first four are sentences in French, without capital or full stop: the public shows them.

    forget(now) deletes or erases what was kept long enough, any number of times, and says how many rows that
    were. None: it goes with what it belongs to, by another rule or when it is sent.
    """

    what: str
    why: str
    who_sees: str
    kept: str
    concerns: Concerns
    where: str  # path of the module that says how long
    forget: Callable[[datetime.datetime], int] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the public page: all that is kept alike."""

    whats: list[str]
    why: str
    who_sees: str
    kept: str


_registered: dict[str, Retention] = {}
_YEARS = {1: "un an", 2: "deux ans", 3: "trois ans"}


def register(*rules: Retention) -> None:
    for rule in rules:
        _registered[rule.what] = rule


def registered() -> tuple[Retention, ...]:
    return tuple(_registered.values())


def forget_all(now: datetime.datetime | None = None) -> dict[str, int]:
    """Apply each rule: {what: rows}. One that fails is logged and does not stop the others."""
    now = now or timezone.now()
    done = {}
    for rule in _registered.values():
        if rule.forget is None:
            continue
        try:
            done[rule.what] = rule.forget(now)
        except Exception:
            logger.exception("retention of %r failed", rule.what)
    return done


def lasting(time: datetime.timedelta) -> str:
    """« un an », « trois ans », « 90 jours »."""
    years, rest = divmod(time.days, 365)
    if years and not rest:
        return _YEARS.get(years, f"{years} ans")
    return "un jour" if time.days == 1 else f"{time.days} jours"


def told() -> list[tuple[str, list[Told]]]:
    """What is registered as the public page tells it: (title, rows), without the parts that are empty."""
    parts: dict[str, dict[tuple, Told]] = defaultdict(dict)
    for rule in _in_order():
        alike = (rule.why, rule.who_sees, rule.kept)
        parts[rule.concerns].setdefault(alike, Told([], *alike)).whats.append(rule.what)
    return [(one.label, list(parts[one].values())) for one in Concerns if parts[one]]


def document() -> str:
    """The whole of docs/personal-data.md."""
    rows = [
        f"| {rule.what} | {rule.why} | {rule.who_sees} | {rule.kept} | `{rule.where}` |\n"
        for rule in _in_order()
    ]
    return _HEAD + "".join(rows)


def _in_order() -> list[Retention]:
    return sorted(_registered.values(), key=lambda rule: (rule.where, rule.what))


def path() -> Path:
    return settings.BASE_DIR / "docs" / "personal-data.md"
