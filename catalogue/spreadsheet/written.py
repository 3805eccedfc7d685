"""What a file tells of a sheet, beside its own columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from catalogue.choices import SaidHow
from catalogue.fields import FIELDS, Field
from catalogue.models import ProjectPage
from catalogue.provenance import said_entries


@dataclass(frozen=True, slots=True)
class SaidRow:
    """As a row of the group « Dit par »."""

    field: Field
    row: int | None
    who: str
    day: Any
    how: SaidHow


def with_rows(sheets: QuerySet[ProjectPage]) -> QuerySet[ProjectPage]:
    """With all that a file says of them."""
    related = [field.name for field in FIELDS.values() if field.rows and field.column]
    sheets = sheets.select_related("authority", "main_theme__parent", "latest_revision")
    sheets = sheets.prefetch_related("other_themes__parent", "covered_territories", *related)
    return sheets.prefetch_related(
        "tools__tool", "partners__organisation", "partners__authority", "pictures"
    )


def said_rows(sheet: ProjectPage) -> Iterable[SaidRow]:
    return [
        SaidRow(one.field, one.place, one.who, one.day, SaidHow(one.how))
        for one in said_entries(sheet)
        if one.field.column
    ]
