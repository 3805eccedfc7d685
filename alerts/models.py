"""« Prévenez-moi »: a search that somebody follows by mail."""

import datetime

from django.db import models
from django.db.models import F
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.mail.rendering import absolute
from core.visitor_requests import links
from core.visitor_requests.subscriptions import Subscription, SubscriptionQuerySet

from .arrivals import Arrival
from .searches import LONGEST, Followed

__all__ = ["Alert", "Arrival"]

MOST = 20  # of one mailbox
MINE = "alerts"  # what the links of one's page are signed for
_DAY = datetime.timedelta(days=1)


class Rhythm(models.TextChoices):
    WEEK = "semaine", "Au plus un courriel par semaine"
    MONTH = "mois", "Au plus un courriel par mois"


# How long after its last news an alert may tell again. A message leaves in the morning: a few hours less than the
# whole time, or each would leave a day later than the one before.
PAUSE = {Rhythm.WEEK: 7 * _DAY - _DAY / 2, Rhythm.MONTH: 30 * _DAY - _DAY / 2}


class AlertQuerySet(SubscriptionQuerySet):
    def tell_again(self) -> int:
        """What the queue gave up without its mailbox being gone is new once more; how many."""
        lost = self.standing().filter(mail__in=OutgoingMail.objects.lost())
        lost = lost.exclude(seen_before=None)
        return lost.update(
            last_seen=F("seen_before"), seen_before=None, notified_at=None, mail=None
        )


class Alert(Subscription):
    confirmed_fields = ("query", "territory", "rhythm")
    confirmation_mail = "alert_confirm"

    # As the list of sheets writes its own address, without territory and order: equal searches are equal texts.
    query = models.CharField("recherche", max_length=LONGEST)
    territory = models.CharField("territoire", max_length=20, blank=True)  # a code of the register
    rhythm = models.CharField(
        "rythme", max_length=10, choices=Rhythm.choices, default=Rhythm.WEEK.value
    )
    # Number of the last arrival that was looked at.
    last_seen = models.PositiveBigIntegerField(default=0)
    # `last_seen` before its last message, to which it goes back where that one never leaves.
    seen_before = models.PositiveBigIntegerField(null=True, editable=False)
    asked_at = models.DateTimeField("dernière question", null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        indexes = [models.Index(fields=["last_seen"], name="alerts_last_seen")]

    def __str__(self):
        return f"alerte {self.pk}"

    @property
    def about(self) -> Followed:
        return Followed.of(self.query, self.territory)

    @property
    def confirmation_subject(self) -> str:
        return "Confirmez votre alerte"

    def is_one_too_many(self) -> bool:
        others = Alert.objects.of_mailbox(self.email).exclude(query=self.query)
        return others.count() >= MOST

    def on_confirmed(self) -> None:
        """What arrives from now on is new to it. The same search followed anew takes the place of the one before, and
        what that one had still to tell."""
        if not Arrival.objects.exists():
            Arrival.objects.note()
        seen = Arrival.objects.newest()
        before = Alert.objects.of_mailbox(self.email).filter(query=self.query).exclude(pk=self.pk)
        for one in before:
            seen = min(seen, one.last_seen)
            self.notified_at = one.notified_at
        before.delete()
        self.last_seen, self.asked_at = seen, self.confirmed_at
        self.save()

    @property
    def mine_url(self) -> str:
        return absolute(reverse("my_alerts", args=[links.sign(MINE, self.box)]))
