"""Whom to call or write to about a commune: its town hall, as the State's directory (DILA) knows it.

Site and telephone may be shown. The e-mail is for relaying a message, with a word on where it comes from: no page,
export, feed, address or log holds it.
"""

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
    if found is None or not (found.telephone or found.site):
        return None
    return ShownTownHall(f"La mairie {found.authority.of_name}", found.telephone, found.site)


def relay_address(authority: Authority | None) -> str:
    """The generic mailbox, to write to and never to show; "" when there is none."""
    found = _town_hall(authority)
    return found.email if found else ""


def _town_hall(authority: Authority | None) -> TownHall | None:
    """Of a commune that was merged: of what it became."""
    if authority is None or authority.type != AuthorityType.COMMUNE:
        return None
    if authority.successor_id:
        halls = TownHall.objects.select_related("authority")
        return halls.filter(pk=authority.successor_id).first()
    found = TownHall.objects.filter(pk=authority.code).first()
    if found:
        found.authority = authority  # at hand, with its département
    return found
