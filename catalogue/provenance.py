"""Who said what stands in a field, where somebody outside did: « Dit par la Direction des systèmes d’information, mars
2027 ».

It is kept with the sheet (`ProjectPage.provenance`), so in each of its revisions, and with the mark of the value that it
is about: a value that somebody changed since, by whatever way, has none. The page, its structured data and whatever else
tells a field ask `said_of`.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from core.sanitising import plain_text
from core.words import month_of

from .choices import SaidHow
from .completeness import is_filled
from .fields import FIELDS, Field

ROW = 60  # characters of a row that name it
# What of a row says where it stands, and is no part of what it says.
_NOT_SAID = ("id", "sort_order", "source_number", "second_source_number")
# Columns younger than the marks that are kept: while they are empty, a mark is what it was without them.
_YOUNGER = {"costs": ("quantity", "unit")}


@dataclass(frozen=True, slots=True)
class Said:
    field: Field
    row: str  # what of a group it is about; "" for a field that is one value
    who: str
    day: datetime.date
    how: str  # `choices.SaidHow`
    place: int | None = None  # of that row, from 1

    @property
    def words(self) -> str:
        return said_in_words(self.who, self.day, self.how)

    @property
    def line(self) -> str:
        """With the row that it is about: « « Abonnement » : dit par… »."""
        if not self.row:
            return self.words
        row = self.row if len(self.row) <= ROW else self.row[:ROW].rsplit(" ", 1)[0] + " …"
        return f"« {row} » : {self.words[:1].lower()}{self.words[1:]}"


def said_in_words(who: str, day: datetime.date, how: str = "") -> str:
    """« Dit par Mme la maire, par téléphone, mars 2027 »."""
    by_phone = ", par téléphone" if how == SaidHow.TELEPHONE and "téléphone" not in who else ""
    return f"Dit par {who}{by_phone}, {month_of(day)}"


def said_of(sheet) -> dict[str, tuple[Said, ...]]:
    """Field -> who said what stands there now; a field of which nobody outside said anything has no entry."""
    found: dict[str, list[Said]] = {}
    for one in said_entries(sheet):
        found.setdefault(one.field.name, []).append(one)
    return {name: tuple(entries) for name, entries in found.items()}


def said_entries(sheet) -> list[Said]:
    """All of it, in the order in which it was said."""
    found = []
    marks: dict[str, dict[str, tuple[str, int | None]]] = {}
    for entry in sheet.provenance:
        name = entry["field"]
        if name not in FIELDS:
            continue
        if name not in marks:
            marks[name] = _marks(sheet, name)
        if entry["of"] in marks[name]:
            day = datetime.date.fromisoformat(entry["on"])
            row, place = marks[name][entry["of"]]
            found.append(Said(FIELDS[name], row, entry["who"], day, entry["how"], place))
    return found


def keep_said(
    sheet, name: str, value: models.Model, *, who: str, day: datetime.date, how: str
) -> None:
    """Note in memory who said what `value` holds: the sheet itself, or a row of it. What is no longer true goes."""
    entry = {
        "field": name,
        "of": mark_of(value, name),
        "who": who,
        "on": day.isoformat(),
        "how": how,
    }
    still = {name: _marks(sheet, name) for name in {one["field"] for one in sheet.provenance}}
    sheet.provenance = [
        *(
            one
            for one in sheet.provenance
            if one["of"] in still[one["field"]]
            and (one["field"], one["of"]) != (entry["field"], entry["of"])
        ),
        entry,
    ]


def mark_of(value: models.Model, name: str) -> str:
    """Of what stands in a field of a sheet, or in one of its rows: the same for the same words, however they are set."""
    columns = [value._meta.get_field(name)] if not FIELDS[name].rows else _said_columns(type(value))
    said = [(column.name, _plain(getattr(value, column.attname))) for column in columns]
    said = [(column, text) for column, text in said if text or column not in _YOUNGER.get(name, ())]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def _marks(sheet, name: str) -> dict[str, tuple[str, int | None]]:
    """{mark: which row, and its place} of all that stands there."""
    if not FIELDS[name].rows:
        return {mark_of(sheet, name): ("", None)} if is_filled(sheet, name) else {}
    rows = enumerate(getattr(sheet, name).all(), start=1)
    return {mark_of(row, name): (str(row), place) for place, row in rows}


def _said_columns(model: type[models.Model]) -> list[models.Field]:
    return [
        column
        for column in model._meta.concrete_fields
        if column.name not in _NOT_SAID and not column.is_relation
    ]


def _plain(value) -> str:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
