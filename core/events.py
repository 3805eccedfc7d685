"""What happens to a thing, as dated rows: its state is the kind of the last one, and two at once are told apart.

The rows have `position` (from 1, unique for each thing) and `kind`.
"""

from collections.abc import Callable, Collection

from django.db import IntegrityError, models, transaction


def append_event(
    events: models.QuerySet,
    kind: str,
    may_follow: Callable[[str, str], bool],
    *,
    notes: Collection[str] = (),
    **fields,
) -> models.Model | None:
    """The new row, or None when `kind` may not follow the state, or when something else happened meanwhile.

    events: of one thing, by its related manager. may_follow: (state, kind); the state is "" before the first. notes:
    kinds that change nothing of the state. fields: of the row.
    """
    rows = events.order_by("-position")
    last = rows.first()
    state = rows.exclude(kind__in=notes).values_list("kind", flat=True).first() or ""
    if not may_follow(state, kind):
        return None
    try:
        with transaction.atomic():
            return events.create(position=last.position + 1 if last else 1, kind=kind, **fields)
    except IntegrityError:  # of two at once, the other was first
        return None
