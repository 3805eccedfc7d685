"""What calendars were told, kept outside the page: publishing an older draft must not bring an old
sequence number back, and what disappears must be said to be cancelled."""

import uuid

from django.db import models
from django.utils import timezone


class CalendarEntry(models.Model):
    """One VEVENT of an event: a day or a session.

    `uid` and `key` never change; `sequence` grows with each change of `content`.
    """

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="calendar_entries"
    )
    # "jour-1", "jour-2"…: a postponed day keeps its entry. Or "seance-<uuid>".
    key = models.CharField(max_length=60)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    removed = models.BooleanField(default=False)
    # What `events.calendars` writes, as plain values: see `events.calendar_entries`.
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="one_calendar_entry_per_key")
        ]

    def __str__(self):
        return f"{self.event_id} · {self.key}"
