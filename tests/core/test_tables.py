"""Files of spreadsheet programs: what is read of them, and what is refused in words."""

import datetime
import io
import struct
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from core.tables import cells
from core.tables.files import FileRefused
from core.tables.reading import read_tables
from core.tables.writing import Book, Heading, csv_lines

from .test_table_cells import ignore

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(*lines, merged="", title="Fiches") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for line in lines:
        sheet.append(line)
    if merged:
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(**parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def ods(rows: str, *, manifest: str = "", extra: str = "") -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Fiches">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {
        "mimetype": ODS_TYPE,
        "content.xml": content,
        "META-INF/manifest.xml": manifest or "<m/>",
    }
    if extra:
        parts[extra] = "x"
    return archive(**parts)


def ods_cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def with_part(data: bytes, name: str, content: str = "x") -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as made:
        made.writestr(name, content)
    return file.getvalue()


def without_truth(data: bytes) -> bytes:
    """An archive whose table says of its largest part that it is small."""
    where = data.rindex(b"PK\x01\x02")
    return data[: where + 24] + struct.pack("<I", 10) + data[where + 28 :]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "vide.xlsx", "vide"),
        (b"  \r\n", "vide.csv", "vide"),
        (b"%PDF-1.7 abc", "a.xlsx", "n’est pas un tableau"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "n’est pas un tableau"),
        (b"<!doctype html><table></table>", "a.xls", "n’est pas un tableau"),
        (b"MZ\x90\x00" + b"\x00" * 60, "a.xlsx", "n’est pas un tableau"),
        (OLD, "a.xls", "ancien format"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "mot de passe"),
        (archive(**{"word/document.xml": "<a/>"}), "a.xlsx", "n’est pas un tableau"),
        (b"PK\x03\x04 and nothing", "a.xlsx", "abîmé"),
        (xlsx(["identifiant"])[:-40], "a.xlsx", "abîmé"),
        (xlsx(["identifiant"]), "a.xlsm", "macros"),
        (with_part(xlsx(["identifiant"]), "xl/vbaProject.bin"), "a.xlsx", "macros"),
        (ods("", extra="Basic/script-lc.xml"), "a.ods", "macros"),
        (ods("", manifest="<a><encryption-data/></a>"), "a.ods", "mot de passe"),
        (archive(**{"xl/workbook.xml": b"0" * (101 * 1024 * 1024)}), "bombe.xlsx", "100 Mo"),
        (without_truth(archive(**{"xl/workbook.xml": "0" * 5_000_000})), "bombe.xlsx", "abîmé"),
        (
            archive(
                **{
                    "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
                    "xl/_rels/workbook.xml.rels": "<a/>",
                }
            ),
            "a.xlsx",
            "abîmé",
        ),
        (b"a\x00b;c", "a.csv", "n’est pas un tableau"),
        (b'identifiant;titre\n"a;b\n', "a.csv", "guillemet"),
        (b"identifiant;titre\n" + b"a;b\n" * 20_001, "a.csv", "20\u202f000 lignes"),
        (b";" * 600, "a.csv", "colonnes"),
        (
            ods(
                '<table:table-row table:number-rows-repeated="1000000">'
                + ods_cell("x")
                + "</table:table-row>"
            ),
            "a.ods",
            "20\u202f000 lignes",
        ),
    ],
)
def test_a_file_that_is_no_sheet_of_lines_is_refused_in_words(data, name, said):
    with pytest.raises(FileRefused) as refused:
        read_tables(data, name)
    assert said in str(refused.value)


def far(reference: str) -> bytes:
    """A file of two cells, one of them far below or to the right: a few kilobytes that would fill gigabytes."""
    data = xlsx(["identifiant"])
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    cell = f'<row r="{reference.lstrip("ABCDEFX")}"><c r="{reference}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    key = "xl/worksheets/sheet1.xml"
    parts[key] = parts[key].replace(b"</sheetData>", cell.encode())
    return archive(**parts)


@pytest.mark.parametrize("reference", ["A1048576", "XFD1", "XFD1048576"])
def test_a_cell_far_away_is_refused_before_anything_fills_the_way_to_it(reference):
    with pytest.raises(FileRefused) as refused:
        read_tables(far(reference), "loin.xlsx")
    assert "coupez le fichier" in str(refused.value)


