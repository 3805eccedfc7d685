"""To whom the other side of a reuse is: who an editor named, the contact of its sheet, the town hall; else the editors look."""

from exchanges.models import OwnerAddress
from exchanges.recipients import known_address

from .declaring import last_declaration
from .models import Reuse
from .states import Kind


def recipient_of(reuse: Reuse) -> OwnerAddress | None:
    """Never the declarer's own mailbox."""
    named = (
        reuse.events.filter(kind=Kind.REDIRECTED, recipient__ended_at=None)
        .exclude(recipient=None)
        .select_related("recipient__authority")
        .order_by("-position")
        .first()
    )
    declaration = last_declaration(reuse)
    besides = declaration.email if declaration else ""
    if named:
        return named.recipient
    body, contact = other_side(reuse)
    return known_address(body, contact=contact, besides=besides) if body else None


def other_side(reuse: Reuse):
    """(the authority that is to confirm, or None; the address of its sheet's contact, or "")."""
    if not reuse.other_side:
        return None, ""
    node = reuse.node_of(reuse.other_side)
    return node.body, node.sheet.contact_email if node.sheet_id else ""
