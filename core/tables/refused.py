"""The refused lines of a file as a file: what was typed, why it is refused beside it, to be corrected and sent again."""

from .columns import IDENTIFIER, REFUSAL
from .contents import contents_of
from .importing import read
from .models import FileImport, FileImportLine
from .records import Cells, Problem, is_taken
from .writing import Book, Heading


def refused_xlsx(one: FileImport) -> bytes:
    """Of an import whose file is still there."""
    of = contents_of(one.kind)
    refused = one.lines.filter(outcome=FileImportLine.Outcome.REFUSED)
    reasons = {
        line.identifier: [Problem(**problem) for problem in line.problems] for line in refused
    }
    records = [
        record
        for record in read(of, bytes(one.content), one.name).records
        if record.identifier in reasons
    ]
    columns = [
        column.name
        for column in of.columns()
        if any(
            column.name in cells
            for record in records
            for cells in (record.cells, *(line.cells for line in record.again))
        )
    ]
    book = Book()
    book.add(
        of.title,
        [
            Heading(IDENTIFIER, width=24),
            Heading(REFUSAL, "Pourquoi la ligne est refusée.", 60, informs=True),
        ]
        + [Heading(name) for name in columns],
    )
    for record in records:
        said = "\n".join(_told(problem) for problem in reasons[record.identifier])
        book.append(of.title, [record.identifier, said, *_values(record.cells, columns)])
        for line in record.again:
            book.append(
                of.title, [record.identifier, is_taken(of, record), *_values(line.cells, columns)]
            )
    for group in of.groups():
        lines = [(record, line) for record in records for line in record.rows.get(group.name, ())]
        if not lines:
            continue
        names = [column.name for column in group.columns]
        book.add(group.title, [Heading(IDENTIFIER, width=24), *(Heading(name) for name in names)])
        for record, line in lines:
            book.append(group.title, [record.identifier, *_values(line.cells, names)])
    return book.octets()


def _values(cells: Cells, names: list[str]) -> list:
    return [cells[name].value if name in cells else "" for name in names]


def _told(problem: Problem) -> str:
    return f"{problem.column} : {problem.said}" if problem.column else problem.said
