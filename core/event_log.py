"""What happened to an exchange, event by event: its state is the kind of the last one that is no note, "" before any.

An app gives a model that has `Logged`, one of its events over `Event`, and a module of rules: MAY_FOLLOW (kind -> states
that it may follow), WAIT (kind -> how long after it the clock acts) and NOTES (kinds that change nothing of the state).
"""

import logging
from collections.abc import Iterable
from types import ModuleType

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from .mail.models import OutgoingMail

logger = logging.getLogger(__name__)


class EventQuerySet(models.QuerySet):
    def telling(self):
        """Those that say a state."""
        return self.exclude(kind__in=self.model.rules.NOTES)

    def current(self):
        """The last of each exchange that says its state."""
        of = self.model.of
        later = self.model.objects.telling().filter(
            **{of: OuterRef(of)}, position__gt=OuterRef("position")
        )
        return self.telling().filter(~Exists(later))

    def due(self, now):
        """Where the clock acts now, oldest first."""
        return self.current().filter(due_at__lte=now).order_by("due_at", "pk")

    def never_arrived(self, kind: str):
        """Where the last thing is one of this kind whose mail was given up though its mailbox lives: nobody was asked."""
        return self.current().filter(kind=kind, mail__in=OutgoingMail.objects.lost())


class Event(models.Model):
    """One thing that happened. Never changed, but that the clock may put `due_at` off.

    Subclasses give `kind`, `by`, the foreign key that `of` names (related_name "events"), an index on `due_at`, and
    that one exchange has one event of each `position`.
    """

    of = ""
    rules: ModuleType

    position = models.PositiveSmallIntegerField()  # 1 for the first: two at once are told apart
    at = models.DateTimeField("le", default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        "core.OutgoingMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.CharField("précision", max_length=500, blank=True)  # a reason, in words
    user = models.ForeignKey(
        "users.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        abstract = True


class LoggedQuerySet(models.QuerySet):
    def with_state(self):
        """With `current`, its state, and `since`, of the event that says it."""
        events = self.model.events.rel.related_model
        last = events.objects.telling().filter(**{events.of: OuterRef("pk")}).order_by("-position")
        return self.annotate(
            current=Subquery(last.values("kind")[:1]), since=Subquery(last.values("at")[:1])
        )


class Logged:
    """Of a model whose events stand in `events`."""

    @property
    def last_event(self):
        """The one that says its state. Of a list, `events` is prefetched."""
        told = [event for event in self.events.all() if event.kind not in event.rules.NOTES]
        return max(told, key=lambda event: event.position, default=None)

    @property
    def state(self) -> str:
        last = self.last_event
        return last.kind if last else ""

    def note(self, kind: str, by: str, **fields):
        """What happened, if it may happen now; None when it may not, or when something else happened meanwhile.

        fields: of the event; `due_at` overrules the clock's usual wait.
        """
        model = type(self).events.rel.related_model
        rows = model.objects.filter(**{model.of: self}).order_by("-position")
        last = rows.values_list("position", flat=True).first() or 0
        state = rows.telling().values_list("kind", flat=True).first() or ""
        if state not in model.rules.MAY_FOLLOW[kind]:
            return None
        now = timezone.now()
        wait = model.rules.WAIT.get(kind)
        fields.setdefault("due_at", None if wait is None else now + wait)
        try:
            with transaction.atomic():
                return model.objects.create(
                    **{model.of: self}, position=last + 1, kind=kind, by=by, at=now, **fields
                )
        except IntegrityError:  # of two at once, the other was first
            return None


def safely(act, *args, **fields) -> None:
    """One step of a clock, in one transaction: an exchange that fails holds up no other."""
    try:
        with transaction.atomic():
            act(*args, **fields)
    except Exception:
        logger.exception("an exchange could not go on; the next minute tries again")


def lost(noted: Iterable) -> bool:
    """Whether something else happened to one of them meanwhile: then nothing of the step is written, its mail neither."""
    if all(one is not None for one in noted):
        return False
    transaction.set_rollback(True)
    return True
