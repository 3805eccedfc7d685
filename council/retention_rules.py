"""What sendings leave, as docs/personal-data.md tells it."""

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed

from .models import Sending
from .models.sendings import KEPT

RETENTION = (
    unconfirmed(Sending, "sheets to send to contacts: addresses and message"),
    Retention(
        what="that sheets were sent to contacts, which and how many; no address and no word",
        why="the link that confirmed says that it was done; addresses and message go when the mails are written",
        who_sees="nobody",
        kept=f"{KEPT.days} days, then deleted",
        where="council/models/sendings.py",
        forget=Sending.objects.forget,
    ),
)
