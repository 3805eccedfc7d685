"""The tables of a file -> one record a sheet: which cells are said of it, in which line, and what stands in no place."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.tables.cells import as_text, fold, nearest
from core.tables.files import FileRefused
from core.tables.reading import Cell, Table, is_empty
from core.words import number as in_french

from .columns import IDENTIFIER, INFORMATION_NAMES, MAIN_TITLE, Column, Group, groups, sheet_columns
from .export import HELP_TITLE, VALUES_TITLE
from .identifiers import LONGEST, plain_key

_GUESSED = 10
_HEADER_WITHIN = 10  # lines above the header: a title, a remark
_LEFT_ALONE = {fold(title) for title in (HELP_TITLE, VALUES_TITLE)}


@dataclass(frozen=True, slots=True)
class Problem:
    where: str  # "Coûts!D12"
    column: str  # its heading
    said: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell that holds something."""

    table: Table
    line: int
    column: int
    heading: str

    @property
    def value(self) -> Cell:
        return self.table.cell(self.line, self.column)

    @property
    def where(self) -> str:
        return self.table.where(self.line, self.column)

    def problem(self, said: str) -> Problem:
        return Problem(self.where, self.heading, said, as_text(self.value)[:200])


Cells = dict[str, Placed]  # by the name of their column


@dataclass(slots=True)
class RowCells:
    """A line of a group, or a further one of a sheet. key: its cell of the identifier."""

    key: Placed
    cells: Cells


@dataclass
class Record:
    """What a file says of one sheet."""

    identifier: str
    key: Placed
    cells: Cells = field(default_factory=dict)
    rows: dict[str, list[RowCells]] = field(default_factory=dict)  # by the name of the group
    # Other lines of its identifier, which are refused for it.
    again: list[RowCells] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.key.line


@dataclass
class Read:
    records: list[Record]
    problems: list[Problem]  # of no sheet: a heading that is not known, a line without identifier


@dataclass
class _Headed:
    """A table whose header was found. columns: {column number: (group or None for the sheet itself, column)}."""

    table: Table
    header: int
    key: int
    columns: dict[int, tuple[Group | None, Column]]


def records_of(tables: Iterable[Table]) -> Read:
    """Raises FileRefused when no table holds sheets."""
    problems: list[Problem] = []
    headed = [one for table in tables if (one := _headed(table, problems))]
    mains = [one for one in headed if any(group is None for group, _ in one.columns.values())]
    if not mains:
        raise FileRefused(
            f"Ce fichier n’a pas de colonne « {IDENTIFIER} » à côté de colonnes de fiches (« titre », « porteur »…) : "
            "partez du modèle."
        )
    records: dict[str, Record] = {}
    for one in mains:
        _read_main(one, records, problems)
    for one in headed:
        if one not in mains:
            _read_group(one, records, problems)
    if not records and not problems:
        raise FileRefused("Ce fichier ne contient aucune fiche : sa feuille « Fiches » est vide.")
    return Read(list(records.values()), problems)


def _headed(table: Table, problems: list[Problem]) -> _Headed | None:
    if fold(table.title) in _LEFT_ALONE:
        return None
    for line, cells in enumerate(table.lines[:_HEADER_WITHIN], start=1):
        names = [fold(as_text(cell)) for cell in cells]
        if IDENTIFIER in names:
            return _columns_of(table, line, names, problems)
    if any(not is_empty(cell) for cells in table.lines for cell in cells):
        said = f"Cette feuille n’a pas de colonne « {IDENTIFIER} » : elle n’est pas lue. Renommez la colonne, ou retirez la feuille."
        problems.append(Problem(table.where(1, 1), "", said))
    return None


def _columns_of(table: Table, line: int, names: list[str], problems: list[Problem]) -> _Headed:
    own = None if table.is_alone else _group_titled(table.title)
    known = _known(own)
    found = _Headed(table, line, names.index(IDENTIFIER) + 1, {})
    taken: set[str] = {IDENTIFIER}
    for column, name in enumerate(names, start=1):
        if column == found.key or name in INFORMATION_NAMES:
            continue
        cell = Placed(table, line, column, as_text(table.cell(line, column)))
        if not name:
            if _has_values(table, line, column):
                problems.append(
                    Problem(
                        cell.where,
                        "",
                        "Cette colonne n’a pas de nom en haut, et contient quelque chose.",
                    )
                )
        elif name in taken:
            problems.append(cell.problem("Cette colonne est deux fois dans la feuille."))
        elif name in known:
            found.columns[column] = known[name]
        else:
            near = nearest(name, [column.name for _, column in known.values()], at_least=60)
            said = "Cette colonne n’est pas connue"
            said += (
                f" : est-ce « {near} » ?"
                if near
                else " : la feuille « Aide » du modèle donne leur liste."
            )
            problems.append(cell.problem(said))
        taken.add(name)
    return found


