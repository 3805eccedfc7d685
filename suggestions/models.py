"""What somebody outside says a field of a sheet should hold, and what became of it.

Plain tables: the sheet changes when an editor, or the owner of a validated sheet, accepts one (`accepting.py`).
"""

import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q
from django.utils import timezone

from catalogue.choices import SaidHow
from catalogue.fields import FIELDS
from core.event_log import Event, Logged, LoggedQuerySet

from . import states
from .states import By, Kind

AFTER_DECISION = datetime.timedelta(days=365)
UNDECIDED = datetime.timedelta(days=730)


class SuggestionQuerySet(LoggedQuerySet):
    def waiting(self):
        """Nobody decided on them yet."""
        return self.with_state().filter(current=Kind.PROPOSED)

    def note_all(self, kind: str, by: str, **fields) -> list["SuggestionEvent"]:
        """What happened to each of them, where it may happen now: the new rows, by few statements, however many."""
        known = self.with_state().annotate(last=Max("events__position"))
        events = [
            SuggestionEvent(suggestion=one, position=one.last + 1, kind=kind, by=by, **fields)
            for one in known
            if states.may_follow(one.current, kind)
        ]
        try:
            with transaction.atomic():
                return SuggestionEvent.objects.bulk_create(events)
        except IntegrityError:  # somebody decided on one of them a moment ago
            noted = (event.suggestion.note(kind, by, **fields) for event in events)
            return [one for one in noted if one is not None]

    def forget(self, now: datetime.datetime) -> int:
        """Erase what was said; that something was, and what became of it when, stays."""
        over = Q(current__in=states.OVER, since__lt=now - AFTER_DECISION)
        old = Q(current=Kind.PROPOSED, since__lt=now - UNDECIDED)
        rows = self.filter(erased_at=None).with_state().filter(over | old)
        keys = list(rows.values_list("pk", flat=True))
        self.filter(pk__in=keys).note_all(Kind.WITHDRAWN, By.EDITOR)  # that nobody decided on
        SuggestionEvent.objects.filter(suggestion__in=keys).exclude(text="").update(text="")
        return self.filter(pk__in=keys).update(value={}, said_by="", erased_at=now)


class Suggestion(Logged, models.Model):
    """One value of one field, or one row of a group of rows."""

    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        on_delete=models.CASCADE,
        related_name="suggestions",
    )
    field = models.CharField("champ", max_length=40)  # of `catalogue.fields`
    # {column: as its form reads it}: of the field itself, or of the row. {}: the row that it replaces is to go.
    value = models.JSONField("proposition", default=dict)
    # Mark (`catalogue.provenance`) of what stood there, or of the row that it replaces; "" adds a row.
    replaces = models.CharField(max_length=32, blank=True)
    # A function or a service: never a name nor an address.
    said_by = models.CharField("dit par", max_length=200, blank=True)
    said_on = models.DateField("le")
    how = models.CharField("comment", max_length=20, choices=SaidHow)
    # What it came with (« question-12 », « story-7 »), so that its author can be told.
    exchange = models.CharField(max_length=40, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition sur une fiche"
        verbose_name_plural = "propositions sur des fiches"
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["sheet", "field"])]

    def __str__(self):
        return f"Proposition n° {self.pk}"

    @property
    def label(self) -> str:
        """Of its field, as the page says it."""
        return FIELDS[self.field].title if self.field in FIELDS else self.field

    @property
    def takes_away(self) -> bool:
        return not self.value and self.erased_at is None


class SuggestionEvent(Event):
    of = "suggestion"
    rules = states

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.CharField("par", max_length=20, choices=By)
    # The version of the sheet that holds it.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "événement d’une proposition"
        ordering = ["suggestion", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "position"], name="one_event_of_a_suggestion_at_a_time"
            )
        ]
