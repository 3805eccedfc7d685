"""What the weekly letter keeps of people, as docs/personal-data.md tells it."""

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed
from core.visitor_requests.subscriptions import ENDED_KEPT

from .models import LetterSubscriber

RETENTION = (
    unconfirmed(LetterSubscriber, "a subscription to the weekly letter"),
    Retention(
        what="the address of who gets the weekly letter",
        why="to send it",
        who_sees="nobody but the mail queue; editors: how many they are",
        kept="until it is left, which is one click in each letter, or the mailbox is gone; the address goes at once then, "
        f"the rest {ENDED_KEPT.days} days later",
        where="letters/models.py",
        forget=LetterSubscriber.objects.forget,
    ),
)
