"""Whom to call or write to about a commune: its town hall, as the State's directory (DILA) knows it.

Site and telephone may be shown. The e-mail is for relaying a message, with a word on where it comes from: no page,
export, feed, address or log holds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Authority
from .other_names import TownHall
from .types import AuthorityType

# Said in each message that goes there.
WHENCE = "l’annuaire de l’administration, que publie l’État (DILA, Licence Ouverte)"


@dataclass(frozen=True, slots=True)
class ShownTownHall:
    name: str  # « La mairie de Baugy »
    telephone: str
    site: str


def shown_town_hall(authority: Authority | None) -> ShownTownHall | None:
    """What a page may say of it; None for a body without one, or whose telephone and site are not known."""
    found = _town_hall(authority)
    return _shown(found) if found else None


def shown_town_halls(authorities: Iterable[Authority]) -> dict[str, ShownTownHall]:
    """As `shown_town_hall`, of several in one statement: by the code of each that has one."""
    holders = {one.code: _holder(one) for one in authorities if one.type == AuthorityType.COMMUNE}
    if not holders:
        return {}
    halls = TownHall.objects.filter(pk__in=set(holders.values())).defer("email")
    shown = {hall.pk: _shown(hall) for hall in halls.select_related("authority")}
    return {code: hall for code, holder in holders.items() if (hall := shown.get(holder))}


def _shown(found: TownHall) -> ShownTownHall | None:
    if not (found.telephone or found.site):
        return None
    return ShownTownHall(f"La mairie {found.authority.of_name}", found.telephone, found.site)


def _holder(commune: Authority) -> str:
    """Whose town hall is a commune's: of one that was merged, that of what it became."""
    return commune.successor_id or commune.code


def relay_address(authority: Authority | None) -> str:
    """The generic mailbox, to write to and never to show; "" when there is none."""
    found = _town_hall(authority)
    return found.email if found else ""


def _town_hall(authority: Authority | None) -> TownHall | None:
    if authority is None or authority.type != AuthorityType.COMMUNE:
        return None
    holder = _holder(authority)
    if holder != authority.code:
        return TownHall.objects.select_related("authority").filter(pk=holder).first()
    return getattr(authority, "town_hall", None)