def _group_titled(title: str) -> Group | None:
    wanted = fold(title)
    return next(
        (group for group in groups() if wanted in (fold(group.title), fold(group.name))), None
    )


def _known(own: Group | None) -> dict[str, tuple[Group | None, Column]]:
    """{heading, folded: what it is of}, in the sheet of a group or in any other."""
    if own:
        return {
            fold(name): (own, column)
            for column in own.columns
            for name in (column.name, own.flat(column))
        }
    flat = {
        fold(group.flat(column)): (group, column) for group in groups() for column in group.columns
    }
    return {**flat, **{column.name: (None, column) for column in sheet_columns()}}


def _has_values(table: Table, header: int, column: int) -> bool:
    return any(
        len(cells) >= column and not is_empty(cells[column - 1]) for cells in table.lines[header:]
    )


# --- Lines ------------------------------------------------------------------------------------------


def _lines(one: _Headed):
    """(line, its cell of the identifier, {(group's name or "", column's name): cell}) of those that say something."""
    for line in range(one.header + 1, len(one.table.lines) + 1):
        cells = one.table.lines[line - 1]
        found: dict[str, Cells] = {}
        for number, (group, column) in one.columns.items():
            holds = number <= len(cells) and not is_empty(cells[number - 1])
            if holds or (line, number) in one.table.marks:
                heading = as_text(one.table.cell(one.header, number))
                found.setdefault(group.name if group else "", {})[column.name] = Placed(
                    one.table, line, number, heading
                )
        key = Placed(one.table, line, one.key, IDENTIFIER)
        if found or not is_empty(key.value):
            yield key, found


def _identifier(key: Placed, problems: list[Problem]) -> str:
    """ "" when there is none to go by."""
    wrong = key.table.wrong_with(key.line, key.column)
    text = plain_key(as_text(key.value))
    if not wrong and not text:
        wrong = "Cette ligne n’a pas d’identifiant."
    if not wrong and len(text) > LONGEST:
        wrong = f"Cet identifiant est trop long : {LONGEST} caractères au plus."
    if wrong:
        problems.append(key.problem(wrong))
        return ""
    return " ".join(text.split())


def _read_main(one: _Headed, records: dict[str, Record], problems: list[Problem]) -> None:
    for key, found in _lines(one):
        identifier = _identifier(key, problems)
        if not identifier:
            continue
        own, rows = found.pop("", {}), found
        record = records.get(identifier)
        if record is None:
            record = records[identifier] = Record(identifier, key, own)
        elif not rows or not _says_the_same(record.cells, own) or _is_repeated(record, own, rows):
            record.again.append(RowCells(key, own))
            record.problems.append(key.problem(is_taken(record)))
        for name, cells in rows.items():
            record.rows.setdefault(name, []).append(RowCells(key, cells))


def is_taken(record: Record) -> str:
    return f"Cet identifiant est déjà celui de la ligne {in_french(record.line)} : chaque fiche a le sien."


def _says_the_same(first: Cells, again: Cells) -> bool:
    """A following line of a CSV may repeat what the first said, or leave it out."""
    return all(
        name in first and as_text(first[name].value) == as_text(cell.value)
        for name, cell in again.items()
    )


def _is_repeated(record: Record, own: Cells, rows: dict[str, Cells]) -> bool:
    """Whether the line is the first one again, cell by cell: copied by mistake, for it adds nothing."""
    first = {name: lines[0].cells for name, lines in record.rows.items()}
    return len(own) == len(record.cells) > 0 and _texts(rows) == _texts(first)


def _texts(rows: dict[str, Cells]) -> dict[tuple[str, str], str]:
    return {
        (group, name): as_text(cell.value)
        for group, cells in rows.items()
        for name, cell in cells.items()
    }


def _read_group(one: _Headed, records: dict[str, Record], problems: list[Problem]) -> None:
    for key, found in _lines(one):
        identifier = _identifier(key, problems)
        if not identifier or not found:
            continue
        record = records.get(identifier)
        if record is None:
            # Each looks through all: enough for a slip, not for a whole sheet of another file.
            near = nearest(identifier, records, at_least=80) if len(problems) < _GUESSED else ""
            said = f"Aucune fiche de la feuille « {MAIN_TITLE} » n’a cet identifiant."
            problems.append(key.problem(said + (f" Est-ce « {near} » ?" if near else "")))
            continue
        for name, cells in found.items():
            record.rows.setdefault(name, []).append(RowCells(key, cells))
