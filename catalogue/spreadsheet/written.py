"""A sheet -> the cells of its line, and of the lines of its groups."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from catalogue.choices import SaidHow
from catalogue.fields import FIELDS, Field
from catalogue.models import ProjectPage
from catalogue.provenance import said_entries
from core.batches import batched

from .columns import INFORMATION, SAID, groups, sheet_columns
from .identifiers import identifiers_of

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Written:
    """identifier: of the line; cells: {heading: value}; rows: {name of the group: [{heading: value}]}."""

    identifier: str
    cells: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class SaidRow:
    """As a row of the group « Dit par »."""

    field: Field
    row: int | None
    who: str
    day: Any
    how: SaidHow


def written_sheets(sheets: QuerySet[ProjectPage]) -> Iterator[Written]:
    """In the order of the queryset, a hundred at a time: a bounded number of statements for each hundred, but one of
    never published sheets, whose last draft is told."""
    for some in batched(with_rows(sheets).iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        names = identifiers_of(some)
        for sheet in some:
            yield written(last_draft(sheet), names[sheet.pk])


def with_rows(sheets: QuerySet[ProjectPage]) -> QuerySet[ProjectPage]:
    """With all that a file says of them."""
    related = [field.name for field in FIELDS.values() if field.rows and field.column]
    sheets = sheets.select_related("authority", "main_theme__parent", "latest_revision")
    sheets = sheets.prefetch_related("other_themes__parent", "covered_territories", *related)
    return sheets.prefetch_related(
        "tools__tool", "partners__organisation", "partners__authority", "pictures"
    )


def last_draft(sheet: ProjectPage) -> ProjectPage:
    """What an editor sees of a sheet that never was online; of others, what visitors see."""
    if sheet.live or not sheet.latest_revision_id:
        return sheet
    return sheet.latest_revision.as_object()


def written(sheet: ProjectPage, identifier: str) -> Written:
    cells = {column.name: column.write(sheet) for column in sheet_columns()}
    cells |= {one.name: one.of(sheet) for one in INFORMATION}
    return Written(identifier, cells, rows_of(sheet))


def rows_of(sheet: ProjectPage) -> dict[str, list[dict[str, Any]]]:
    return {
        group.name: [
            {column.name: column.write(row) for column in group.columns}
            for row in (
                said_rows(sheet) if group is SAID else getattr(sheet, group.attribute).all()
            )
        ]
        for group in groups()
    }


def said_rows(sheet: ProjectPage) -> Iterable[SaidRow]:
    return [
        SaidRow(one.field, one.place, one.who, one.day, SaidHow(one.how))
        for one in said_entries(sheet)
        if one.field.column
    ]
