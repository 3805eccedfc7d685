"""« Prévenez-moi »: a search that somebody follows by mail."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.mail.queue import send
from core.mail.refusals import is_refused, mailbox_keys
from core.mail.rendering import absolute
from core.models import OutgoingMail
from core.visitor_requests import links
from core.visitor_requests.models import VisitorRequest, VisitorRequestQuerySet

from .arrivals import Arrival
from .searches import LONGEST, Followed

__all__ = ["Alert", "Arrival"]

MOST = 20  # of one mailbox
MINE, LEAVE = "alerts", "leave-alerts"  # what links are signed for
_DAY = datetime.timedelta(days=1)
# Without its address: so that the links of old messages say that it was left.
ENDED_KEPT = 30 * _DAY


class Rhythm(models.TextChoices):
    WEEK = "semaine", "Au plus un courriel par semaine"
    MONTH = "mois", "Au plus un courriel par mois"


# How long after its last news an alert may tell again. A message leaves in the morning: a few hours less than the
# whole time, or each would leave a day later than the one before.
PAUSE = {Rhythm.WEEK: 7 * _DAY - _DAY / 2, Rhythm.MONTH: 30 * _DAY - _DAY / 2}


class AlertQuerySet(VisitorRequestQuerySet):
    def standing(self):
        return self.confirmed().filter(ended_at=None)

    def of_mailbox(self, email: str):
        """Standing ones, the oldest first."""
        return self.standing().filter(box__in=mailbox_keys(email)).order_by("pk")

    def end(self) -> int:
        """Their address goes at once; how many."""
        return self.standing().update(ended_at=timezone.now(), email="")


class Alert(VisitorRequest):
    """Stands until its reader leaves it."""

    confirmed_fields = ("query", "territory", "rhythm")
    confirmation_mail = "alert_confirm"

    # As the list of sheets writes its own address, without territory and order: equal searches are equal texts.
    query = models.CharField("recherche", max_length=LONGEST)
    territory = models.CharField("territoire", max_length=20, blank=True)  # a code of the register
    rhythm = models.CharField(
        "rythme", max_length=10, choices=Rhythm.choices, default=Rhythm.WEEK.value
    )
    # Keyed hash of the mailbox: in links, and what tells that two alerts are one person's.
    box = models.CharField(max_length=64, editable=False, db_index=True)
    # Number of the last arrival that was looked at.
    last_seen = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField("dernière question", null=True, blank=True)
    ended_at = models.DateTimeField("arrêt", null=True, blank=True)
    mail = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        indexes = [models.Index(fields=["last_seen"], name="alerts_last_seen")]

    def __str__(self):
        return f"alerte {self.pk}"

    def save(self, *args, **kwargs):
        if self.email:
            self.box = mailbox_keys(self.email)[0]
        super().save(*args, **kwargs)

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        return Q(ended_at__lt=now - ENDED_KEPT)

    @property
    def about(self) -> Followed:
        return Followed.of(self.query, self.territory)

    @property
    def confirmation_subject(self) -> str:
        return "Confirmez votre alerte"

    def ask_to_confirm(self) -> None:
        """Nothing goes to a mailbox that refused for ever: its alerts could never be sent."""
        if is_refused(self.email):
            return
        token = links.sign(self.confirmation_purpose(), self.fingerprint())
        send(
            to=self.email,
            subject=self.confirmation_subject,
            template=self.confirmation_mail,
            context={"url": absolute(reverse("confirm_alert", args=[token]))},
        )

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

    @property
    def leave_url(self) -> str:
        return absolute(reverse("leave_alerts", args=[links.sign(LEAVE, self.box)]))
