"""What a visitor asks of who holds a record, through the relay, and what happened to it."""

import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.event_log import Event, Logged, LoggedQuerySet
from core.mail.blocked import BlockedMailbox
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
        """Keyed hash of the mailbox that it was sent to last; "" once that one said that it has nothing to do with it."""
        for one in sorted(self.events.all(), key=lambda one: one.position, reverse=True):
            if one.kind == Kind.WITH_EDITORS and one.by == By.HOLDER:
                return ""
            if one.box:
                return one.box
        return ""

    def email_for(self, by: str) -> str:
        """The asker's address, for the side that said yes, where the asker agreed; else ""."""
        last = self.last_event
        said_yes = last is not None and last.kind == Kind.ACCEPTED and last.by == by
        return self.email if said_yes and self.shares_address else ""

    @property
    def words(self) -> tuple[str, str]:
        """Where it is and what comes next, for who asked."""
        last = self.last_event
        if last and last.kind == Kind.WITHDRAWN and last.by == By.CLOCK:
            return states.ASKED_BEFORE
        return states.WORDS[self.state]

    def on_confirmed(self) -> None:
        count_message(self.exchange, By.ASKER)  # the one that asked to confirm
        self.note(Kind.CONFIRMED, By.ASKER)
        if BlockedMailbox.has(self.email):  # since it was typed
            self.note(Kind.DISMISSED, By.CLOCK, text="Cette boîte ne peut plus rien envoyer ici.")
        elif self._asked_before():
            self.note(Kind.WITHDRAWN, By.CLOCK, text="Vous l’aviez déjà demandé.")
        content_changed()  # the page of an expertise tells how many

    def _asked_before(self) -> bool:
        """Whether its mailbox asked the same before: one person would be written to without end, a request a day.

        Not what was closed without an answer, nor what was withdrawn before it was sent; and until it is erased.
        """
        sent = Exists(RelayEvent.objects.filter(request=OuterRef("pk"), kind=Kind.SENT))
        before = RelayRequest.objects.about(self.about).confirmed().exclude(pk=self.pk)
        before = before.with_state().exclude(current=Kind.CLOSED)
        before = before.filter(Q(sent) | ~Q(current=Kind.WITHDRAWN))
        return bool(before.of_author(self.email))


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
