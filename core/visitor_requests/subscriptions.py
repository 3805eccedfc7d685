"""What somebody is written to again and again until he leaves it: a kind of request that stands once it is confirmed.

It is left by one click from any message (`LeaveView`), and its address goes at once; nothing is sent to a mailbox that
refused for ever.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.batches import batched
from core.mail.models import OutgoingMail
from core.mail.refusals import mailbox_keys
from core.mail.rendering import absolute

from . import links
from .link_views import SignedLinkView
from .models import VisitorRequest, VisitorRequestQuerySet

# Without its address: so that the links of old messages say that it was left.
ENDED_KEPT = datetime.timedelta(days=30)
BATCH = 500  # rows of one statement


class SubscriptionQuerySet(VisitorRequestQuerySet):
    def standing(self):
        return self.confirmed().filter(ended_at=None)

    def of_mailbox(self, email: str):
        """Standing ones, the oldest first."""
        return self.standing().filter(box__in=mailbox_keys(email)).order_by("pk")

    def of_box(self, box: str):
        """Standing ones of the mailbox whose hash a link holds, the oldest first. The hash may be of a key that SECRET_KEY
        replaced, and some of the mailbox's rows of another one."""
        emails = self.standing().values_list("email", flat=True)
        email = emails.filter(box=box).first()
        if email is None and settings.SECRET_KEY_FALLBACKS:
            email = next((one for one in emails.iterator() if box in mailbox_keys(one)), None)
        return self.of_mailbox(email) if email else self.none()

    def rekey(self) -> int:
        """Make the hashes anew after SECRET_KEY was changed, or one mailbox would be two; how many. One statement when
        nothing is to be done: the oldest row comes last, and tells for all."""
        oldest = self.standing().order_by("pk").first()
        if oldest is None or oldest.box == mailbox_keys(oldest.email)[0]:
            return 0
        count = 0
        for some in batched(self.standing().order_by("-pk").only("email", "box"), BATCH):
            for one in some:
                one.box = mailbox_keys(one.email)[0]
            count += self.bulk_update(some, ["box"])
        return count

    def end(self) -> int:
        """Their address goes at once; how many."""
        return self.standing().update(ended_at=timezone.now(), email="")

    def end_dead(self) -> None:
        """Those whose mailbox is: an address that went comes back to nobody."""
        lost = self.standing().filter(mail__in=OutgoingMail.objects.dead())
        if boxes := list(lost.values_list("box", flat=True)):
            self.filter(box__in=boxes).end()


class Subscription(VisitorRequest):
    """`leave_<model name>` is the name of the address where one leaves."""

    # Keyed hash of the mailbox: in links, and what tells that two of them are one person's.
    box = models.CharField(max_length=64, editable=False, db_index=True)
    ended_at = models.DateTimeField("arrêt", null=True, blank=True)
    # The last message that it got.
    mail = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.email:
            self.box = mailbox_keys(self.email)[0]
        super().save(*args, **kwargs)

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        return Q(ended_at__lt=now - ENDED_KEPT)

    @classmethod
    def leave_purpose(cls) -> str:
        return f"leave-{cls._meta.model_name}"

    @property
    def leave_url(self) -> str:
        token = links.sign(self.leave_purpose(), self.box)
        return absolute(reverse(f"leave_{self._meta.model_name}", args=[token]))


class Reader:
    """Who is written to at one mailbox."""

    about = None

    def __init__(self, box: str, subscriptions: SubscriptionQuerySet):
        self.box = box
        self.subscriptions = subscriptions


class LeaveView(SignedLinkView):
    """`LeaveView.as_view(model=…, template=…)`: all that the mailbox gets of this kind. Of any age; mail programs POST it
    themselves (RFC 8058)."""

    model = Subscription

    @property
    def purpose(self) -> str:
        return self.model.leave_purpose()

    def find(self, key: str) -> Reader:
        return Reader(key, self.model.objects.of_box(key))

    def is_done(self, record: Reader) -> bool:
        return not record.subscriptions.exists()

    def act(self, record: Reader) -> bool:
        return bool(record.subscriptions.end())
