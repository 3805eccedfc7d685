"""The index is a copy, and may be late: what is shown was public when it was shown."""

from collections.abc import Iterable
from dataclasses import replace

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from core import kinds
from core.kinds import Facet
from search.engines.base import Hit, Page


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
    rows = apps.get_model(facet.rows).objects.filter(slug__in=values)
    own = kinds.of_model(rows.model)
    named = set(
        (own.floor(rows) if own else rows.filter(_shown_by_any_kind(facet.rows)))
        .order_by()
        .values_list("slug", flat=True)
    )
    return tuple(value for value in values if value in named)


def _shown_by_any_kind(label: str) -> Q:
    """label: of the model. The rows whose words a public record of any kind shows."""
    shown = Q(pk__in=[])
    for kind in kinds.all_kinds():
        for way in kind.shows.get(label, ()):
            records = kind.may_be_shown().order_by()
            shown |= Q(Exists(records.filter(**{way: OuterRef("pk")})))
    return shown
