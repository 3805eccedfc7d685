"""Whom to call first: how much a sheet is asked for, times how long ago it was last known to be true."""

import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from confirmations import states
from confirmations.models import Check, OutdatedReport
from core.readers import reads_since
from exchanges.models import Question
from reuses.models import Reuse

MOST = 5_000  # checks that are put in order; there is a page of fifty
_READ = datetime.timedelta(days=90)  # readers of so long are counted
OLD = datetime.timedelta(days=180)  # what nobody said to be true for so long


def with_interest(checks: QuerySet) -> QuerySet:
    """With `interest`: one for the sheet, and one for each question, report and reuse."""
    return checks.annotate(
        interest=1
        + _count(Question.objects.confirmed(), "sheet")
        + _count(OutdatedReport.objects.confirmed(), "sheet")
        + _count(Reuse.objects.counted(), "original__sheet")
    )


def most_urgent_first(checks: QuerySet) -> list[int]:
    """Keys, by interest × age. No database multiplies days in the same words as another."""
    today = timezone.localdate()
    rows = with_interest(checks).order_by("known_on").values_list("pk", "interest", "known_on")
    urgency = {pk: interest * ((today - day).days + 1) for pk, interest, day in rows[:MOST]}
    return sorted(urgency, key=lambda pk: (-urgency[pk], pk))


def most_read_and_oldest_first() -> list[int]:
    """Keys of checks of sheets that are read, and of which nobody has said for long that they are true: by readers × age."""
    today = timezone.localdate()
    reads = dict(reads_since(today - _READ).order_by("-total").values_list("page", "total")[:MOST])
    old = Check.objects.with_state().filter(current__in=states.OPEN, known_on__lt=today - OLD)
    rows = old.order_by("known_on").values_list("pk", "sheet", "known_on")[: 2 * MOST]
    urgency = {pk: reads[sheet] * (today - day).days for pk, sheet, day in rows if sheet in reads}
    return sorted(urgency, key=lambda pk: (-urgency[pk], pk))


def _count(rows: QuerySet, name: str):
    counted = rows.filter(**{name: OuterRef("sheet")}).order_by().values(name)
    return Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0)
