"""What a visitor asks of who holds a record, through the relay, and what happened to it."""

import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.event_log import Event, Logged, LoggedQuerySet
from core.mail.refusals import mailbox_keys
from core.mail.rendering import absolute
from core.mail.unasked import count_message
from core.page_cache import content_changed
from core.visitor_requests import links
from core.visitor_requests.models import VisitorRequest, VisitorRequestQuerySet

from . import states
from .purposes import PURPOSES, Purpose, Subject
from .states import By, Kind

ASKER, HOLDER = "relay-asker", "relay-holder"  # the purposes of the signed links
KEPT = datetime.timedelta(days=90)  # after the last thing that happened


class RelayRequestQuerySet(LoggedQuerySet, VisitorRequestQuerySet):
    def about(self, subject: Subject):
        return self.filter(**{subject.purpose.field: subject.thing})

    def counted(self):
        """Confirmed, and neither withdrawn nor set aside."""
        return self.confirmed().with_state().exclude(current__in=states.NOT_COUNTED)


class RelayRequest(Logged, VisitorRequest):
    """One mailbox about one record. Its authority stays once all else is erased: it is what is counted."""

    confirmed_fields = (
        *("group_id", "expertise_id", "offer_id", "authority_id", "name", "function"),
        *("text", "shares_address"),
    )
    erased_fields = ("email", "name", "function", "text", "answer", "said_by")

    group = models.ForeignKey(
        "groups.Group",
        verbose_name="groupe",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="relay_requests",
    )
    expertise = models.ForeignKey(
        "expertise.Expertise",
        verbose_name="expertise",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="relay_requests",
    )
    offer = models.ForeignKey(
        "offers.Offer",
        verbose_name="achat groupé",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="relay_requests",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField("nom", max_length=120, blank=True)
    function = models.CharField("fonction", max_length=200, blank=True)
    text = models.TextField("pourquoi", blank=True)
    shares_address = models.BooleanField("donne son adresse si la réponse est oui", default=False)
    answer = models.TextField("réponse", blank=True)
    said_by = models.CharField("dit par", max_length=200, blank=True)

    objects = RelayRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "mise en relation"
        verbose_name_plural = "mises en relation"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, expertise=None, offer=None)
                | Q(group=None, expertise__isnull=False, offer=None)
                | Q(group=None, expertise=None, offer__isnull=False),
                name="relay_request_about_one_record",
            )
        ]

    def __str__(self):
        return f"Mise en relation n° {self.pk}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        recent = RelayEvent.objects.filter(request=OuterRef("pk"), at__gte=now - KEPT)
        waiting = RelayEvent.objects.filter(request=OuterRef("pk"), due_at__gte=now)
        return ~Exists(recent) & ~Exists(waiting)

    @property
    def purpose(self) -> Purpose:
        return next(one for one in PURPOSES if getattr(self, f"{one.field}_id"))

    @property
    def about(self) -> Subject:
        return Subject(self.purpose, getattr(self, self.purpose.field))

    @property
    def confirmation_subject(self) -> str:
        return f"Confirmez votre demande : {self.about.title}"

    @property
    def exchange(self) -> str:
        """Its name where messages are counted."""
        return f"relay-{self.pk}"

    @property
    def asker_url(self) -> str:
        return absolute(reverse("relay_asker", args=[links.sign(ASKER, self.pk)]))

    def holder_url(self, email: str) -> str:
        """Dies when the request goes to another mailbox."""
        key = f"{self.pk}.{mailbox_keys(email)[0]}"
        return absolute(reverse("relay_holder", args=[links.sign(HOLDER, key)]))

    @property
    def box(self) -> str:
        """Keyed hash of the mailbox that it was sent to last."""
        sent = [one for one in self.events.all() if one.box]
        return max(sent, key=lambda one: one.position).box if sent else ""

    def on_confirmed(self) -> None:
        count_message(self.exchange, By.ASKER)  # the one that asked to confirm
        same = RelayRequest.objects.about(self.about).confirmed().exclude(pk=self.pk)
        for older in same.filter(email__iexact=self.email):
            older.note(Kind.WITHDRAWN, By.ASKER, text="Remplacée par une demande plus récente.")
        self.note(Kind.CONFIRMED, By.ASKER)
        content_changed()  # the page of an expertise tells how many


class RelayEvent(Event):
    of = "request"
    rules = states

    request = models.ForeignKey(RelayRequest, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("quoi", max_length=20, choices=Kind)
    by = models.CharField("qui", max_length=20, choices=By)
    # Of SENT: keyed hash of the mailbox.
    box = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "étape d’une mise en relation"
        ordering = ["position"]
        indexes = [models.Index(fields=["due_at"], name="relay_due")]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="relay_one_event_at_once")
        ]
