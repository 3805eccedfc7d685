"""What the library that reads cells leaves out of a file: how far its cells go and how much text they hold, formulas,
errors, merged cells, and what their format says (a percentage, a month).

A cell far below the others would make it fill all the lines between, and it copies a text into each cell that names it;
a formula without a result, and an error, come out as empty cells: what was written there would be lost without a word.
Names are read as that library reads them, whatever their namespace: nothing may count for it and not for us.
"""

import io
import re
import zipfile
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import IO
from xml.parsers import expat

from core.words import number as in_french

from .files import MOST_PARTS, SAVE_AS, FileRefused

MOST_LINES = 20_000  # of one sheet of the file
MOST_COLUMNS = 500
_MOST_CELLS = 2_000_000  # lines × columns, of all sheets of the file
_MOST_TEXT = 40_000_000  # characters of all cells, each as often as it is repeated
_LONGEST_TEXT = 32_767  # characters of a cell, in any spreadsheet program
_SHOWN = 60  # characters of a date as a cell shows it
_MOST_ODS = 40 * 1024 * 1024  # octets of its content

FORMULA, ERROR, MERGED, DOUBT = "formula", "error", "merged", "doubt"
PERCENT, MONTH, YEAR = "percent", "month", "year"

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[0-9]{1,7}")
# Where the library looks for a sheet: below xl/, which « xl/… » would name twice.
_PART = re.compile(r"(?:/xl/)?((?!xl/)[\w.-]+(?:/[\w.-]+)*)")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_PERCENTS, _MONTHS = ("9", "10"), ("17",)  # formats that XLSX only numbers

_DAMAGED = f"Ce fichier est abîmé. {SAVE_AS}"


@dataclass
class Scan:
    """Of one sheet of the file. Lines and columns count from 1."""

    lines: int = 0
    columns: int = 0
    # (line, column): FORMULA, ERROR, MERGED or DOUBT
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    # (line, column): PERCENT, MONTH or YEAR
    formats: dict[tuple[int, int], str] = field(default_factory=dict)


class _Bounds:
    """What all sheets of a file hold together. Raises FileRefused beyond."""

    def __init__(self) -> None:
        self._cells = self._text = 0

    def add_text(self, length: int, times: int, title: str) -> None:
        if length > _LONGEST_TEXT:
            raise FileRefused(
                f"Une case de la feuille « {title} » contient plus de {in_french(_LONGEST_TEXT)} caractères : "
                "raccourcissez-la."
            )
        self._text += length * times
        if self._text > _MOST_TEXT:
            raise FileRefused("Ce fichier contient trop de texte : coupez-le en plusieurs.")

    def reach(self, scan: Scan, line: int, column: int, title: str) -> None:
        if line <= scan.lines and column <= scan.columns:
            return
        scan.lines, scan.columns = max(scan.lines, line), max(scan.columns, column)
        if scan.lines > MOST_LINES:
            raise FileRefused(
                f"La feuille « {title} » va jusqu’à la ligne {in_french(scan.lines)} ; {in_french(MOST_LINES)} lignes "
                "au plus : coupez le fichier en plusieurs."
            )
        if scan.columns > MOST_COLUMNS or self._cells + scan.lines * scan.columns > _MOST_CELLS:
            raise FileRefused(
                f"La feuille « {title} » a des cases jusqu’à la colonne {letters(scan.columns)} : videz celles qui "
                "ne servent pas, ou coupez le fichier en plusieurs."
            )

    def end_sheet(self, scan: Scan) -> None:
        self._cells += scan.lines * scan.columns


def letters(column: int) -> str:
    """1 -> "A", 28 -> "AB"."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def _ignore(*args) -> None:
    pass


def _parse(
    content: IO[bytes],
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object] = _ignore,
    text: Callable[[str], object] = _ignore,
) -> None:
    """One pass that keeps nothing. Names as they are written, with their prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    try:
        parser.ParseFile(content)
    except expat.ExpatError as error:
        raise FileRefused(_DAMAGED) from error


def _refuse(*args) -> None:
    raise FileRefused(_DAMAGED)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


# --- XLSX -----------------------------------------------------------------------------------------------


