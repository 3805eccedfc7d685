"""What visitors leave with an event, as docs/personal-data.md tells it."""

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed

from .models import Interest, Proposal
from .retention import AFTER_DECLINED, AFTER_EVENT, WITHOUT_DATE

_EVENT = (
    f"{AFTER_EVENT.days} days after the event ({WITHOUT_DATE.days} days from the sending when its day is not known, "
    "or not any more: postponed)"
)

RETENTION = (
    unconfirmed(Proposal, "proposal of a project"),
    unconfirmed(Interest, "address of « Ce projet m'intéresse »"),
    Retention(
        what="name, function, address, message of a confirmed proposal",
        why="to choose, to answer, and to say that the date changes",
        who_sees="group *Animation*, the call's address by e-mail",
        kept=f"{AFTER_DECLINED.days} days after it was declined, else {_EVENT}; then erased, the project and its "
        "authority stay",
        where="events/retention.py",
        forget=Proposal.objects.forget,
    ),
    Retention(
        what="function and address of the author of a new sheet (the message is not copied)",
        why="to complete the sheet with its author",
        who_sees="editors; the function is published with the sheet, the address never",
        kept="with the proposal when it was declined and the sheet never published, earlier versions included; else "
        "as long as the sheet",
        where="catalogue/proposed.py",
    ),
    Retention(
        what="address, authority and message of « Ce projet m'intéresse »",
        why="to let the project's people answer, with explicit agreement confirmed by e-mail, and to say that the "
        "date changes",
        who_sees="the sheet's contact, else the call's address; group *Animation*, who may take the list away as a "
        "file and then answers for it",
        kept=f"{_EVENT}, or until withdrawn by the link in the e-mail, which works as long as the row is there; then "
        "deleted",
        where="events/retention.py",
        forget=Interest.objects.forget,
    ),
)
