"""To whom a request goes now; None when only the editors can find out."""

from core.mail.blocked import BlockedMailbox
from core.mail.refusals import is_refused, mailbox_keys
from core.mailboxes import mailbox
from core.models import OutgoingMail

from .models import RelayRequest
from .purposes import Address, Subject


def recipient_of(request: RelayRequest) -> Address | None:
    """Never the asker's own mailbox, nor one that did not receive this request, refused our mails or is blocked."""
    dead = set(
        request.events.exclude(box="")
        .filter(mail__in=OutgoingMail.objects.dead())
        .values_list("box", flat=True)
    )
    for address in request.about.addresses():
        keys = mailbox_keys(address.email)
        own = request.email and mailbox(address.email) == mailbox(request.email)
        if own or dead.intersection(keys) or not _takes_mail(address.email):
            continue
        return address
    return None


def is_known(subject: Subject) -> bool:
    """Whether somebody can be written to: what the form may promise, without a name or an address."""
    return any(_takes_mail(address.email) for address in subject.addresses())


def _takes_mail(email: str) -> bool:
    return not (is_refused(email) or BlockedMailbox.has(email))
