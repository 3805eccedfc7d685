"""What is kept about people for a while, why, and for how long: declared once by each app.

An app registers its rules when it is ready. They write the table of docs/personal-data.md (`manage.py
personal_data`), and `manage.py due` applies them.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

logger = logging.getLogger(__name__)

_HEAD = """# Personal data

What visitors leave and what protects accounts, why, and for how long. Written by `manage.py personal_data` from what each app registers in
`core.retention`, in the module named; `manage.py due` applies it.

| what | why | who sees it | kept | where |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of data. The first four are sentences of the table, in English.

    forget(now) deletes or erases what was kept long enough, any number of times, and says how many rows that
    were. None: it goes with what it belongs to, by another rule or when it is sent.
    """

    what: str
    why: str
    who_sees: str
    kept: str
    where: str  # path of the module that says how long
    forget: Callable[[datetime.datetime], int] | None = None


_registered: dict[str, Retention] = {}


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


def document() -> str:
    """The whole of docs/personal-data.md."""
    rows = [
        f"| {rule.what} | {rule.why} | {rule.who_sees} | {rule.kept} | `{rule.where}` |\n"
        for rule in sorted(_registered.values(), key=lambda rule: (rule.where, rule.what))
    ]
    return _HEAD + "".join(rows)


def path() -> Path:
    return settings.BASE_DIR / "docs" / "personal-data.md"
