"""A page -> the cells of its line, and of the lines of its groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.batches import batched

from .contents import Contents

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Written:
    """identifier: of the line; cells: {heading: value}; rows: {name of the group: [{heading: value}]}."""

    identifier: str
    cells: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]


def written_pages(of: Contents, pages: QuerySet) -> Iterator[Written]:
    """In the order of the queryset, a hundred at a time: a bounded number of statements for each hundred, but one of
    never published pages, whose last draft is told."""
    for some in batched(of.with_rows(pages).iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        names = of.identifiers_of(some)
        for page in some:
            yield written(of, last_draft(page), names[page.pk])


def last_draft(page: Any) -> Any:
    """What an editor sees of a page that never was online; of others, what visitors see."""
    if page.live or not page.latest_revision_id:
        return page
    return page.latest_revision.as_object()


def written(of: Contents, page: Any, identifier: str) -> Written:
    cells = {column.name: column.write(page) for column in of.columns()}
    cells |= {one.name: one.of(page) for one in of.information}
    return Written(identifier, cells, rows_of(of, page))


def rows_of(of: Contents, page: Any) -> dict[str, list[dict[str, Any]]]:
    return {
        group.name: [
            {column.name: column.write(row) for column in group.columns}
            for row in of.written_rows(page, group)
        ]
        for group in of.groups()
    }