def worksheet(rows: str, *, shared: str = "") -> bytes:
    """A file of these rows, as XML."""
    with zipfile.ZipFile(io.BytesIO(xlsx(["identifiant"]))) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    key = "xl/worksheets/sheet1.xml"
    head, _, rest = parts[key].partition("<sheetData>")
    parts[key] = f"{head}<sheetData>{rows}</sheetData>{rest.partition('</sheetData>')[2]}"
    if shared:
        parts["xl/sharedStrings.xml"] = (
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<si><t>{shared}</t></si></sst>"
        )
    return archive(**parts)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="30000"><c r = "A30000"><v>1</v></c></row>',
        '<row r="30000"><c r="a30000"><v>1</v></c></row>',
        '<row r="1"><c r="A30000"><v>1</v></c></row>',
        '<row r="30000"><c><v>1</v></c></row>',
        '<row r="+30000"><c><v>1</v></c></row>',
        "<row><c><v>1</v></c></row>" * 20_001,
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 501 + "</row>",
        # What names a place is not always written as one expects.
        '<row r="&#51;0000"><c r="&#65;30000"><v>1</v></c></row>',
        '<x:row xmlns:x="a" r="30000"><x:c r="A30000"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_no_way_to_write_a_place_gets_around_the_bounds(rows):
    with pytest.raises(FileRefused):
        read_tables(worksheet(rows), "loin.xlsx")


def test_cells_without_a_place_are_read_in_their_order():
    (table,) = read_tables(
        worksheet(
            "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><f>1+1</f></c><c><v>3</v></c></row>"
        ),
        "a.xlsx",
    )
    assert table.cell(1, 2) == 2
    assert "formule" in table.wrong_with(2, 1)


MUCH = "x" * 30_000


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', shared="x" * 32_768), "a.xlsx"),
        (
            worksheet(
                "".join("<row>" + '<c t="s"><v>0</v></c>' * 40 + "</row>" for _ in range(40)),
                shared=MUCH,
            ),
            "a.xlsx",
        ),
        (
            worksheet(f'<row><c t="inlineStr"><is><t>{"x" * 32_768}</t></is></c></row>'),
            "a.xlsx",
        ),
        (ods(f"<table:table-row>{ods_cell('x' * 32_768)}</table:table-row>"), "a.ods"),
        (
            ods(
                '<table:table-row table:number-rows-repeated="40">'
                + ods_cell(MUCH, 'table:number-columns-repeated="40"')
                + "</table:table-row>"
            ),
            "a.ods",
        ),
        (
            ods(
                "<table:table-row>" + ods_cell('<text:s text:c="1000000"/>') + "</table:table-row>"
            ),
            "a.ods",
        ),
        (
            ods(
                "<table:table-row>"
                + ods_cell("x", 'table:number-columns-repeated="+4000"')
                + "</table:table-row>"
            ),
            "a.ods",
        ),
        (
            ods(
                '<table:table-row xmlns:table="autre" table:number-rows-repeated="30000">'
                + ods_cell("x")
                + "</table:table-row>"
            ),
            "a.ods",
        ),
    ],
)
def test_a_small_file_that_would_fill_the_memory_is_refused(data, name):
    assert len(data) < 20_000
    with pytest.raises(FileRefused):
        read_tables(data, name)


def test_many_sheets_share_one_bound():
    made = openpyxl.Workbook()
    for _ in range(5):
        made.create_sheet()["SF1000"] = 1  # column 500
    file = io.BytesIO()
    made.save(file)
    with pytest.raises(FileRefused):
        read_tables(file.getvalue(), "a.xlsx")


def test_two_parts_of_one_name_are_refused():
    data = xlsx(["identifiant"])
    with pytest.raises(FileRefused):
        read_tables(with_part(data, "xl/Worksheets/sheet1.xml"), "a.xlsx")


def test_what_a_format_shows_is_what_is_read():
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append([0.5, 0.12345, 1, datetime.date(2021, 3, 1), datetime.date(2021, 3, 1)])
    for place, code in enumerate(["0%", "0.0%", "0.00%", "mmm-yy", "dd/mm/yyyy"], start=1):
        sheet.cell(1, place).number_format = code
    file = io.BytesIO()
    made.save(file)
    (table,) = read_tables(file.getvalue(), "a.xlsx")
    rates = [cells.Number().read(table.cell(1, place), ignore) for place in (1, 2, 3)]
    assert rates == [50, Decimal("12.345"), 100]
    dates = [cells.PartialDate().read(table.cell(1, place), ignore) for place in (4, 5)]
    assert dates == ["2021-03", "2021-03-01"]
    percent = '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50 %</text:p></table:table-cell>'
    (table,) = read_tables(ods(f"<table:table-row>{percent}</table:table-row>"), "a.ods")
    assert cells.Number().read(table.cell(1, 1), ignore) == 50


