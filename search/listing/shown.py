"""The index is a copy, and may be late: what is shown was public when it was shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core import kinds
from core.kinds import Facet
from search.engines.base import Hit, Page

ROUND = 8  # keys are asked about in so many at a time, or statements would be as many as lengths of lists


def still_shown(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that the database would show now, in their order. One statement for each kind among them."""
    hits = list(hits)
    keys: set[str] = set()
    for kind in kinds.all_kinds():
        pks = [int(hit.key.rpartition(":")[2]) for hit in hits if hit.kind == kind.key]
        if pks:
            shown = _let_through(kind.model, kind.floor, "pk", pks)
            keys |= {kind.record_key(pk) for pk in shown}
    return [hit for hit in hits if hit.key in keys]


def _let_through(
    model: str, floor: Callable[[QuerySet], QuerySet], field: str, keys: Sequence[int | str]
) -> set:
    """Those of the keys (one at least) whose rows the floor lets through. field: "pk", or "slug"."""
    asked = [*keys, *keys[:1] * (-len(keys) % ROUND)]
    minute = int(timezone.now().timestamp()) // 60
    sql, params, places = _statement(model, floor, field, len(asked), minute)
    params = list(params)
    for place, key in zip(places, asked, strict=True):
        params[place] = key
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return {row[0] for row in cursor.fetchall()}


# What stands in for a key, and is none.
_STAND_IN: dict[str, Callable[[int], int | str]] = {
    "pk": lambda number: -1_000_000_000 - number,
    "slug": lambda number: f"?{number}",
}


# To make it takes ten times as long as its answer, and every list and suggestion asks for it. It holds the time at which
# it was made: pages expire on the minute.
@lru_cache(64)
def _statement(
    model: str, floor: Callable[[QuerySet], QuerySet], field: str, count: int, minute: int
) -> tuple[str, tuple, list[int]]:
    """(SQL, its parameters, which of them are the `count` keys)."""
    standing_in = [_STAND_IN[field](number) for number in range(count)]
    rows = floor(apps.get_model(model).objects.filter(**{f"{field}__in": standing_in}))
    sql, params = rows.order_by().values_list(field, flat=True).query.sql_with_params()
    return sql, params, [params.index(one) for one in standing_in]


def shown_pages(pages: Iterable[Page]) -> list[Page]:
    """The answers with those of their hits that the database would show now. One statement for each kind among all
    of them; totals and counts stay those of the index."""
    pages = list(pages)
    every = [hit for page in pages for hit in (*page.hits, *page.own_hits)]
    keys = {hit.key for hit in still_shown(every)}
    return [
        replace(
            page,
            hits=[hit for hit in page.hits if hit.key in keys],
            own_hits=[hit for hit in page.own_hits if hit.key in keys],
        )
        for page in pages
    ]


def still_named(facet: Facet, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values of a facet that something public names: an address may guess those of the others. One statement."""
    if not facet.rows or not values:
        return values
    own = kinds.of_model(apps.get_model(facet.rows))
    floor = own.floor if own else _shown_by_any_kind
    named = _let_through(facet.rows, floor, "slug", values)
    return tuple(value for value in values if value in named)


def _shown_by_any_kind(rows: QuerySet) -> QuerySet:
    """Those whose words a public record of any kind shows."""
    shown = Q(pk__in=[])
    for kind in kinds.all_kinds():
        for way in kind.shows.get(rows.model._meta.label, ()):
            records = kind.may_be_shown().order_by()
            shown |= Q(Exists(records.filter(**{way: OuterRef("pk")})))
    return rows.filter(shown)
