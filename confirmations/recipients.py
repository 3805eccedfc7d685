"""Who is asked about a sheet: somebody whom the authority or the editors named, the contact of one of its sheets; the
town hall, for what is no documentary sheet. Failing all of them the editors read the sources again."""

from collections import Counter
from collections.abc import Sequence

from catalogue.choices import Origin
from exchanges.models import OwnerAddress
from exchanges.models.owners import Whence
from territories.town_halls import relay_address

from .models import Check, CheckEvent
from .states import Kind

_NAMED = (Kind.HANDED_OVER, Kind.REDIRECTED)


def by_recipient(authority, checks: Sequence[Check]) -> dict[OwnerAddress | None, list[Check]]:
    """One for all sheets of the authority, but those that somebody was named for; None: nobody may be asked."""
    groups: dict[OwnerAddress | None, list[Check]] = {}
    left = []
    said = _last_words([check.sheet_id for check in checks])
    for check in checks:
        last = said.get(check.sheet_id)
        if authority is None or (last and last.kind == Kind.NO_MORE):
            groups.setdefault(None, []).append(check)
        elif last and last.recipient and not last.recipient.ended_at:
            groups.setdefault(last.recipient, []).append(check)
        else:
            left.append(check)
    if not left:
        return groups
    if person := _person(authority, left):
        groups.setdefault(person, []).extend(left)
        return groups
    hall = town_hall(authority)
    for check in left:
        asked = hall if check.sheet.origin != Origin.DOCUMENTARY else None
        groups.setdefault(asked, []).append(check)
    return groups


def contact(check: Check) -> OwnerAddress | None:
    return _live(check.sheet.authority, check.sheet.contact_email, Whence.CONTACT)


def town_hall(authority) -> OwnerAddress | None:
    return _live(authority, relay_address(authority), Whence.TOWN_HALL)


def _last_words(sheets: list[int]) -> dict[int, CheckEvent]:
    """Sheet -> the last that was said of whom to ask about it: « ne plus demander », or somebody's name."""
    events = CheckEvent.objects.filter(
        sheet_check__sheet__in=sheets, kind__in=(*_NAMED, Kind.NO_MORE)
    ).select_related("recipient__authority", "sheet_check")
    return {event.sheet_check.sheet_id: event for event in events.order_by("at", "pk")}


def _person(authority, checks: Sequence[Check]) -> OwnerAddress | None:
    """The contact of most of these sheets, else whom the authority or the editors named for something else."""
    emails = Counter(check.sheet.contact_email for check in checks if check.sheet.contact_email)
    for email, _ in emails.most_common():
        if found := _live(authority, email, Whence.CONTACT):
            return found
    known = OwnerAddress.objects.alive().filter(authority=authority)
    named = known.filter(whence__in=(Whence.HANDED, Whence.EDITOR)).select_related("authority")
    for one in named.order_by("-pk"):
        if found := _live(authority, one.email, one.whence):
            return found
    return None


def _live(authority, email: str, whence: str) -> OwnerAddress | None:
    return OwnerAddress.objects.for_mailbox(authority, email, whence) if email else None
