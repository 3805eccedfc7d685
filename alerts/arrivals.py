"""The sheets that visitors may see, in the order in which they became so: what is new to whom is a number.

A date would not do: a page may be published at a time that is past, or become visible without being published (a
restriction is lifted), and an index may be late. A sheet arrives once, for ever: one that comes back is not new.
"""

import datetime

from django.db import models
from django.utils import timezone

from catalogue.models import ProjectPage
from catalogue.records import KIND
from core.batches import batched
from core.visibility import visible
from search import engines
from search.engines.queries import MAX_SIZE, SearchQuery


class ArrivalQuerySet(models.QuerySet):
    def note(self) -> None:
        """Those that the index holds too: what it does not hold yet, no search would find. Raises EngineUnavailable.

        The very first ones were there before anybody asked to be told: nobody needs to find them.
        """
        unknown = visible(ProjectPage.objects).filter(arrival=None).order_by("pk")
        pks = list(unknown.values_list("pk", flat=True))
        if pks and self.exists():
            pks = _indexed(pks)
        self.bulk_create([Arrival(sheet_id=pk) for pk in pks], ignore_conflicts=True)

    def newest(self, before: datetime.datetime | None = None) -> int:
        """Number of the last one, 0 where there is none. before: noted sooner than that."""
        found = self.filter(at__lt=before) if before else self
        return found.aggregate(models.Max("pk"))["pk__max"] or 0


class Arrival(models.Model):
    """Its primary key is its number."""

    sheet = models.OneToOneField(ProjectPage, on_delete=models.CASCADE, related_name="arrival")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche parue"
        verbose_name_plural = "fiches parues"

    def __str__(self):
        return f"{self.pk}: {self.sheet_id}"


def _indexed(pks: list[int]) -> list[int]:
    engine, found = engines.get_engine(), set()
    for some in batched(pks, MAX_SIZE):
        asked = SearchQuery(kind=KIND, only=tuple(f"{KIND}:{pk}" for pk in some), size=MAX_SIZE)
        found |= {hit.key for hit in engine.search(asked).hits}
    return [pk for pk in pks if f"{KIND}:{pk}" in found]
