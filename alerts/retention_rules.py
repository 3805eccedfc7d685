"""What alerts leave, as docs/personal-data.md tells it."""

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed
from core.visitor_requests.subscriptions import ENDED_KEPT

from .models import Alert

RETENTION = (
    unconfirmed(Alert, "a search to be told of, and its address"),
    Retention(
        what="a search that somebody follows, its territory and the address",
        why="to tell what is new",
        who_sees="who follows it; the address: nobody but the mail queue",
        kept="until it is left, which is one click in each message and asked about once a year, or the mailbox is gone; "
        f"the address goes at once then, the rest {ENDED_KEPT.days} days later",
        where="alerts/models.py",
        forget=Alert.objects.forget,
    ),
)