def scan_xlsx(data: bytes) -> dict[str, Scan]:
    """{title: what was found}. Raises FileRefused."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name.lower(): name for name in archive.namelist()}
        lengths = _shared_lengths(archive, parts)
        formats = _formats(archive, parts)
        bounds, found = _Bounds(), {}
        for title, part in _worksheets(archive).items():
            if part in parts.values():
                sheet = _Worksheet(title, bounds, lengths, formats)
                with archive.open(part) as content:
                    _parse(content, sheet.start, sheet.end, sheet.text)
                bounds.end_sheet(sheet.scan)
                found[title] = sheet.scan
        return found


def _worksheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """{title: part}"""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def link(name: str, has: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[has.get("Id", "")] = has.get("Target", "")
            if len(targets) > MOST_PARTS:
                _refuse()

    def sheet(name: str, has: dict[str, str]) -> None:
        if _local(name) != "sheet":
            return
        key = next((value for name, value in has.items() if name.endswith(":id")), "")
        part = _PART.fullmatch(targets.get(key, ""))
        title = has.get("name", "")
        if not part or ".." in part[1] or title in found or f"xl/{part[1]}" in found.values():
            _refuse()
        else:
            found[title] = f"xl/{part[1]}"

    try:
        with archive.open("xl/_rels/workbook.xml.rels") as content:
            _parse(content, link)
        with archive.open("xl/workbook.xml") as content:
            _parse(content, sheet)
    except KeyError as error:
        raise FileRefused(_DAMAGED) from error
    return found


def _shared_lengths(archive: zipfile.ZipFile, parts: dict[str, str]) -> array:
    """Characters of each text that cells name by its place."""
    lengths = array("L")

    def start(name: str, has: dict[str, str]) -> None:
        if _local(name) == "si":
            lengths.append(0)
            if len(lengths) > _MOST_CELLS:
                _refuse()

    def text(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    if part := parts.get("xl/sharedstrings.xml"):
        with archive.open(part) as content:
            _parse(content, start, text=text)
    return lengths


def _formats(archive: zipfile.ZipFile, parts: dict[str, str]) -> dict[str, str]:
    """{place of a look, by which cells name it: PERCENT, MONTH or YEAR}"""
    meant = dict.fromkeys(_PERCENTS, PERCENT) | dict.fromkeys(_MONTHS, MONTH)
    found: dict[str, str] = {}
    within, places = [""], count()

    def start(name: str, has: dict[str, str]) -> None:
        name = _local(name)
        if name in ("cellStyleXfs", "cellXfs"):
            within[0] = name
        elif name == "numFmt":
            meant[has.get("numFmtId", "")] = _meant(has.get("formatCode", ""))
        elif name == "xf" and within[0] == "cellXfs":
            place = str(next(places))
            if look := meant.get(has.get("numFmtId", "")):
                found[place] = look

    if part := parts.get("xl/styles.xml"):
        with archive.open(part) as content:
            _parse(content, start)
    return found


def _meant(code: str) -> str:
    """ "0.0%", "[$-40C]mmmm\\ yyyy;@"."""
    bare = _QUOTED.sub("", code).lower()
    if "%" in bare:
        return PERCENT
    if "y" not in bare or set("dhs") & set(bare):
        return ""
    return MONTH if "m" in bare else YEAR


class _Worksheet:
    """What `_parse` calls for a sheet of XLSX."""

    def __init__(self, title: str, bounds: _Bounds, lengths: array, formats: dict[str, str]):
        self.scan = Scan()
        self._title, self._bounds, self._lengths, self._formats = title, bounds, lengths, formats
        self._line, self._column = 0, 0
        self._cell: dict[str, str] | None = None
        self._length, self._is_value, self._value = 0, False, ""

    def start(self, name: str, has: dict[str, str]) -> None:
        name = _local(name)
        if self._cell is not None:
            # It holds something: one that only has a look reaches nowhere.
            self._bounds.reach(self.scan, self._line, self._column, self._title)
            self._is_value = name == "v"
            if name == "f":
                self.scan.marks[self._line, self._column] = FORMULA
        elif name == "c":
            self._column += 1
            if "r" in has:
                place = _PLACE.fullmatch(has["r"])
                if not place or int(place[2]) != self._line:
                    _refuse()
                else:
                    self._column = _number(place[1])
            self._cell, self._length, self._value = has, 0, ""
        elif name == "row":
            self._line += 1
            if "r" in has:
                if not _NUMBER.fullmatch(has["r"]):
                    _refuse()
                self._line = int(has["r"])
            self._column = 0

    def text(self, said: str) -> None:
        if self._cell is not None:
            self._length += len(said)
            if self._is_value and len(self._value) < 20:
                self._value += said

    def end(self, name: str) -> None:
        if self._cell is None or _local(name) != "c":
            self._is_value = False
            return
        place, length = (self._line, self._column), self._length
        kind, look = self._cell.get("t"), self._cell.get("s", "")
        if kind == "e":
            self.scan.marks[place] = ERROR
        elif kind == "s" and self._value.isdecimal() and int(self._value) < len(self._lengths):
            length = self._lengths[int(self._value)]
        elif length and look in self._formats:
            self.scan.formats[place] = self._formats[look]
        self._bounds.add_text(length, 1, self._title)
        self._cell = None


# --- ODS ------------------------------------------------------------------------------------------------


def scan_ods(data: bytes) -> dict[str, Scan]:
    """{title: what was found}. Raises FileRefused."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo("content.xml").file_size > _MOST_ODS:
            raise FileRefused(
                f"Ce fichier est trop grand : coupez-le en plusieurs, ou {SAVE_AS[0].lower()}{SAVE_AS[1:]}"
            )
        found = _Content()
        with archive.open("content.xml") as content:
            _parse(content, found.start, found.end, found.text)
        return found.scans


