"""What the library that reads cells leaves out of a file: how far its cells go, formulas, errors, merged cells.

A cell far below the others would make it fill all the lines between; a formula without a result, and an error, come
out as empty cells: what was written there would be lost without a word.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from .files import SAVE_AS, FileRefused

MOST_LINES = 20_000  # of one sheet of the file
MOST_COLUMNS = 500
_MOST_CELLS = 2_000_000  # lines × columns
_MOST_ODS = 40 * 1024 * 1024  # octets of its content, which is read more slowly

FORMULA, ERROR, MERGED = "formula", "error", "merged"

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>\s*(<(?:\w+:)?f\b)?")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_IS_ERROR = re.compile(rb"""\bt=["']e["']""")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass
class Scan:
    """Of one sheet of the file. Lines and columns count from 1."""

    lines: int = 0
    columns: int = 0
    marks: dict[tuple[int, int], str] = field(
        default_factory=dict
    )  # (line, column): one of the three

    def reach(self, line: int, column: int) -> None:
        self.lines, self.columns = max(self.lines, line), max(self.columns, column)

    def refuse_too_large(self, title: str) -> None:
        if self.lines > MOST_LINES:
            raise FileRefused(
                f"La feuille « {title} » va jusqu’à la ligne {self.lines} ; {MOST_LINES} lignes au plus : "
                "coupez le fichier en plusieurs."
            )
        if self.columns > MOST_COLUMNS or self.lines * self.columns > _MOST_CELLS:
            raise FileRefused(
                f"La feuille « {title} » a des cases jusqu’à la colonne {letters(self.columns)} : videz celles qui "
                "ne servent pas, ou coupez le fichier en plusieurs."
            )


def letters(column: int) -> str:
    """1 -> "A", 28 -> "AB"."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def scan_xlsx(data: bytes) -> dict[str, Scan]:
    """{title: what was found}. Raises FileRefused."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        return {
            title: _scan_worksheet(archive.read(part), title)
            for title, part in _worksheets(archive).items()
            if part in names
        }


def _worksheets(archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError, DefusedXmlException) as error:
        raise FileRefused(f"Ce fichier est abîmé. {SAVE_AS}") from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        key = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        found[sheet.get("name", "")] = posixpath.normpath(path)
    return found


def _scan_worksheet(content: bytes, title: str) -> Scan:
    scan = Scan()
    unplaced = 0
    for cell in _CELL.finditer(content):
        place = _PLACE.search(cell[1])
        if place is None:
            unplaced += 1
            continue
        line, column = int(place[2]), _number(place[1])
        scan.reach(line, column)
        if cell[2]:
            scan.marks[line, column] = FORMULA
        if _IS_ERROR.search(cell[1]):
            scan.marks[line, column] = ERROR
    if unplaced > _MOST_CELLS or len(scan.marks) > _MOST_CELLS:
        raise FileRefused(
            f"La feuille « {title} » a trop de cases : coupez le fichier en plusieurs."
        )
    scan.refuse_too_large(title)
    return scan


def scan_ods(data: bytes) -> dict[str, Scan]:
    """{title: what was found}. Raises FileRefused."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo("content.xml").file_size > _MOST_ODS:
            raise FileRefused(
                f"Ce fichier est trop grand : coupez-le en plusieurs, ou {SAVE_AS[0].lower()}{SAVE_AS[1:]}"
            )
        with archive.open("content.xml") as content:
            try:
                return _scan_content(content)
            except (ElementTree.ParseError, DefusedXmlException) as error:
                raise FileRefused(f"Ce fichier est abîmé. {SAVE_AS}") from error


def _scan_content(content) -> dict[str, Scan]:
    scans: dict[str, Scan] = {}
    scan, title, line, column = Scan(), "", 0, 0
    for event, element in ElementTree.iterparse(content, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag == f"{_TABLE}table":
                scan, title, line = Scan(), element.get(f"{_TABLE}name", ""), 0
                scans[title] = scan
            elif tag == f"{_TABLE}table-row":
                column = 0
            continue
        if tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = _times(element, "columns")
            if _holds(element):
                column += times
                scan.reach(line + 1, column)
                _mark(scan, element, line + 1, column - times + 1)
            else:
                column += times
        elif tag == f"{_TABLE}table-row":
            times = _times(element, "rows")
            if times > 1 and scan.lines == line + 1:
                scan.reach(line + times, scan.columns)
            line += times
            scan.refuse_too_large(title)
            element.clear()
    return scans


def _times(element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def _holds(element) -> bool:
    return (
        element.get(f"{_OFFICE}value-type") is not None
        or element.get(f"{_TABLE}formula") is not None
        or len(element) > 0
    )


def _mark(scan: Scan, element, line: int, column: int) -> None:
    if element.get(f"{_TABLE}formula") is not None:
        scan.marks[line, column] = FORMULA
    spanned = [element.get(f"{_TABLE}number-{what}-spanned", "1") for what in ("rows", "columns")]
    if spanned != ["1", "1"]:
        scan.marks[line, column] = MERGED
