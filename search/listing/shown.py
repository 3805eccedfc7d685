"""The index is a copy, and may be late: what is shown was public when it was shown."""

from collections.abc import Iterable

from core import kinds
from search.engines.base import Hit


def still_shown(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that the database would show now, in their order. One statement for each kind among them."""
    hits = list(hits)
    keys: set[str] = set()
    for kind in kinds.all_kinds():
        pks = [int(hit.key.rpartition(":")[2]) for hit in hits if hit.kind == kind.key]
        if pks:
            shown = kind.may_be_shown().filter(pk__in=pks).order_by().values_list("pk", flat=True)
            keys |= {kind.record_key(pk) for pk in shown}
    return [hit for hit in hits if hit.key in keys]
