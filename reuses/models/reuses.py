"""A reuse, and what happened to it."""

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from catalogue import choices
from core.dates import PartialDateField, months_between
from core.event_log import Event, Logged, LoggedQuerySet
from reuses import states
from reuses.states import Kind

from .nodes import Node

WORDS = 1_000  # characters of each text


class ReuseQuerySet(LoggedQuerySet):
    def standing(self):
        """All that was neither withdrawn nor refused."""
        return self.with_state().exclude(current__in=states.GONE)

    def shown(self):
        return self.exclude(accepted_at=None)

    def counted(self):
        """Those that count: told by a source, or confirmed by both sides."""
        sure = Q(documented_at__isnull=False) | Q(current=Kind.CONFIRMED)
        return self.shown().with_state().filter(sure)


class Reuse(Logged, models.Model):
    """Somebody took a project up: an edge of a graph without circles. Its state is its last event."""

    original = models.ForeignKey(
        Node, verbose_name="d’après", on_delete=models.CASCADE, related_name="taken_up"
    )
    reuser = models.ForeignKey(
        Node, verbose_name="repris par", on_delete=models.CASCADE, related_name="taken_from"
    )
    # Who declared it; "" of what a source tells.
    declared_by = models.CharField(
        "déclarée par", max_length=20, choices=states.By, blank=True, editable=False
    )
    # A source tells it, since then; and what anybody says since changes nothing of that.
    documented_at = models.DateTimeField("documentée le", null=True, blank=True, editable=False)
    # Shown since then: told by a source, confirmed by the other side, or accepted by an editor.
    accepted_at = models.DateTimeField("montrée le", null=True, blank=True, editable=False)

    what = models.TextField("ce qui a été repris", blank=True, max_length=WORDS)
    kept = models.TextField("gardé", blank=True, max_length=WORDS)
    changed = models.TextField("changé", blank=True, max_length=WORDS)
    dropped = models.TextField("abandonné", blank=True, max_length=WORDS)
    progress = models.CharField("avancement", max_length=20, choices=choices.ReuseState, blank=True)
    version = models.CharField("version", max_length=200, blank=True)
    date = PartialDateField("date")  # as the source gives it
    decided_on = PartialDateField("décidée")
    in_service_on = PartialDateField("en service")
    cost = models.DecimalField(
        "coût (€)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cost_text = models.CharField("coût, en mots", max_length=200, blank=True)
    days = models.PositiveIntegerField("jours de travail", null=True, blank=True)
    difficulties = models.JSONField("ce qui a coincé", default=list, blank=True)  # Difficulty
    difficulties_text = models.TextField("en quelques mots", blank=True, max_length=WORDS)
    stopped_why = models.CharField("pourquoi elle s’est arrêtée", max_length=300, blank=True)
    remark = models.TextField("remarque", blank=True, max_length=WORDS)
    contact = models.CharField("contact (fonction, service)", max_length=200, blank=True)
    source_title = models.CharField("source", max_length=255, blank=True)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)

    objects = ReuseQuerySet.as_manager()

    class Meta:
        verbose_name = "reprise"
        verbose_name_plural = "reprises"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["original", "reuser"], name="taken_up_once"),
            models.CheckConstraint(
                condition=~Q(original=F("reuser")), name="nobody_takes_up_oneself"
            ),
        ]

    def __str__(self):
        return f"{self.reuser} ← {self.original}"

    @property
    def exchange(self) -> str:
        """Its name where messages are counted."""
        return f"reprise-{self.pk}"

    @property
    def when(self) -> str:
        """A partial date: in service, else decided, else the source's."""
        return self.in_service_on or self.decided_on or self.date

    @property
    def delay(self) -> int | None:
        """Months from the decision to the service."""
        return months_between(self.decided_on, self.in_service_on)

    @property
    def is_stopped(self) -> bool:
        return self.progress == choices.ReuseState.STOPPED

    @property
    def other_side(self) -> str:
        return states.OTHER_SIDE.get(self.declared_by, "")

    def node_of(self, side: str) -> Node:
        return self.reuser if side == states.By.REUSER else self.original

    def document(self, by: str, **fields) -> bool:
        """A source tells it: shown from now on, whatever anybody said."""
        with transaction.atomic():
            if self.note(Kind.DOCUMENTED, by, **fields) is None:
                return False
            self.documented_at = self.accepted_at = timezone.now()
            self.save()
        return True


class ReuseEvent(Event):
    of = "reuse"
    rules = states

    reuse = models.ForeignKey(Reuse, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.CharField("par", max_length=20, choices=states.By)
    recipient = models.ForeignKey(
        "exchanges.OwnerAddress",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reuse_events",
    )

    class Meta:
        verbose_name = "événement d’une reprise"
        ordering = ["reuse", "position"]
        indexes = [models.Index(fields=["due_at"])]
        constraints = [
            models.UniqueConstraint(fields=["reuse", "position"], name="one_reuse_event_at_a_time")
        ]
