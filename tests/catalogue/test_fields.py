"""A field of a sheet is declared once, and all that shows or asks it reads the declaration."""

import datetime
from decimal import Decimal

import pytest
from django.db.models import Field as Column
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import FieldPanel, InlinePanel, get_edit_handler
from wagtail.fields import RichTextField

from catalogue import choices, import_row
from catalogue.completeness import completeness
from catalogue.fields import FIELDS, Search, When, hidden_from
from catalogue.fields.table import table
from catalogue.management.commands.sheet_fields import FILE
from catalogue.models import (
    DebateItem,
    ProjectCost,
    ProjectDifficulty,
    ProjectFunding,
    ProjectMeans,
    ProjectPage,
    ProjectPartner,
    ProjectResult,
    ProjectSource,
    ProjectTool,
)
from catalogue.publication import publication_errors
from catalogue.records import record_of
from catalogue.spreadsheet.contents import SHEETS
from catalogue.spreadsheet.references import References
from core.tables.making import make
from taxonomy.models import Theme, Tool
from territories.models import Authority
from tests.factories import AuthorityFactory, ThemeFactory

RELATIONS = {r.get_accessor_name(): r.related_model for r in get_all_child_relations(ProjectPage)}
WORD = "Ornithorynque"
ROWS = {
    "sources": lambda: ProjectSource(title=WORD),
    "partners": lambda: ProjectPartner(label=WORD),
    "means": lambda: ProjectMeans(skill=WORD),
    "costs": lambda: ProjectCost(label=WORD, nature="investissement", amount=Decimal(1)),
    "investment_costs": lambda: ProjectCost(label=WORD, nature="investissement", amount=Decimal(1)),
    "running_costs": lambda: ProjectCost(label=WORD, nature="fonctionnement", amount=Decimal(1)),
    "funding": lambda: ProjectFunding(funder=WORD),
    "tools": lambda: ProjectTool(tool=Tool(name=WORD)),
    "results": lambda: ProjectResult(indicator=WORD),
    "difficulties": lambda: ProjectDifficulty(type="budget", text=WORD),
    "debate_items": lambda: DebateItem(text=WORD),
}


def by(attribute: str) -> list:
    found = [field for field in FIELDS.values() if getattr(field, attribute)]
    return [pytest.param(field, id=field.name) for field in found]


def value_of(name: str):
    """Something written in a field, as its column takes it."""
    column = ProjectPage._meta.get_field(name)
    if column.is_relation:
        return {"authority": Authority(pk="1"), "main_theme": Theme(pk=1)}[name]
    if column.choices:
        return column.choices[0][0]
    kind = column.get_internal_type()
    return {
        "BooleanField": True,
        "DateField": datetime.date(2026, 1, 1),
        "DecimalField": Decimal(1),
        "PositiveIntegerField": 1,
        "PositiveSmallIntegerField": 1,
    }.get(kind, "2026" if name in ("start", "end", "status_date") else f"<p>{WORD}</p>")


def write(sheet, name: str) -> None:
    if name in ROWS:
        setattr(sheet, name.replace("investment_", "").replace("running_", ""), [ROWS[name]()])
    else:
        setattr(sheet, name, value_of(name))


def test_every_column_and_group_of_rows_is_declared_and_nothing_else():
    columns = [
        field.name
        for field in (*ProjectPage._meta.local_fields, *ProjectPage._meta.local_many_to_many)
        if field.editable and isinstance(field, Column) and field.name != "page_ptr"
    ]
    wagtails = {"wagtail_admin_comments"}
    assert set(FIELDS) == {"title", *columns, *RELATIONS} - wagtails
    assert {name for name, field in FIELDS.items() if field.rows} == set(RELATIONS) - wagtails


def test_each_has_one_line_of_help_and_a_column_of_its_own():
    for field in FIELDS.values():
        assert 0 < len(field.help) <= 110, field.name
        assert "\n" not in field.help
        assert field.help[-1] in ".…", field.name
    columns = [field.column for field in FIELDS.values() if field.column]
    assert len(columns) == len(set(columns))
    # A person's name and address leave by no export.
    assert not any(FIELDS[name].column for name in ("contact_name", "contact_email"))


def panels() -> dict:
    found, waiting = {}, [get_edit_handler(ProjectPage)]
    while waiting:
        panel = waiting.pop()
        waiting += getattr(panel, "children", ())
        if isinstance(panel, InlinePanel):
            found[panel.relation_name] = panel
        elif isinstance(panel, FieldPanel):
            found[panel.field_name] = panel
    return found


def test_the_form_has_a_panel_for_each_with_its_label_and_help():
    found = panels()
    assert set(FIELDS) <= set(found)
    form = get_edit_handler(ProjectPage).get_form_class()()
    for name, field in FIELDS.items():
        assert found[name].help_text == field.help
        if field.rows:
            assert found[name].heading.lower() == field.label.lower()
        else:
            label = form.fields[name].label
            assert label.lower() == field.label.lower()


