"""What a row of a content file says, as the record that the lines of a spreadsheet would make."""

from collections.abc import Iterable
from typing import Any

from .columns import IDENTIFIER, Column
from .contents import Contents
from .reading import Table
from .records import Record, records_of

Cells = dict[str, Any]  # {attribute of the page or of its row: cell}


def record_of_cells(
    of: Contents, identifier: str, cells: Cells, rows: dict[str, list[Cells]]
) -> Record:
    """rows: by the attribute of their group. None is an empty cell."""
    tables = [_table(of.title, of.columns(), [cells], identifier)]
    tables += [
        _table(group.title, group.columns, rows[group.attribute], identifier)
        for group in of.groups()
        if rows.get(group.attribute)
    ]
    (record,) = records_of(of, tables).records
    return record


def _table(title: str, columns: Iterable[Column], lines: list[Cells], identifier: str) -> Table:
    by_attribute = {column.attribute: column.name for column in columns}
    names = [name for name in by_attribute if any(name in line for line in lines)]
    head = [IDENTIFIER, *(by_attribute[name] for name in names)]
    filled = [
        [identifier, *("" if line.get(name) is None else line[name] for name in names)]
        for line in lines
    ]
    return Table(title, [head, *filled])
