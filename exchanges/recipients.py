"""To whom a question goes: somebody whom the authority or the editors named, the sheet's contact, the town hall; else the
network's team looks for the right person.
"""

from core.mail.refusals import is_refused
from core.mailboxes import mailbox
from territories.town_halls import WHENCE, relay_address, shown_town_hall

from .models import OwnerAddress, Question
from .models.owners import Whence
from .states import Kind

# Said in the foot of each mail, after « Votre adresse vient de ».
SOURCES = {
    Whence.CONTACT: "la fiche du projet, où elle est celle de la personne-ressource",
    Whence.TOWN_HALL: WHENCE,
    Whence.HANDED: "votre collectivité, qui vous a confié cette question",
    Whence.EDITOR: "la rédaction du site, qui a cherché à qui s’adresser",
}


def recipient_of(question: Question) -> OwnerAddress | None:
    """The next one to write to; None when only the editors can help. Never the asker's own mailbox."""
    named = (
        question.events.filter(
            kind__in=(Kind.HANDED_OVER, Kind.REDIRECTED), recipient__ended_at=None
        )
        .exclude(recipient=None)
        .select_related("recipient")
        .order_by("-position")
        .first()
    )
    if named and not _is_askers(named.recipient.email, question):
        return named.recipient
    sheet = question.sheet
    return known_address(sheet.authority, contact=sheet.contact_email, besides=question.email)


def known_address(authority, *, contact: str, besides: str) -> OwnerAddress | None:
    """The contact of a sheet of its, else its town hall; never `besides`, the mailbox of who writes."""
    for email, whence in ((contact, Whence.CONTACT), (relay_address(authority), Whence.TOWN_HALL)):
        if email and not (besides and mailbox(email) == mailbox(besides)):
            found = OwnerAddress.objects.for_mailbox(authority, email, whence)
            if found:
                return found
    return None


def live_address(authority, sheet=None) -> OwnerAddress | None:
    """Where a new link may be sent, for who lost the old one."""
    found = OwnerAddress.objects.alive().filter(authority=authority).order_by("-pk").first()
    if found and not is_refused(found.email):
        return found
    return OwnerAddress.objects.for_mailbox(authority, relay_address(authority), Whence.TOWN_HALL)


def reaches(sheet) -> dict:
    """What may be promised before anything is sent: {"whom": "contact", "town_hall" or "team", "name"}; no address."""
    if sheet.contact_email and not is_refused(sheet.contact_email):
        return {"whom": "contact", "name": sheet.contact_function}
    email = relay_address(sheet.authority)
    if email and not is_refused(email):
        hall = shown_town_hall(sheet.authority)
        name = hall.name if hall else f"La mairie {sheet.authority.of_name}"
        return {"whom": "town_hall", "name": name[:1].lower() + name[1:]}
    return {"whom": "team", "name": ""}


def _is_askers(email: str, question: Question) -> bool:
    return bool(question.email) and mailbox(email) == mailbox(question.email)
