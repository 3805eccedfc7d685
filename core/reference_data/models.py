"""A row of reference data: it is used in many places, so it is retired rather than deleted, and two may become one."""

from django.db import models


class ReferenceQuerySet(models.QuerySet):
    def offered(self):
        """What forms, choosers and filters propose."""
        return self.filter(retired_on=None)


class ReferenceRecord(models.Model):
    """Retired: not proposed any more, and what uses it keeps it. Merged: retired too, with a successor that all its uses
    moved to; the row stays so that old addresses, old drafts and files that name it lead there.
    """

    retired_on = models.DateField("n’est plus proposé depuis", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name="à prendre à la place",
    )
    merged = models.BooleanField("réuni à un autre", default=False, editable=False)

    # Names of the fields that editors fill: what two of them say is compared before they become one.
    own_fields: tuple[str, ...] = ("name",)
    # Fields that say one thing: of two rows that become one, those of one row or of the other.
    said_together: tuple[str, ...] = ()
    # Those that are erased from a row that is merged: nobody could read or remove them there.
    erased_when_merged: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @property
    def is_retired(self) -> bool:
        return self.retired_on is not None

    @property
    def standing(self):
        """Itself, or what it was merged into: one step, because what led to it follows it."""
        return self.successor if self.merged else self

    @property
    def told(self) -> str:
        """Its name, and that it is retired, where an editor reads it alone."""
        if not self.is_retired:
            return str(self)
        instead = f" ; à la place : {self.successor}" if self.successor_id else ""
        return f"{self} (n’est plus proposé depuis le {self.retired_on:%d/%m/%Y}{instead})"

    # What a model says of itself. A sentence is why not, "" when it may.

    def why_not_retired(self) -> str:
        return ""

    def why_not_taken_up(self) -> str:
        return ""

    def why_not_merged_into(self, kept) -> str:
        return ""

    def take_names_of(self, other) -> None:
        """Keep what `other` was called beside its own name, where visitors look for it. Saved afterwards."""


def is_reference(model: type[models.Model]) -> bool:
    return issubclass(model, ReferenceRecord)
