"""What those who left their address about a date were told of it."""

from django.db import models


class AnnouncedDate(models.Model):
    """When and how the event takes place, as people know it: `events.change_notices` writes to them when the
    published page says something else."""

    FIELDS = ("change", "start", "end", "format")

    event = models.OneToOneField(
        "events.EventPage", on_delete=models.CASCADE, related_name="announced_date"
    )
    change = models.CharField(max_length=10, blank=True)
    start = models.CharField(max_length=10, blank=True)
    end = models.CharField(max_length=10, blank=True)
    format = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "date annoncée"
        verbose_name_plural = "dates annoncées"

    @classmethod
    def note(cls, event) -> None:
        """Somebody leaves an address: they know what the page says now."""
        cls.objects.get_or_create(event=event, defaults=cls.said_of(event))

    @classmethod
    def said_of(cls, event) -> dict[str, str]:
        return {name: getattr(event, name) for name in cls.FIELDS}
