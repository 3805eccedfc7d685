"""What the page of an authority shows of its checks, whatever their number: three statements."""

import datetime
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from catalogue.models import OwnerConfirmation, ProjectPage
from core.visibility import visible

from . import states
from .models import Check, CheckEvent
from .states import Kind

LONGEST = 200  # sheets on the page


@dataclass(frozen=True, slots=True)
class ShownCheck:
    sheet: ProjectPage
    state: str
    asked_on: datetime.date | None
    confirmed_on: datetime.date | None

    @property
    def is_asked(self) -> bool:
        return self.state in states.WAITING


@dataclass(frozen=True, slots=True)
class AuthorityChecks:
    by_sheet: dict[int, ShownCheck]

    @property
    def asked(self) -> list[ShownCheck]:
        return [one for one in self.by_sheet.values() if one.is_asked]


def checks_of(authority) -> AuthorityChecks:
    """Kept on the authority, for each row of its page."""
    known = authority.__dict__.get("_checks")
    if known is None:
        known = authority.__dict__["_checks"] = AuthorityChecks(_by_sheet(authority))
    return known


def _by_sheet(authority) -> dict[int, ShownCheck]:
    last = OwnerConfirmation.objects.filter(sheet=OuterRef("sheet")).order_by("-confirmed_on")
    asked = CheckEvent.objects.filter(sheet_check=OuterRef("pk"), kind=Kind.ASKED)
    found = (
        Check.objects.open()
        .filter(sheet__authority=authority, sheet__in=visible(ProjectPage.objects).values("pk"))
        .annotate(
            confirmed_on=Subquery(last.values("confirmed_on")[:1]),
            asked_at=Subquery(asked.order_by("position").values("at")[:1]),
        )
        .select_related("sheet")
        .order_by("known_on", "pk")[:LONGEST]
    )
    return {
        check.sheet_id: ShownCheck(
            sheet=check.sheet,
            state=check.current,
            asked_on=check.asked_at and timezone.localtime(check.asked_at).date(),
            confirmed_on=check.confirmed_on,
        )
        for check in found
    }
