"""A record of a file -> the page it makes or changes, in memory, and what is wrong with it, each at its cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from .cells import EMPTY, is_emptied
from .columns import Column, Group
from .contents import Contents
from .records import Cells, Placed, Problem, Record, RowCells
from .written import rows_of


@dataclass
class Change:
    label: str
    before: str
    after: str


@dataclass
class Made:
    """page: None when its cells could not be read. changes: of a page that was there, [] when nothing is new."""

    page: Any
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class Reading:
    """What the kinds of cells are given while one record is read."""

    def __init__(self, of: Contents, references: Any):
        self.references = references
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._of = of
        self._columns = {column.name: column for column in of.columns()}
        self._at: Placed

    def __call__(self, said: str) -> None:
        self.notes.append(self._at.problem(said))

    def values(self, cells: Cells) -> dict[str, Any]:
        """{attribute: what is said of it}."""
        found = {}
        for name, cell in cells.items():
            if is_emptied(cell.value):
                self._empty(name, cell, found)
                continue
            value = self.read(self._columns[name], cell)
            if value is not None:
                found[self._columns[name].attribute] = value
        return found

    def _empty(self, name: str, cell: Placed, found: dict[str, Any]) -> None:
        attribute = self._columns[name].attribute
        try:
            found[attribute] = self._of.empty(attribute)
        except ValidationError as error:
            self.problems.append(cell.problem(" ".join(error.messages)))

    def rows(self, group: Group, lines: list[RowCells]) -> list[dict[str, Any]]:
        emptied = [
            line
            for line in lines
            if line.cells and all(is_emptied(cell.value) for cell in line.cells.values())
        ]
        if emptied and group.model is None:
            self.problems += [
                line.key.problem(f"« {group.title} » ne se vide pas par un fichier.")
                for line in emptied
            ]
            return []
        if emptied and len(lines) == 1:
            return []
        self.problems += [
            line.key.problem(
                f"« {group.title} » : « {EMPTY} » retire tout le groupe, et ne va pas avec d’autres lignes."
            )
            for line in emptied
        ]
        return [self._row(group, line) for line in lines if line not in emptied]

    def _row(self, group: Group, line: RowCells) -> dict[str, Any]:
        found = {}
        for column in group.columns:
            cell = line.cells.get(column.name)
            if cell is None or is_emptied(cell.value):
                if column.needed:
                    self.problems.append(
                        line.key.problem(f"« {group.title} » : il manque « {column.label} ».")
                    )
                continue
            value = self.read(column, cell)
            if value is not None:
                found[column.attribute] = value
        if group.model is None:
            return {"row": None, "key": line.key, "cells": line.cells, **found}
        return found

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
    of: Contents, record: Record, references: Any, *, existing: Any, publish: bool, user=None
) -> Made:
    """existing: the page that has this identifier, changed in memory. user: who would save it."""
    reading = Reading(of, references)
    groups = {group.name: group for group in of.groups()}
    values = of.values(record, reading)
    rows = {groups[name]: reading.rows(groups[name], lines) for name, lines in record.rows.items()}
    problems = [*record.problems, *reading.problems]
    if problems:
        return Made(None, problems, reading.notes)
    page = existing or of.model()
    was = of.before(existing) if existing else None
    before = _shown(of, page) if existing else {}
    if existing and (said := of.another(existing, values)):
        return Made(None, [record.key.problem(said)], reading.notes)
    by_attribute = {column.attribute: column for column in of.columns()}
    for name, value in values.items():
        kind = by_attribute[name].kind
        if not existing or _as_written(kind, value) != _as_written(kind, _stored(page, name)):
            of.put(page, name, value)
    said = set()
    for group, lines in rows.items():
        if group.model is None:
            continue
        made = [_made_row(group, line) for line in lines]
        if not existing or _cells_of(group, made) != _cells_of(
            group, getattr(page, group.attribute).all()
        ):
            of.take_rows(page, group, made)
            said.add(group.attribute)
    if existing:
        of.follow(was, page, said)
    for group, lines in rows.items():
        if group.model is None:
            of.keep_beside(page, group, lines, reading)
    problems = [
        *reading.problems,
        *(
            _at_its_cell(of, name, said, record)
            for name, said in of.errors(page, user, publish).items()
        ),
    ]
    changes = _changes(before, _shown(of, page)) if existing and not problems else []
    return Made(page, problems, reading.notes, changes)


def _made_row(group: Group, said: dict[str, Any]) -> Any:
    row = group.model()  # type: ignore[misc]
    for name, value in said.items():
        setattr(row, name, value)
    return row


def _as_written(kind: Any, value: Any) -> Any:
    return "" if value in (None, "", []) else kind.write(value)


def _stored(page: Any, attribute: str) -> Any:
    value = getattr(page, attribute)
    return list(value.all()) if hasattr(value, "all") else value


def _cells_of(group: Group, rows: Iterable[Any]) -> list[list[Any]]:
    return [[column.write(row) for column in group.columns] for row in rows]


# --- What may not be saved so -------------------------------------------------------------------------


def _at_its_cell(of: Contents, name: str, said: str, record: Record) -> Problem:
    """name: a field, or "costs.2"."""
    attribute, _, place = name.partition(".")
    group = next((one for one in of.groups() if one.attribute == attribute), None)
    if group:
        lines = record.rows.get(group.name, [])
        if place and int(place) <= len(lines):
            line = lines[int(place) - 1]
            return (_named_in(said, group, line.cells) or line.key).problem(said)
        if lines:
            return lines[0].key.problem(said)
    for column in of.columns():
        if column.attribute == attribute and column.name in record.cells:
            return record.cells[column.name].problem(said)
    return Problem(record.key.where, of.label(attribute), said)


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


def _shown(of: Contents, page: Any) -> dict[str, str]:
    """{label: as it is told} of all that a file may say of a page."""
    titles = {group.name: group.title for group in of.groups()}
    shown: dict[str, str] = {}
    told = set()
    for column in of.columns():
        # Of two columns of one field, the first tells it.
        if column.attribute not in told:
            shown[column.label] = _told(column.write(page))
            told.add(column.attribute)
    return shown | {
        titles[name]: "\n".join(
            " · ".join(_told(cell) for cell in row.values() if cell != "") for row in rows
        )
        for name, rows in rows_of(of, page).items()
    }


def _told(cell: Any) -> str:
    return "" if cell == "" else str(cell)


def _changes(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    return [
        Change(label, before[label], after[label])
        for label in after
        if before[label] != after[label]
    ]
