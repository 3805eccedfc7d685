"""A record of a file -> the sheet it makes or changes, in memory, and what is wrong with it, each at its cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from catalogue.provenance import keep_said
from core.rows import form_errors
from core.tables.cells import as_text, fold, separate

from .columns import SAID, Column, Group, groups, sheet_columns
from .records import Cells, Placed, Problem, Record, RowCells
from .references import References
from .written import rows_of

_COLUMNS = {column.name: column for column in sheet_columns()}
_GROUPS = {group.name: group for group in groups()}
_GROUP_OF = {group.attribute: group for group in groups()}
_PORTEUR, _PORTEUR_CODE = "porteur", "porteur_code"
_TO_FILL = "Ce champ est à remplir."


@dataclass
class Change:
    label: str
    before: str
    after: str


@dataclass
class Made:
    """sheet: None when its cells could not be read. changes: of a sheet that was there, {} when nothing is new."""

    sheet: ProjectPage | None
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class Reading:
    """What the kinds of cells are given while one record is read."""

    def __init__(self, references: References):
        self.references = references
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._at: Placed

    def __call__(self, said: str) -> None:
        self.notes.append(self._at.problem(said))

    def read(self, column: Column, cell: Placed) -> Any:
        """None when it cannot be read."""
        self._at = cell
        if wrong := cell.table.wrong_with(cell.line, cell.column):
            self.problems.append(cell.problem(wrong))
            return None
        if cell.table.is_calculated(cell.line, cell.column):
            self("Cette case est une formule : son résultat a été pris.")
        try:
            return column.kind.read(cell.value, self)
        except ValidationError as error:
            self.problems.append(cell.problem(" ".join(error.messages)))
            return None


def make(
    record: Record, references: References, *, existing: ProjectPage | None, publish: bool
) -> Made:
    """existing: the sheet that has this identifier, changed in memory."""
    reading = Reading(references)
    values = _values(record, reading)
    rows = {
        name: [_row(_GROUPS[name], one, reading) for one in lines]
        for name, lines in record.rows.items()
        if name != SAID.name
    }
    said = [_said(one, reading) for one in record.rows.get(SAID.name, ())]
    problems = [*record.problems, *reading.problems]
    if problems:
        return Made(None, problems, reading.notes)
    sheet = existing or ProjectPage()
    before = _shown(sheet) if existing else {}
    if existing and (another := _is_another(existing, values, record)):
        return Made(None, [another], reading.notes)
    for name, value in values.items():
        if not existing or _as_written(name, value) != _as_written(name, _stored(sheet, name)):
            setattr(sheet, name, value)
    for name, made in rows.items():
        group = _GROUPS[name]
        if not existing or _cells_of(group, made) != _cells_of(
            group, getattr(sheet, group.attribute).all()
        ):
            setattr(sheet, group.attribute, made)
    for one in said:
        _keep(sheet, one, reading)
    problems = [*reading.problems, *_refusals(sheet, record, publish)]
    changes = _changes(before, _shown(sheet)) if existing and not problems else []
    return Made(sheet, problems, reading.notes, changes)


def _is_another(sheet: ProjectPage, values: dict[str, Any], record: Record) -> Problem | None:
    """An identifier that two files gave to two sheets: the second would write over the first."""
    title, authority = values.get("title", sheet.title), values.get("authority", sheet.authority)
    if title == sheet.title or authority == sheet.authority:
        return None
    return record.key.problem(
        f"Cet identifiant est celui de « {sheet.title} » ({sheet.authority.label if sheet.authority else 'sans porteur'}) : "
        "titre et porteur changent tous deux. Prenez un autre identifiant si c’est une autre fiche."
    )


_BY_ATTRIBUTE = {column.attribute: column for column in sheet_columns()}


def _as_written(attribute: str, value: Any) -> Any:
    return "" if value in (None, "", []) else _BY_ATTRIBUTE[attribute].kind.write(value)


def _stored(sheet: ProjectPage, attribute: str) -> Any:
    value = getattr(sheet, attribute)
    return list(value.all()) if hasattr(value, "all") else value


def _cells_of(group: Group, rows: Iterable[Any]) -> list[list[Any]]:
    return [[column.write(row) for column in group.columns] for row in rows]


def _values(record: Record, reading: Reading) -> dict[str, Any]:
    """{attribute: what is said of it}."""
    found = {}
    cells = dict(record.cells)
    code, name = cells.get(_PORTEUR_CODE), cells.get(_PORTEUR)
    if code and name:
        del cells[_PORTEUR]
    for column_name, cell in cells.items():
        column = _COLUMNS[column_name]
        value = reading.read(column, cell)
        if value is not None:
            found[column.attribute] = value
    authority = found.get("authority")
    if code and name and authority:
        if wrong := name.table.wrong_with(name.line, name.column):
            reading.problems.append(name.problem(wrong))
        elif not _is_named(authority, str(name.value)):
            said = f"Le code {authority.code} est celui de « {authority.label} » : corrigez l’un ou l’autre."
            reading.problems.append(name.problem(said))
    return found


def _is_named(authority, text: str) -> bool:
    names = (authority.label, authority.full_name, authority.name, authority.code)
    return fold(text) in {fold(name) for name in names if name}


def _row(group: Group, line: RowCells, reading: Reading) -> Any:
    row = group.model()  # type: ignore[misc]
    for name, value in _read_row(group, line, reading).items():
        setattr(row, name, value)
    return row


def _said(line: RowCells, reading: Reading) -> dict[str, Any]:
    return {"row": None, "key": line.key, "cells": line.cells, **_read_row(SAID, line, reading)}


def _read_row(group: Group, line: RowCells, reading: Reading) -> dict[str, Any]:
    found = {}
    for column in group.columns:
        cell = line.cells.get(column.name)
        if cell is None:
            if column.needed:
                reading.problems.append(
                    line.key.problem(f"« {group.title} » : il manque « {column.label} ».")
                )
            continue
        value = reading.read(column, cell)
        if value is not None:
            found[column.attribute] = value
    return found


def _keep(sheet: ProjectPage, said: dict[str, Any], reading: Reading) -> None:
    """Who said what stands in a field, where it does stand there."""
    where: Placed = said["key"]
    named, place = said["field"], said["row"]
    if bool(place) != bool(named.rows):
        wrong = "donnez le rang de la ligne." if named.rows else "ce champ n’a pas de lignes."
        reading.problems.append(where.problem(f"« Dit par » : {wrong}"))
        return
    value: Any = sheet
    if named.rows:
        rows = list(getattr(sheet, named.name).all())
        if not 1 <= place <= len(rows):
            reading.problems.append(
                where.problem(f"« Dit par » : {named.column} n’a pas de ligne {place}.")
            )
            return
        value = rows[place - 1]
    keep_said(sheet, named.name, value, who=said["who"], day=said["day"], how=said["how"])


# --- What may not be saved so -------------------------------------------------------------------------


def _refusals(sheet: ProjectPage, record: Record, publish: bool) -> list[Problem]:
    if publish:
        errors = sheet.publication_errors()
    else:
        # A draft may be incomplete; what it holds must be storable.
        errors = form_errors(sheet)
        errors = {name: said for name, said in errors.items() if "." in name or said != _TO_FILL}
        if not sheet.title:
            errors["title"] = "Donnez un titre : sans lui, un brouillon ne se retrouve pas."
    return [_at_its_cell(name, said, record) for name, said in errors.items()]


def _at_its_cell(name: str, said: str, record: Record) -> Problem:
    """name: a field, or "costs.2"."""
    attribute, _, place = name.partition(".")
    group = _GROUP_OF.get(attribute)
    if group:
        lines = record.rows.get(group.name, [])
        if place and int(place) <= len(lines):
            line = lines[int(place) - 1]
            return (_named_in(said, group, line.cells) or line.key).problem(said)
        if lines:
            return lines[0].key.problem(said)
    for column in sheet_columns():
        if column.attribute == attribute and column.name in record.cells:
            return record.cells[column.name].problem(said)
    label = FIELDS[attribute].column if attribute in FIELDS else ""
    return Problem(record.key.where, label, said)


def _named_in(said: str, group: Group, cells: Cells) -> Placed | None:
    """The cell that a message about a row speaks of: « montant (€) » …"""
    return next(
        (
            cells[column.name]
            for column in group.columns
            if column.name in cells and f"« {column.label} »" in said
        ),
        None,
    )


# --- What is new --------------------------------------------------------------------------------------


def _shown(sheet: ProjectPage) -> dict[str, str]:
    """{label: as it is told} of all that a file may say of a sheet."""
    shown = {
        column.label: _told(column.write(sheet))
        for column in sheet_columns()
        if column.name != _PORTEUR_CODE
    }
    return shown | {
        _GROUPS[name].title: "\n".join(
            " · ".join(_told(cell) for cell in row.values() if cell != "") for row in rows
        )
        for name, rows in rows_of(sheet).items()
    }


def _told(cell: Any) -> str:
    return "" if cell == "" else str(cell)


def _changes(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    return [
        Change(label, before[label], after[label])
        for label in after
        if before[label] != after[label]
    ]


def authority_texts(records: Iterable[Record]) -> Iterable[str]:
    """What the file writes where a code may stand, to be read in one statement."""
    names = (_PORTEUR_CODE, _PORTEUR, "territoires_concernes")
    for record in records:
        for name in names:
            if name in record.cells:
                yield from separate(record.cells[name].value)
        for line in record.rows.get("partenaires", ()):
            if cell := line.cells.get("collectivite_du_registre"):
                yield as_text(cell.value)
