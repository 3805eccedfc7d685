"""What the site is called, whom it tells people to write to, and what visitors may send it: as administrators set it
(Réglages > Ce site, `core/site_settings.py`).

Every page and mail reads it: kept in the process for some seconds, so that none pays a statement for it.
"""

import time
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction

KEPT = 10  # seconds that another process may go on with what it read
CLAIM = "Ce que les territoires font du numérique, pour que d’autres le refassent."
LOGO = "max-160x40"

QUESTIONS, STORIES, REUSES = "questions", "stories", "reuses"
PROPOSALS, INTERESTS, INTRODUCTIONS = "proposals", "interests", "introductions"
ALERTS, LETTERS, FOLLOWS = "alerts", "letters", "follows"
SENDINGS, OUTCOMES = "sendings", "outcomes"
PURPOSES = (
    *(QUESTIONS, STORIES, PROPOSALS, INTERESTS, INTRODUCTIONS, REUSES),
    *(ALERTS, LETTERS, FOLLOWS, SENDINGS, OUTCOMES),
)


@dataclass(frozen=True, slots=True)
class Identity:
    name: str
    claim: str = CLAIM
    contact: str = ""  # lines
    mailbox: str = ""
    validators: str = ""
    logo: dict | None = None  # {url, width, height, file: its name in the storage}
    closed: frozenset[str] = frozenset()  # of PURPOSES

    @property
    def open(self) -> dict[str, bool]:
        """For templates: purpose -> whether visitors may send it."""
        return {purpose: purpose not in self.closed for purpose in PURPOSES}


def identity() -> Identity:
    """Without a database, what was read last; before the first time, what the environment says."""
    global _until, _known
    if time.monotonic() >= _until:
        try:
            _known = _read()
        except DatabaseError:
            _known = _known or default()
        _until = time.monotonic() + KEPT
    return _known or default()


def default() -> Identity:
    return Identity(name=settings.SITE_NAME)


def is_open(purpose: str) -> bool:
    return purpose not in identity().closed


def keep(known: Identity) -> None:
    """Say this from now on, without reading."""
    global _until, _known
    _until, _known = float("inf"), known


def connect() -> None:
    """Once, when the apps are ready."""
    model = apps.get_model("core", "SiteSettings")
    for signal in (models.signals.post_save, models.signals.post_delete):
        signal.connect(_changed, sender=model, dispatch_uid=f"core.identity.{id(signal)}")


def _changed(**kwargs) -> None:
    _forget()
    transaction.on_commit(_forget)


def _forget() -> None:
    global _until
    _until = 0.0


def _read() -> Identity:
    row = apps.get_model("core", "SiteSettings").objects.select_related("logo").first()
    if row is None:
        return default()
    return Identity(
        name=row.name or settings.SITE_NAME,
        claim=row.claim or CLAIM,
        contact=row.contact,
        mailbox=row.mailbox,
        validators=row.validators,
        logo=_logo(row.logo) if row.logo else None,
        closed=frozenset(one for one in PURPOSES if not getattr(row, f"takes_{one}")),
    )


def _logo(picture) -> dict | None:
    """None where its file is gone: the site is shown with its own mark then."""
    try:
        made = picture.get_rendition(LOGO)
    except OSError:
        return None
    return {"url": made.url, "width": made.width, "height": made.height, "file": made.file.name}


_known: Identity | None = None
_until = 0.0
