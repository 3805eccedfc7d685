"""A check of a sheet, « is it still true? », and what happened to it."""

import datetime

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from confirmations import rhythm, states
from confirmations.states import By, Kind
from core.event_log import Event, Logged, LoggedQuerySet

# What anybody says of a sheet brings its owner no mail sooner than that after the last one.
BETWEEN_SIGNALS = datetime.timedelta(days=90)


class CheckQuerySet(LoggedQuerySet):
    def open(self):
        return self.with_state().filter(current__in=states.OPEN)

    def plan(self, sheet, known_on: datetime.date) -> "Check | None":
        """The next check of a sheet that was known to be true on that day; None when somebody planned it a moment ago."""
        last = self.filter(sheet=sheet).order_by("-number").values_list("number", flat=True).first()
        try:
            with transaction.atomic():
                made = self.create(sheet=sheet, number=(last or 0) + 1, known_on=known_on)
                made.note(Kind.PLANNED, By.CLOCK, due_at=rhythm.due_at(sheet, known_on))
                return made
        except IntegrityError:
            return None

    def signal(self, sheet, words: str, by: str) -> None:
        """Something says that the sheet is not true any more: it is asked about sooner, or noted beside the check that
        is under way."""
        one = self.open().filter(sheet=sheet).first()
        if one is None:
            return
        asked = CheckEvent.objects.filter(sheet_check__sheet=sheet, kind=Kind.ASKED)
        last = asked.aggregate(at=models.Max("at"))["at"]
        soonest = max(timezone.now(), last + BETWEEN_SIGNALS) if last else timezone.now()
        if one.note(Kind.SIGNALLED, by, text=words, due_at=soonest) is None:
            one.note(Kind.REMARKED, by, text=words)


class Check(Logged, models.Model):
    """One round: from the day on which a sheet was last known to be true, to the answer. A sheet has one that is open;
    its end begins the next."""

    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        on_delete=models.CASCADE,
        related_name="checks",
    )
    number = models.PositiveSmallIntegerField()  # 1 for the first of the sheet
    known_on = models.DateField("tenue pour vraie le")
    opened_at = models.DateTimeField(default=timezone.now)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = "vérification"
        verbose_name_plural = "vérifications"
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="one_check_at_a_time")
        ]

    def __str__(self):
        return f"Vérification n° {self.pk}"

    @property
    def exchange(self) -> str:
        """Its name where messages are counted."""
        return f"check-{self.pk}"

    @property
    def words(self) -> states.Words:
        return states.WORDS[self.state]

    def note(self, kind: str, by: str, **fields) -> "CheckEvent | None":
        """As of any exchange; the end of a check plans the next."""
        with transaction.atomic():
            event = super().note(kind, by, **fields)
            if event and kind in states.FINAL:
                # Nobody answered: what was known is as old as before, and is asked about again at once.
                unanswered = kind == Kind.CLOSED and by == By.CLOCK
                day = self.known_on if unanswered else timezone.localtime(event.at).date()
                Check.objects.plan(self.sheet, day)
        return event


class CheckEvent(Event):
    of = "sheet_check"
    rules = states

    sheet_check = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.CharField("par", max_length=20, choices=By)
    recipient = models.ForeignKey(
        "exchanges.OwnerAddress",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="check_events",
    )
    said_by = models.CharField("dit par", max_length=200, blank=True)  # a function, a service

    class Meta:
        verbose_name = "événement d’une vérification"
        ordering = ["sheet_check", "position"]
        indexes = [models.Index(fields=["due_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_check", "position"], name="one_event_of_a_check_at_a_time"
            )
        ]