@pytest.mark.parametrize("field", by("needed"))
@pytest.mark.django_db
def test_what_is_needed_is_asked_for_in_its_words(field):
    origin = {
        When.DOCUMENTARY: choices.Origin.DOCUMENTARY,
        When.VALIDATED: choices.Origin.VALIDATED,
    }.get(field.needed.when, choices.Origin.PROPOSED)
    kind = choices.Kind.LOCAL_DEBATE if field.needed.when is When.DEBATE else ""
    sheet = ProjectPage(title="Une fiche", origin=origin, kind=kind)
    assert publication_errors(sheet)[field.name] == field.needed.message
    for name in (field.name, *field.answered_by):
        answered = ProjectPage(title="Une fiche", origin=origin, kind=kind)
        write(answered, name)
        assert field.needed.message not in publication_errors(answered).values(), name


@pytest.mark.parametrize("field", by("weight"))
def test_what_weighs_counts_however_it_is_answered(field):
    empty = completeness(ProjectPage(title="Une fiche"))
    for name in (field.name, *field.answered_by):
        sheet = ProjectPage(title="Une fiche")
        write(sheet, name)
        assert completeness(sheet) > empty, name


def test_a_sheet_without_any_weighed_field_is_at_nought_and_a_full_one_at_a_hundred():
    sheet = ProjectPage(title="Une fiche")
    assert completeness(sheet) == 0
    for name, field in FIELDS.items():
        if field.weight:
            write(sheet, name)
    assert completeness(sheet) == 100


@pytest.mark.parametrize("field", by("denies"))
@pytest.mark.django_db
def test_non_connu_contradicts_what_it_denies(field):
    for denied in field.denies:
        sheet = ProjectPage(title="Une fiche")
        write(sheet, field.name)
        write(sheet, denied)
        assert "contredit" in publication_errors(sheet)[field.name], denied


@pytest.mark.parametrize("field", [*FIELDS.values()], ids=lambda field: field.name)
@pytest.mark.django_db
def test_the_record_holds_what_is_searched_and_nothing_else(field):
    text = field.rows or ProjectPage._meta.get_field(field.name).get_internal_type() in (
        "CharField",
        "TextField",
    )
    if not text or (not field.rows and ProjectPage._meta.get_field(field.name).choices):
        return
    if field.rows and field.name not in ROWS:
        assert field.search is None
        return
    sheet = ProjectPage(title="", kind=choices.Kind.LOCAL_DEBATE)
    if field.rows:
        write(sheet, field.name)
    else:
        setattr(sheet, field.name, WORD)
    record = record_of(sheet)
    parts = {
        Search.TITLE: record.title,
        Search.SUMMARY: record.summary,
        Search.DIFFICULTIES: record.difficulties,
        Search.BODY: record.body,
    }
    assert [part for part, words in parts.items() if WORD in words] == (
        [field.search] if field.search else []
    )


@pytest.mark.django_db
def test_what_a_debate_alone_has_is_not_found_in_another_sheet():
    sheet = ProjectPage(title="", kind=choices.Kind.PROJECT, debate_question=WORD)
    assert WORD not in record_of(sheet).body
    assert "debate_question" in [field.name for field in hidden_from(choices.Kind.PROJECT)]


@pytest.mark.django_db
def test_what_looks_like_a_tag_in_a_plain_text_is_found():
    record = record_of(ProjectPage(title="Cantine <bio> & menus", summary="a < b", trigger="<c>"))
    assert (record.title, record.summary) == ("Cantine <bio> & menus", "a < b")
    assert "<c>" in record.body


@pytest.mark.django_db
def test_every_rich_text_has_a_column_that_the_import_reads(monkeypatch):
    names = [
        column.name
        for column in ProjectPage._meta.local_fields
        if isinstance(column, RichTextField)
    ]
    authority = AuthorityFactory()
    monkeypatch.setattr("catalogue.import_row.authority_for", lambda territory: authority)
    row = {
        "id": "une-fiche",
        "title": "Une fiche",
        "summary": "Ce qui a été fait.",
        "territory": {},
        "themes": [ThemeFactory().slug],
        "kind": "projet",
        "status": "idee",
        "sources": [],
        "partenaires": [],
        "outils": [],
    } | {FIELDS[name].column: f"Texte de {name}" for name in names}

    references = References()
    record = import_row.record_of(row, references)
    made = make(SHEETS, record, references, existing=None, publish=False)
    assert not made.problems
    for name in names:
        assert getattr(made.page, name) == f"<p>Texte de {name}</p>"


def test_five_facts_age():
    assert {field.ages for field in FIELDS.values() if field.ages} == {
        "avancement",
        "coût de fonctionnement",
        "résultats",
        "outil",
        "contact",
    }


def test_the_table_of_the_documentation_is_that_of_the_declarations():
    assert FILE.read_text(encoding="utf-8") == table(), "lancez « manage.py sheet_fields »"
