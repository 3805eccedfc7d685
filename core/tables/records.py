"""The tables of a file -> one record a page: which cells are said of it, in which line, and what stands in no place."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.words import number as in_french

from .cells import as_text, fold, nearest
from .columns import IDENTIFIER, REFUSAL, Column, Group
from .contents import Contents
from .files import FileRefused
from .reading import Cell, Table, is_empty

VALUES_TITLE, HELP_TITLE = "Valeurs permises", "Aide"  # tables that explain the others
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
    """A line of a group, or a further one of a page. key: its cell of the identifier."""

    key: Placed
    cells: Cells


@dataclass
class Record:
    """What a file says of one page."""

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
    problems: list[Problem]  # of no page: a heading that is not known, a line without identifier


@dataclass
class _Headed:
    """A table whose header was found. columns: {column number: (group or None for the page itself, column)}."""

    table: Table
    header: int
    key: int
    columns: dict[int, tuple[Group | None, Column]]


def records_of(of: Contents, tables: Iterable[Table]) -> Read:
    """Raises FileRefused when no table holds pages."""
    problems: list[Problem] = []
    headed = [one for table in tables if (one := _headed(of, table, problems))]
    mains = [one for one in headed if any(group is None for group, _ in one.columns.values())]
    if not mains:
        first = " », « ".join(column.name for column in of.columns()[:3:2])
        raise FileRefused(
            f"Ce fichier n’a pas de colonne « {IDENTIFIER} » à côté de colonnes de {of.noun}s (« {first} »…) : "
            "partez du modèle."
        )
    records: dict[str, Record] = {}
    for one in mains:
        _read_main(of, one, records, problems)
    for one in headed:
        if one not in mains:
            _read_group(of, one, records, problems)
    if not records and not problems:
        raise FileRefused(
            f"Ce fichier ne contient aucune {of.noun} : sa feuille « {of.title} » est vide."
        )
    return Read(list(records.values()), problems)


def _headed(of: Contents, table: Table, problems: list[Problem]) -> _Headed | None:
    if fold(table.title) in _LEFT_ALONE:
        return None
    for line, cells in enumerate(table.lines[:_HEADER_WITHIN], start=1):
        names = [fold(as_text(cell)) for cell in cells]
        if IDENTIFIER in names:
            return _columns_of(of, table, line, names, problems)
    if any(not is_empty(cell) for cells in table.lines for cell in cells):
        said = f"Cette feuille n’a pas de colonne « {IDENTIFIER} » : elle n’est pas lue. Renommez la colonne, ou retirez la feuille."
        problems.append(Problem(table.where(1, 1), "", said))
    return None


def _columns_of(
    of: Contents, table: Table, line: int, names: list[str], problems: list[Problem]
) -> _Headed:
    own = None if table.is_alone else _group_titled(of, table.title)
    known = _known(of, own)
    informing = {REFUSAL, *(one.name for one in of.information)}
    found = _Headed(table, line, names.index(IDENTIFIER) + 1, {})
    taken: set[str] = {IDENTIFIER}
    for column, name in enumerate(names, start=1):
        if column == found.key or name in informing:
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


def _group_titled(of: Contents, title: str) -> Group | None:
    wanted = fold(title)
    return next(
        (group for group in of.groups() if wanted in (fold(group.title), fold(group.name))), None
    )


def _known(of: Contents, own: Group | None) -> dict[str, tuple[Group | None, Column]]:
    """{heading, folded: what it is of}, in the sheet of a group or in any other."""
    if own:
        return {
            fold(name): (own, column)
            for column in own.columns
            for name in (column.name, own.flat(column))
        }
    flat = {
        fold(group.flat(column)): (group, column)
        for group in of.groups()
        for column in group.columns
    }
    return {**flat, **{column.name: (None, column) for column in of.columns()}}


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


def _identifier(of: Contents, key: Placed, problems: list[Problem]) -> str:
    """ "" when there is none to go by."""
    wrong = key.table.wrong_with(key.line, key.column)
    text = of.plain_key(as_text(key.value))
    if not wrong and not text:
        wrong = "Cette ligne n’a pas d’identifiant."
    if not wrong and len(text) > of.longest:
        wrong = f"Cet identifiant est trop long : {of.longest} caractères au plus."
    if wrong:
        problems.append(key.problem(wrong))
        return ""
    return " ".join(text.split())


def _read_main(
    of: Contents, one: _Headed, records: dict[str, Record], problems: list[Problem]
) -> None:
    for key, found in _lines(one):
        identifier = _identifier(of, key, problems)
        if not identifier:
            continue
        own, rows = found.pop("", {}), found
        record = records.get(identifier)
        if record is None:
            record = records[identifier] = Record(identifier, key, own)
        elif not rows or not _says_the_same(record.cells, own) or _is_repeated(record, own, rows):
            record.again.append(RowCells(key, own))
            record.problems.append(key.problem(is_taken(of, record)))
        for name, cells in rows.items():
            record.rows.setdefault(name, []).append(RowCells(key, cells))


def is_taken(of: Contents, record: Record) -> str:
    return f"Cet identifiant est déjà celui de la ligne {in_french(record.line)} : chaque {of.noun} a le sien."


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


def _read_group(
    of: Contents, one: _Headed, records: dict[str, Record], problems: list[Problem]
) -> None:
    for key, found in _lines(one):
        identifier = _identifier(of, key, problems)
        if not identifier or not found:
            continue
        record = records.get(identifier)
        if record is None:
            # Each looks through all: enough for a slip, not for a whole table of another file.
            near = nearest(identifier, records, at_least=80) if len(problems) < _GUESSED else ""
            said = f"Aucune {of.noun} de la feuille « {of.title} » n’a cet identifiant."
            problems.append(key.problem(said + (f" Est-ce « {near} » ?" if near else "")))
            continue
        for name, cells in found.items():
            record.rows.setdefault(name, []).append(RowCells(key, cells))
