"""What the export writes the import reads back, and the template explains itself."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from catalogue.choices import SaidHow
from catalogue.models import ProjectPage, ProjectPartner
from catalogue.provenance import keep_said
from catalogue.spreadsheet.columns import groups, sheet_columns
from catalogue.spreadsheet.contents import SHEETS
from core.tables.export import export_csv, export_xlsx, template_xlsx
from core.tables.files import FileRefused
from core.tables.importing import start
from core.tables.written import written_pages
from network.models import Organisation
from tests.catalogue.test_spreadsheet import Outcome, outcomes, problems, sent
from tests.factories import (
    AuthorityFactory,
    ThemeFactory,
    ToolFactory,
    catalogue_page,
    draft,
    editor,
    published,
)

pytestmark = pytest.mark.django_db


# --- Round trip ---------------------------------------------------------------------------------------


def told(sheets) -> list[dict]:
    """What a file says of sheets, but how they are called there."""
    gone = ("numero",)
    return [
        {name: cell for name, cell in one.cells.items() if name not in gone} | one.rows
        for one in written_pages(SHEETS, sheets.order_by("title"))
    ]


def full_sheet(boe) -> ProjectPage:
    """Something in every column that a file has."""

    family = ThemeFactory(name="Mobilités ; vélo")
    sheet = ProjectPage(title="Une fiche pleine : l’été", authority=boe)
    sheet.main_theme = ThemeFactory(name="Comptages", parent=family)
    sheet.other_themes = [ThemeFactory(), family]
    sheet.covered_territories = [boe, AuthorityFactory(code="01004")]
    for column in sheet_columns():
        if column.attribute != "title":
            _fill(sheet, column)
    sheet.origin, sheet.kind = "validee", "debat_local"
    sheet.validated_on = datetime.date(2024, 3, 1)
    sheet.start, sheet.end = "2019-03", "2020-04-05"
    for name in ("means_unknown", "investment_unknown", "running_unknown", "results_too_early"):
        setattr(sheet, name, False)
    for group in groups():
        if group.model is None:
            continue
        rows = []
        for place in range(2):
            row = group.model()
            for column in group.columns:
                _fill(row, column, place)
            if hasattr(row, "second_source_number"):
                row.second_source_number = 2 - place  # the other one
            rows.append(row)
        setattr(sheet, group.attribute, rows)
    for row in sheet.tools.all():
        row.tool = ToolFactory()
    sheet.partners = [
        ProjectPartner(
            label="Réseau",
            organisation=Organisation.objects.create(name="Réseau « Été »"),
            authority=boe,
            role="pair",
        )
    ]
    catalogue_page().add_child(instance=sheet)
    first = sheet.costs.all()[0]
    keep_said(
        sheet, "costs", first, who="DSI", day=datetime.date(2026, 3, 2), how=SaidHow.TELEPHONE
    )
    keep_said(
        sheet, "summary", sheet, who="La maire", day=datetime.date(2026, 3, 3), how=SaidHow.ANSWER
    )
    sheet.save()
    return sheet


def _fill(thing, column, place=0):
    field = thing._meta.get_field(column.attribute)
    if field.is_relation:
        return
    if field.choices:
        value = field.choices[place % len(field.choices)][0]
    else:
        value = {
            "BooleanField": True,
            "DecimalField": Decimal("12.50") + place,
            "PositiveIntegerField": 1200 + place,
            "PositiveSmallIntegerField": 2019 if "year" in field.name else 1 + place,
            "PartialDateField": ["2021-03", "2021-03-19"][place],
            "DateField": datetime.date(2024, 3, 1),
            "URLField": f"https://exemple{place}.fr/",
            "RichTextField": f"<p>Un « texte » <b>gras</b>\u00a0: {place}</p><ul><li>a</li></ul>",
        }.get(
            field.get_internal_type()
            if type(field).__name__ not in ("PartialDateField", "RichTextField", "URLField")
            else type(field).__name__,
            f"-Texte\u00a0; {place}",
        )
    setattr(thing, column.attribute, value)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_the_export_writes_the_import_reads_back(boe, kind, settings):
    full_sheet(boe)
    published(title="Une fiche du minimum", authority=boe)
    draft(title="Un brouillon sans rien", summary="", sources=[], status_date="")
    sheets = ProjectPage.objects.all()
    before = told(sheets)
    assert all(
        value not in ("", [])
        for value in next(one for one in before if "pleine" in one["titre"]).values()
        if value is not False
    )
    content = (
        export_xlsx(SHEETS, sheets)
        if kind == "xlsx"
        else "".join(export_csv(SHEETS, sheets)).encode()
    )
    user = editor()
    # The same instance: nothing is new.
    again = sent(content, name=f"f.{kind}", user=user, publish=False)
    assert problems(again) == []
    assert outcomes(again) == [Outcome.SAME] * 3
    # Another one, which knows the same places and lists.
    for sheet in sheets:
        sheet.delete()
    settings.BASE_URL = "https://ailleurs.exemple.fr"
    one = sent(content, name=f"f.{kind}", user=user, publish=False)
    assert problems(one) == []
    assert outcomes(one) == [Outcome.ADDED] * 3
    assert start(one)
    for was, now in zip(before, told(ProjectPage.objects.all()), strict=True):
        assert {**now, "en_ligne": ""} == {**was, "en_ligne": ""}


def test_the_template_explains_itself(theme):
    made = openpyxl.load_workbook(io.BytesIO(template_xlsx(SHEETS)))
    assert made.sheetnames[0] == "Fiches"
    assert {"Coûts", "Sources", "Difficultés", "Valeurs permises", "Aide"} <= set(made.sheetnames)
    assert made["Fiches"].max_row == 1
    assert all(cell.comment for cell in made["Fiches"][1])
    names = [cell.value for cell in made["Valeurs permises"][1]]
    themes = [
        row[names.index("theme_principal")]
        for row in made["Valeurs permises"].iter_rows(min_row=2, values_only=True)
    ]
    assert "Signalement" in themes
    helped = {(row[0], row[1]) for row in made["Aide"].iter_rows(min_row=2, values_only=True)}
    assert {("Fiches", column.name) for column in sheet_columns()} <= helped
    assert {(group.title, column.name) for group in groups() for column in group.columns} <= helped
    with pytest.raises(FileRefused):
        sent(template_xlsx(SHEETS), name="modele.xlsx")


def test_columns_of_dates_and_codes_keep_what_is_typed():
    sheet = openpyxl.load_workbook(io.BytesIO(template_xlsx(SHEETS)))["Fiches"]
    names = {cell.value: cell.column_letter for cell in sheet[1]}
    formats = {name: sheet.column_dimensions[at].number_format for name, at in names.items()}
    for name in ("identifiant", "porteur_code", "avancement_date", "territoires_concernes"):
        assert formats[name] == "@"
    assert formats["cout_entree"] == "General"


def test_what_a_browser_sends_is_the_same_text(boe):
    text_column = next(
        column.attribute for column in sheet_columns() if type(column.kind).__name__ == "LongText"
    )
    rich_column = next(
        column.attribute for column in sheet_columns() if type(column.kind).__name__ == "RichText"
    )
    published(
        title="Une fiche", authority=boe, **{text_column: "un\r\ndeux", rich_column: "<p></p>"}
    )
    for kind in ("xlsx", "csv"):
        sheets = ProjectPage.objects.all()
        content = (
            export_xlsx(SHEETS, sheets)
            if kind == "xlsx"
            else "".join(export_csv(SHEETS, sheets)).encode()
        )
        assert b"<p></p>" not in content
        assert outcomes(sent(content, name=f"f.{kind}", publish=False)) == [Outcome.SAME]