def test_a_month_of_an_open_document_is_no_first_day():
    def cell(shown: str, day="2021-03-01", note="") -> str:
        text = f"<text:p>{shown}</text:p>" if shown else ""
        return f'<table:table-cell office:value-type="date" office:date-value="{day}">{note}{text}</table:table-cell>'

    note = "<office:annotation><dc:date>2024-01-01</dc:date><text:p>vu le 2 mai</text:p></office:annotation>"
    shown = (
        "mars 2021",
        "03/2021",
        "mars-21",
        "01/03/2021",
        "lundi 1er mars 2021",
        "2021-03-01",
        "",
    )
    cells = [*map(cell, shown), cell("2021", "2021-01-01"), cell("mars 2021", note=note)]
    cells.append(cell("04/03/2021", "2021-03-04"))
    # The year is hidden, not the day; « 01 » of 2001 may be either.
    cells += [cell("lundi 1 mars"), cell("01/03"), cell("mars 01", "2001-03-01")]
    (table,) = read_tables(ods(f"<table:table-row>{''.join(cells)}</table:table-row>"), "a.ods")
    first = datetime.date(2021, 3, 1)
    read = table.lines[0]
    assert read[:3] == ["03/2021"] * 3
    assert [as_day(one) for one in read[3:6]] == [first] * 3
    assert "premier du mois" in table.wrong_with(1, 7)
    assert read[7:9] == ["2021", "03/2021"]
    assert as_day(read[9]) == datetime.date(2021, 3, 4)
    assert [as_day(one) for one in read[10:12]] == [first] * 2
    assert "premier du mois" in table.wrong_with(1, 13)
    assert not any(table.wrong_with(1, column) for column in (1, 4, 8, 9, 10, 11, 12))


def as_day(cell) -> datetime.date:
    return cell.date() if isinstance(cell, datetime.datetime) else cell


def test_empty_cells_with_a_look_reach_nowhere():
    data = xlsx(["identifiant"])
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    key = "xl/worksheets/sheet1.xml"
    parts[key] = parts[key].replace(
        b"</sheetData>", b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    )
    (table,) = read_tables(archive(**parts), "a.xlsx")
    assert table.cell(1, 1) == "identifiant"


def test_formulas_errors_and_merged_cells_are_known_by_their_place():
    (table,) = read_tables(xlsx(["a", "=1+1", "#REF!", "d"], ["m"], merged="A2:A3"), "a.xlsx")
    assert table.where(1, 2) == "Fiches!B1"
    assert "formule sans résultat" in table.wrong_with(1, 2)
    assert "erreur de calcul" in table.wrong_with(1, 3)
    assert table.wrong_with(1, 4) == ""
    assert "fusionnées" in table.wrong_with(2, 1)


def test_an_open_document_says_the_same():
    calculated = ods_cell("2", 'table:formula="of:=1+1"')
    merged = ods_cell("m", 'table:number-rows-spanned="2"')
    rows = (
        f"<table:table-row>{ods_cell('a')}{calculated}</table:table-row>"
        f"<table:table-row>{merged}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    (table,) = read_tables(ods(rows), "a.ods")
    assert table.cell(1, 2) == "2"
    assert table.is_calculated(1, 2)
    assert table.wrong_with(1, 2) == ""
    assert "fusionnées" in table.wrong_with(2, 1)


@pytest.mark.parametrize("separator", ";,\t")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_any_program(separator, encoding):
    text = f'identifiant{separator}titre\r\n1{separator}"L’été{separator} à Évry"\r\n'
    (table,) = read_tables(text.encode(encoding), "fiches.csv")
    assert table.lines[1] == ["1", f"L’été{separator} à Évry"]
    assert table.where(2, 2) == "B2"


def test_a_csv_that_says_its_separator():
    (table,) = read_tables(b"sep=,\r\nidentifiant,titre;x\r\n1,a\r\n", "a.csv")
    assert table.lines[0] == ["identifiant", "titre;x"]


def test_a_formula_of_a_csv_is_refused_and_an_apostrophe_of_ours_goes():
    (table,) = read_tables(b"a;b\n=1+1;'=texte\n", "a.csv")
    assert "formule" in table.wrong_with(2, 1)
    assert table.cell(2, 2) == "=texte"
    assert table.wrong_with(2, 2) == ""


@pytest.mark.parametrize("text", ["=1+1", "+33", "-x", "@a", "'=x", "''-y", "l’été", "a;b\nc", '"'])
def test_what_is_written_is_read_back(text):
    lines = "".join(csv_lines(["identifiant", "texte"], [{"identifiant": "1", "texte": text}]))
    (table,) = read_tables(lines.encode(), "a.csv")
    assert table.cell(2, 2) == text
    book = Book()
    book.add("Fiches", [Heading("texte")])
    book.append("Fiches", [text])
    (table,) = read_tables(book.octets(), "a.xlsx")
    assert table.cell(2, 1) == text
    assert not table.marks
