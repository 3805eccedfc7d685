"""A file of a spreadsheet program -> its tables, cell by cell as they were typed."""

import codecs
import csv
import datetime
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath

import python_calamine

from core.spreadsheets import FORMULA_SIGNS
from core.words import number as in_french

from .files import CSV, SAVE_AS, XLSX, FileRefused, kind_of
from .scanning import (
    DOUBT,
    ERROR,
    FORMULA,
    MERGED,
    MONTH,
    MOST_COLUMNS,
    MOST_LINES,
    PERCENT,
    YEAR,
    Scan,
    letters,
    scan_ods,
    scan_xlsx,
)

Cell = (
    str
    | int
    | float
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
)

_ERRORS = re.compile(
    r"#(?:REF|N/A|VALUE|VALEUR|DIV/0|NAME|NOM|NUM|NOMBRE|NULL|NUL)[!?]?|Err\s?:\s?\d{3}"
)
_SEPARATORS = ";,\t"
_SAYS_SEPARATOR = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)


@dataclass
class Table:
    """One sheet of the file, or the whole of a CSV. Lines and columns count from 1."""

    title: str
    lines: list[list[Cell]]
    marks: dict[tuple[int, int], str] = field(default_factory=dict)  # `scanning`
    is_alone: bool = False  # its cells need no name of a sheet

    def where(self, line: int, column: int) -> str:
        """ "Coûts!D12"."""
        cell = f"{letters(column)}{line}"
        return cell if self.is_alone else f"{self.title}!{cell}"

    def cell(self, line: int, column: int) -> Cell:
        cells = self.lines[line - 1]
        return cells[column - 1] if column <= len(cells) else ""

    def wrong_with(self, line: int, column: int) -> str:
        """Why the cell cannot be read, whatever stands there; "" when it can."""
        mark, value = self.marks.get((line, column)), self.cell(line, column)
        if mark == ERROR or (isinstance(value, str) and _ERRORS.fullmatch(value.strip())):
            return "Cette case montre une erreur de calcul : écrivez sa valeur."
        if mark == MERGED:
            return "Ces cases sont fusionnées : défusionnez-les, et répétez la valeur où elle vaut."
        if mark == DOUBT:
            return (
                "Cette case est un premier du mois, et le fichier ne dit pas si le jour compte : mettez-la au format "
                "texte, puis écrivez « mars 2021 » ou « 01/03/2021 »."
            )
        if mark == FORMULA and (value == "" or self.is_alone):
            return "Cette case est une formule sans résultat : écrivez sa valeur."
        return ""

    def is_calculated(self, line: int, column: int) -> bool:
        return self.marks.get((line, column)) == FORMULA


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def read_tables(data: bytes, name: str) -> list[Table]:
    """name: of the file, for its extension. Raises FileRefused."""
    kind = kind_of(data, name)
    if kind == CSV:
        return [_read_csv(data, PurePath(name).stem)]
    scans = scan_xlsx(data) if kind == XLSX else scan_ods(data)
    try:
        return _read_book(data, scans)
    except python_calamine.PasswordError as error:
        raise FileRefused(f"Ce fichier est protégé par un mot de passe. {SAVE_AS}") from error
    except (KeyboardInterrupt, SystemExit, MemoryError, FileRefused):
        raise
    except BaseException as error:
        # What the library did not expect comes as a panic, which is no `Exception`.
        raise FileRefused(f"Ce fichier est abîmé. {SAVE_AS}") from error


def _read_book(data: bytes, scans: dict[str, Scan]) -> list[Table]:
    tables = []
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for title in book.sheet_names:
            scan = scans.get(title)
            if scan is None:
                continue  # a chart
            sheet = book.get_sheet_by_name(title)
            marks = dict(scan.marks)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
                if (top, left) != (bottom, right):
                    marks[top + 1, left + 1] = MERGED
            lines = sheet.to_python(skip_empty_area=False)
            for (line, column), meant in scan.formats.items():
                if line <= len(lines) and column <= len(lines[line - 1]):
                    lines[line - 1][column - 1] = _as_seen(lines[line - 1][column - 1], meant)
            tables.append(Table(title, lines, marks))
    return tables


def _as_seen(cell: Cell, meant: str) -> Cell:
    """What is typed « 50 % » is stored 0.5, and « mars 2021 » and « 2021 » as their first day."""
    if meant == PERCENT and isinstance(cell, int | float) and not isinstance(cell, bool):
        text = f"{(Decimal(str(cell)) * 100).normalize():f}".replace(".", ",")
        # Three decimals may be read as thousands: a fourth says that they are none.
        return f"{text}0 %" if len(text.partition(",")[2]) == 3 else f"{text} %"
    if meant == MONTH and isinstance(cell, datetime.date) and cell.day == 1:
        return f"{cell:%m/%Y}"
    if meant == YEAR and isinstance(cell, datetime.date) and (cell.month, cell.day) == (1, 1):
        return f"{cell:%Y}"
    return cell


def _read_csv(data: bytes, title: str) -> Table:
    text = _decoded(data)
    if said := _SAYS_SEPARATOR.match(text):
        separator, text = said[1], text[said.end() :]
    else:
        first = text.lstrip("\r\n").split("\n", 1)[0]
        outside = re.sub(r'"[^"]*"', "", first)
        separator = max(_SEPARATORS, key=outside.count)
    lines: list[list[Cell]] = []
    marks = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_LINES:
                raise FileRefused(
                    f"Ce fichier a plus de {in_french(MOST_LINES)} lignes : coupez-le en plusieurs."
                )
            if len(cells) > MOST_COLUMNS:
                raise FileRefused(
                    f"La ligne {in_french(number)} a plus de {MOST_COLUMNS} colonnes."
                )
            for column, cell in enumerate(cells, start=1):
                if cell.lstrip().startswith("="):
                    marks[number, column] = FORMULA
            lines.append([_typed(cell) for cell in cells])
    except csv.Error as error:
        raise FileRefused(
            f"Ce fichier n’est plus lisible à partir de la ligne {in_french(reader.line_num)} : il y manque un guillemet, ou une "
            "case y est trop longue."
        ) from error
    return Table(title, lines, marks, is_alone=True)


def _typed(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from calculating a text (`core.tables.writing`)."""
    return (
        cell[1:]
        if cell.startswith("'") and cell[1:].lstrip("'").startswith(FORMULA_SIGNS)
        else cell
    )


def _decoded(data: bytes) -> str:
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings = ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("Les lettres de ce fichier sont illisibles : enregistrez-le en UTF-8.")
