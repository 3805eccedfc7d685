"""Files that a French spreadsheet program opens as they are meant: nothing in them is calculated."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from core.sanitising import without_controls
from core.spreadsheets import plain_cell

from .cells import shortened
from .scanning import letters

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_HEAD = PatternFill("solid", fgColor="E8EDF2")
_INFORMS = PatternFill("solid", fgColor="F4F4F4")
_TOP = Alignment(vertical="top", wrap_text=True)
_LISTED_LINES = 5_000  # lines below the header whose cells offer their list


@dataclass(frozen=True, slots=True)
class Heading:
    name: str
    help: str = ""
    width: int = 18  # characters
    informs: bool = False  # not read back
    is_text: bool = False  # what is typed stays as it is: no date, no number is made of it
    # Cells of another sheet that hold what may stand in the column: "'Valeurs permises'!$A$2:$A$9".
    listed: str = ""


class Book:
    """An XLSX whose sheets are filled side by side, without holding them in memory."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheets: dict[str, Any] = {}

    def add(self, title: str, headings: Sequence[Heading]) -> None:
        sheet = self._book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for place, heading in enumerate(headings, start=1):
            sheet.column_dimensions[letters(place)].width = heading.width
            if heading.is_text:
                sheet.column_dimensions[letters(place)].number_format = "@"
            if heading.listed:
                listed = DataValidation("list", formula1=f"={heading.listed}", allow_blank=True)
                listed.errorTitle = heading.name
                listed.error = "Choisissez une valeur de la liste."
                listed.errorStyle = "warning"
                listed.add(f"{letters(place)}2:{letters(place)}{_LISTED_LINES}")
                sheet.data_validations.append(listed)
        self._sheets[title] = sheet
        sheet.append([self._heading(sheet, heading) for heading in headings])

    def append(self, title: str, cells: Iterable) -> None:
        sheet = self._sheets[title]
        sheet.append([self._cell(sheet, value) for value in cells])

    def octets(self) -> bytes:
        file = io.BytesIO()
        self._book.save(file)
        return file.getvalue()

    @staticmethod
    def _heading(sheet, heading: Heading):
        cell = WriteOnlyCell(sheet, heading.name)
        cell.font = Font(bold=True, italic=heading.informs)
        cell.fill = _INFORMS if heading.informs else _HEAD
        if heading.help:
            cell.comment = Comment(heading.help, "Essaim", width=320, height=120)
        return cell

    @staticmethod
    def _cell(sheet, value):
        if isinstance(value, str):
            value = shortened(without_controls(value, "\n"))
            if value.startswith("="):
                cell = WriteOnlyCell(sheet, value)
                cell.data_type = "s"
                cell.quotePrefix = True
                return cell
            if "\n" in value:
                cell = WriteOnlyCell(sheet, value)
                cell.alignment = _TOP
                return cell
        return value if value != "" else None


def csv_lines(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """As a French Excel opens it by a double click: semicolons, decimal commas, and the mark of UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    file.write("\ufeff")
    writer.writerow(names)
    for row in rows:
        writer.writerow([csv_cell(row.get(name, "")) for name in names])
        yield file.getvalue()
        file.seek(0)
        file.truncate()
    yield file.getvalue()


def csv_cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return plain_cell(without_controls(str(value), "\n"))


def _decimal(value: Decimal) -> str:
    text = f"{value.normalize():f}".replace(".", ",")
    whole, comma, part = text.partition(",")
    # Three decimals may be read as thousands: a fourth says that they are none.
    return f"{text}0" if comma and len(part) == 3 and len(whole.lstrip("-")) <= 3 else text
