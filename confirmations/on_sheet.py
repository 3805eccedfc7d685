"""What a sheet says of its checks: since when no news came, when its sources were read again. One statement at most."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from catalogue.presentation.rows import may_have

from .models import CheckEvent
from .states import ANSWERED, By, Kind

LONGEST = 200  # events that are looked at, the latest first
# The authority gave a sign of life, or an editor decided.
_NEWS = ANSWERED | {Kind.HANDED_OVER, Kind.NOT_ME, Kind.REDIRECTED}
_TOLD = (*_NEWS, Kind.ASKED, Kind.SILENT, Kind.REREAD, Kind.CLOSED)


@dataclass(frozen=True, slots=True)
class SheetWords:
    silent_since: datetime.date | None = None  # when it was asked, once it was reminded in vain
    reread_on: datetime.date | None = None
    report_url: str = ""


def words_of(sheet) -> SheetWords:
    """Kept on the sheet, for the two places of its page."""
    known = sheet.__dict__.get("_check_words")
    if known is None:
        known = sheet.__dict__["_check_words"] = _words_of(sheet)
    return known


def _words_of(sheet) -> SheetWords:
    if not sheet.pk:
        return SheetWords()
    rows: Iterable = ()
    if may_have(sheet, "checks"):
        told = CheckEvent.objects.filter(sheet_check__sheet=sheet, kind__in=_TOLD)
        rows = told.order_by("-at", "-pk").values_list("kind", "by", "at")[:LONGEST]
    silent_since, reread = silence(reversed([*rows]))
    shown = bool(sheet.live and sheet.number)
    return SheetWords(
        silent_since=silent_since and timezone.localtime(silent_since).date(),
        reread_on=reread and timezone.localtime(reread).date(),
        report_url=reverse("report_outdated", args=[sheet.number]) if shown else "",
    )


def silence(rows) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """(kind, by, at), oldest first -> since when the authority is silent, when the sources were last read again."""
    asked = reread = None
    silent = False
    for kind, by, at in rows:
        if kind == Kind.ASKED:
            asked = asked or at
        elif kind == Kind.SILENT:
            silent = True
        elif kind == Kind.REREAD:
            reread = at
        elif kind in _NEWS or by == By.EDITOR:
            asked, silent = None, False
    return (asked if silent else None), reread
