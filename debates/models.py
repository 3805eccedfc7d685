"""Who follows what is answered to a proposal of a local debate."""

import datetime
import hashlib

from django.db import models
from django.db.models import F, Q

from catalogue.models import DebateItem
from core.mail.models import OutgoingMail
from core.visitor_requests.subscriptions import Subscription, SubscriptionQuerySet

# An answer may take a mandate; a longer silence is no use to anybody.
WITHOUT_NEWS = datetime.timedelta(days=3 * 365)


class DebateFollowQuerySet(SubscriptionQuerySet):
    def submit(self, *, submission_key: str, page, item: int, email: str):
        """One per person and proposal, whichever form it comes by, unless he left it."""
        told = f"{page.pk} {item} {email.lower()}"
        kept = hashlib.sha256(told.encode()).hexdigest()[:32]
        self.filter(submission_key=kept).exclude(ended_at=None).delete()
        return super().submit(submission_key=kept, page=page, item=item, email=email.lower())

    def tell_again(self) -> int:
        """What never left is news once more; how many. What another server gave back had left: it would come back each
        minute."""
        never_left = OutgoingMail.objects.lost().filter(sent_at=None)
        rows = self.standing().filter(mail__in=never_left)
        return rows.update(answer=F("answer_before"), mail=None)


class DebateFollow(Subscription):
    """A proposal by its page and the key of its row, which outlives drafts and other words (`core.rows.give_keys`);
    `answer`: what its follower knows of it."""

    confirmed_fields = ("page_id", "item")

    page = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        on_delete=models.CASCADE,
        related_name="debate_follows",
    )
    item = models.PositiveBigIntegerField("proposition")
    answer = models.CharField("réponse connue", max_length=20, blank=True)
    # `answer` before the last message, to which it goes back where that one never leaves.
    answer_before = models.CharField(max_length=20, blank=True, editable=False)

    objects = DebateFollowQuerySet.as_manager()

    class Meta:
        verbose_name = "suivi d’une proposition"
        verbose_name_plural = "suivis de propositions"
        indexes = [models.Index(fields=["page", "item"], name="debates_follow")]

    def __str__(self):
        return f"suivi {self.pk}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        """`notified_at` is when its author was last told."""
        before = now - WITHOUT_NEWS
        silent = Q(confirmed_at__lt=before) & (Q(notified_at=None) | Q(notified_at__lt=before))
        return super().expired_q(now) | silent

    @property
    def about(self):
        return self.page

    @property
    def confirmation_subject(self) -> str:
        return f"Confirmez votre suivi : {self.page.title}"

    @property
    def proposal(self) -> DebateItem | None:
        """None where the page does not hold it any more."""
        return DebateItem.objects.filter(page=self.page_id, pk=self.item).first()

    def on_confirmed(self) -> None:
        self.answer = self.proposal.answer if self.proposal else ""
        self.save()
