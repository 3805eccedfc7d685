"""The list of sheets as a file: for a French spreadsheet, without a formula, in one statement."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.models import OwnerConfirmation
from tests.factories import AuthorityFactory, SheetFactory, draft, editor, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def exported(client, **query) -> bytes:
    answer = client.get(reverse("fiches:index"), {"export": "csv", **query})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="fiches-')
    return b"".join(answer.streaming_content)


def rows(client, **query) -> list[dict]:
    text = exported(client, **query).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_what_a_french_spreadsheet_reads(desk):
    town = AuthorityFactory(name="Boé", code="47031", population=5_846)
    sheet = published(title="L’éclairage", authority=town, number=12)
    OwnerConfirmation.objects.create(sheet=sheet, confirmed_on="2026-06-01")
    assert exported(desk).startswith("\ufeffN°;Fiche;".encode())
    row = rows(desk)[0]
    assert row["N°"] == "12"
    assert row["Fiche"] == "L’éclairage"
    assert row["Porteur"] == "Boé (Lot-et-Garonne)"
    assert row["Code (INSEE, SIREN)"] == "47031"
    assert row["Code du département"] == "47"
    assert row["Département"] == "Lot-et-Garonne"
    assert row["Population du porteur"] == "5846"
    assert row["Relecture"] == "Publiée"
    assert row["Confirmée par le porteur"] == "01/06/2026"
    assert row["Source la plus récente"] == "2023-05"
    assert row["Adresse permanente"].endswith("/f/12/")


def test_only_what_is_listed_in_its_order(desk):
    published(title="Zinc", status="idee")
    published(title="Argent", status="idee")
    published(title="Plomb", status="termine")
    found = rows(desk, status="idee", ordering="title")
    assert [row["Fiche"] for row in found] == ["Argent", "Zinc"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝", "'="])
def test_no_formula(desk, sign):
    published(title=f"{sign}2+5")
    title = rows(desk)[0]["Fiche"]
    assert title.startswith("'")
    workbook = desk.get(reverse("fiches:index"), {"export": "xlsx"})
    cells = openpyxl.load_workbook(io.BytesIO(b"".join(workbook.streaming_content)))
    cell = cells.active["B2"]
    assert cell.data_type == "s"


def test_a_separator_and_a_line_in_a_title(desk):
    published(title='Un ; deux " trois')
    assert rows(desk)[0]["Fiche"] == 'Un ; deux " trois'


def test_xlsx_keeps_numbers_and_dates(desk):
    sheet = published(number=12)
    OwnerConfirmation.objects.create(sheet=sheet, confirmed_on="2026-06-01")
    answer = desk.get(reverse("fiches:index"), {"export": "xlsx"})
    table = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    found = dict(
        zip([cell.value for cell in table[1]], [cell.value for cell in table[2]], strict=True)
    )
    assert found["N°"] == 12
    assert found["Complétude"] == sheet.completeness
    assert f"{found['Confirmée par le porteur']:%Y-%m-%d}" == "2026-06-01"


def test_a_draft_without_anything(desk):
    draft(title="Nue", authority=None, main_theme=None, sources=[], kind="", status="")
    assert rows(desk)[0]["Code (INSEE, SIREN)"] == ""


def test_its_statements(desk):
    def count() -> int:
        with CaptureQueriesContext(connection) as statements:
            exported(desk)
        return len(statements)

    published()
    count()
    before = count()
    for _ in range(6):
        SheetFactory()
    assert count() == before
    assert before <= 12


def test_whole_sheets_of_what_is_listed(desk, client):
    published(title="Zinc", status="idee")
    published(title="Plomb", status="termine")
    query = {"status": "idee", "export": "fiches"}
    workbook = desk.get(reverse("fiches:index"), query)
    first = openpyxl.load_workbook(io.BytesIO(workbook.content)).worksheets[0]
    cells = {cell.value for row in first.iter_rows() for cell in row}
    assert "Zinc" in cells
    assert "Plomb" not in cells
    html = desk.get(reverse("fiches:index"), {"status": "idee"}).content.decode()
    assert "?status=idee&amp;export=fiches-csv" in html