class _Content:
    """What `_parse` calls for the content of an ODS."""

    def __init__(self) -> None:
        self.scans: dict[str, Scan] = {}
        self._bounds = _Bounds()
        self._title, self._scan = "", Scan()
        self._is_table = False
        self._line = self._column = 0  # above, left of
        self._rows = 1  # as often as the row is repeated
        self._cell: dict[str, str] | None = None
        self._holds, self._length = False, 0
        self._shown, self._is_note = "", False

    def start(self, name: str, has: dict[str, str]) -> None:
        if self._cell is not None:
            self._holds = True
        if name == "office:annotation":
            self._is_note = True
        if name == "table:table":
            self._title = has.get("table:name", "")
            if self._is_table or self._title in self.scans:
                _refuse()
            self._is_table, self._line, self._scan = True, 0, Scan()
            self.scans[self._title] = self._scan
        elif name == "table:table-row":
            self._column, self._rows = 0, _times(has, "table:number-rows-repeated")
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._shown = has, ""
            self._holds = "office:value-type" in has or "table:formula" in has
            self._length = sum(
                len(value) for name, value in has.items() if name.startswith("office:")
            )
        elif name == "text:s":
            self._length += _times(has, "text:c")

    def text(self, said: str) -> None:
        if self._cell is not None:
            self._length += len(said)
            if not self._is_note and len(self._shown) < _SHOWN:
                self._shown += said

    def end(self, name: str) -> None:
        if name == "office:annotation":
            self._is_note = False
        elif name == "table:table":
            self._bounds.end_sheet(self._scan)
            self._is_table = False
        elif name == "table:table-row":
            self._line += self._rows
        elif name in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None

    def _end_cell(self, has: dict[str, str]) -> None:
        times = _times(has, "table:number-columns-repeated")
        left = self._column + 1
        self._column += times
        if not self._holds:
            return
        self._bounds.add_text(self._length, times * self._rows, self._title)
        self._bounds.reach(self._scan, self._line + self._rows, self._column, self._title)
        spanned = [has.get(f"table:number-{what}-spanned", "1") for what in ("rows", "columns")]
        look = self._look(has)
        if "table:formula" not in has and spanned == ["1", "1"] and not look:
            return
        for line in range(self._line + 1, self._line + self._rows + 1):
            for column in range(left, self._column + 1):
                if spanned != ["1", "1"]:
                    self._scan.marks[line, column] = MERGED
                elif "table:formula" in has:
                    self._scan.marks[line, column] = FORMULA
                elif look == DOUBT:
                    self._scan.marks[line, column] = DOUBT
                if look and look != DOUBT:
                    self._scan.formats[line, column] = look

    def _look(self, has: dict[str, str]) -> str:
        kind = has.get("office:value-type")
        if kind == "percentage":
            return PERCENT
        day = has.get("office:date-value", "")[:10]
        return _precision(self._shown, day) if kind == "date" and day.endswith("-01") else ""


def _precision(shown: str, day: str) -> str:
    """Of a first day of a month (« 2021-03-01 »), by the text that the cell shows: « mars 2021 » hides its day, « 1 mars »
    its year. "": the day is shown; DOUBT: which parts are, cannot be told."""
    numbers = [int(found) for found in re.findall(r"[0-9]{1,9}", shown)]
    has_word = any(sign.isalpha() for sign in shown)
    if len(numbers) > (1 if has_word else 2):
        return ""
    year, month = int(day[:4]), int(day[5:7])
    parts = [] if has_word else [month]  # that a number shows beside the day or the year
    says_day = sorted(numbers) == sorted([*parts, 1])
    says_year = any(sorted(numbers) == sorted([*parts, one]) for one in (year, year % 100))
    if says_day != says_year:
        return MONTH if says_year else ""
    return YEAR if not has_word and numbers == [year] else DOUBT


def _times(has: dict[str, str], name: str) -> int:
    text = has.get(name, "1")
    if not _NUMBER.fullmatch(text):
        _refuse()
    return int(text)
