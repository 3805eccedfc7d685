"""Sheets as a spreadsheet: what the export writes the import reads back, and each wrong cell is named."""

import datetime
import io

import openpyxl
import pytest

from catalogue.choices import SaidHow
from catalogue.models import (
    ImportedSheet,
    ProjectPage,
    ProjectPartner,
    SheetImport,
)
from catalogue.provenance import keep_said
from catalogue.spreadsheet.columns import groups, sheet_columns
from catalogue.spreadsheet.export import export_csv, export_xlsx, template_xlsx
from catalogue.spreadsheet.importing import begin, start, work
from catalogue.spreadsheet.written import written_sheets
from core.tables.files import FileRefused
from network.models import Organisation
from taxonomy.models import Tool
from tests.factories import (
    AuthorityFactory,
    SheetFactory,
    ThemeFactory,
    ToolFactory,
    UserFactory,
    catalogue_page,
    draft,
    editor,
    published,
)

pytestmark = pytest.mark.django_db

Outcome = SheetImport._meta.get_field("lines").related_model.Outcome


@pytest.fixture
def boe():
    return AuthorityFactory(code="47031", name="Boé")


@pytest.fixture
def theme():
    return ThemeFactory(name="Signalement", slug="signalement")


def line(**cells) -> dict:
    return {
        "identifiant": "a",
        "titre": "Un compteur de vélos",
        "en_bref": "Les élèves comptent les vélos.",
        "porteur_code": "47031",
        "nature": "Projet ou service",
        "theme_principal": "Signalement",
        "avancement": "En service",
        "avancement_date": "2021",
        "sources.titre": "Bulletin",
        "sources.date": "2021",
    } | cells


def csv(*lines: dict) -> bytes:
    names = list(dict.fromkeys(name for one in lines for name in one))
    rows = [";".join(str(one.get(name, "")) for name in names) for one in lines]
    return "\n".join([";".join(names), *rows]).encode()


def book(**tables) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, lines in tables.items():
        sheet = made.create_sheet(title)
        for cells in lines:
            sheet.append(cells)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def sent(content: bytes, *, name="fiches.csv", user=None, publish=True) -> SheetImport:
    return begin(name=name, content=content, user=user or editor(), publish=publish)


def outcomes(one: SheetImport) -> list[str]:
    return [found.outcome for found in one.lines.all()]


def problems(one: SheetImport) -> list[tuple[str, str, str]]:
    found = [*one.problems, *(problem for found in one.lines.all() for problem in found.problems)]
    return [(problem["where"], problem["column"], problem["said"]) for problem in found]


# --- Round trip ---------------------------------------------------------------------------------------


def told(sheets) -> list[dict]:
    """What a file says of sheets, but how they are called there."""
    gone = ("numero",)
    return [
        {name: cell for name, cell in one.cells.items() if name not in gone} | one.rows
        for one in written_sheets(sheets.order_by("title"))
    ]


def full_sheet(boe) -> ProjectPage:
    """Something in every column that a file has."""

    family = ThemeFactory(name="Mobilités ; vélo")
    sheet = SheetFactory.build(parent=None)
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
    from decimal import Decimal

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
            "URLField": f"https://exemple.fr/{place}",
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
    content = export_xlsx(sheets) if kind == "xlsx" else "".join(export_csv(sheets)).encode()
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


# --- The whole way ------------------------------------------------------------------------------------


def test_a_file_is_tried_then_published_by_the_one_door(boe, theme):
    one = sent(
        csv(
            line(**{"outils.outil": "Un outil nouveau"}),
            {
                "identifiant": "a",
                "sources.titre": "Presse",
                "sources.adresse": "https://exemple.fr/a",
            },
        )
    )
    assert outcomes(one) == [Outcome.ADDED]
    assert not ProjectPage.objects.exists()
    assert not Tool.objects.exists()
    (note,) = one.lines.get().notes
    assert "sera ajouté à la liste" in note["said"]
    assert start(one)
    sheet = ProjectPage.objects.get()
    assert sheet.live
    assert sheet.latest_revision == sheet.live_revision
    assert sheet.owner == one.user
    assert [source.title for source in sheet.sources.all()] == ["Bulletin", "Presse"]
    assert sheet.tools.get().tool == Tool.objects.get()
    one.refresh_from_db()
    assert one.state == SheetImport.State.DONE
    assert one.lines.get().page == sheet
    assert not start(one)


def test_drafts_may_be_incomplete(boe):
    one = sent(
        csv({"identifiant": "a", "titre": "À compléter", "porteur": "Boé (Lot-et-Garonne)"}),
        publish=False,
    )
    assert problems(one) == []
    assert start(one)
    sheet = ProjectPage.objects.get()
    assert (sheet.live, sheet.authority, sheet.title) == (False, boe, "À compléter")
    assert sheet.latest_revision.as_object().title == "À compléter"


def test_a_second_import_of_the_same_file_changes_nothing(boe, theme):
    user = editor()
    start(sent(csv(line()), user=user))
    revisions = ProjectPage.objects.get().revisions.count()
    one = sent(csv(line()), user=user)
    assert outcomes(one) == [Outcome.SAME]
    start(one)
    assert ProjectPage.objects.get().revisions.count() == revisions


def test_what_changes_is_shown_then_published_and_an_empty_cell_changes_nothing(boe, theme):
    user = editor()
    start(sent(csv(line(contexte="Des appels perdus.")), user=user))
    one = sent(
        csv(line(contexte="", titre="Un compteur de vélos, deux ans après", avancement="Suspendu")),
        user=user,
    )
    assert outcomes(one) == [Outcome.CHANGED]
    changes = {
        change["label"]: (change["before"], change["after"]) for change in one.lines.get().changes
    }
    assert changes == {
        "titre": ("Un compteur de vélos", "Un compteur de vélos, deux ans après"),
        "avancement": ("En service", "Suspendu"),
    }
    start(one)
    sheet = ProjectPage.objects.get()
    assert (sheet.title, sheet.status, sheet.context) == (
        "Un compteur de vélos, deux ans après",
        "suspendu",
        "<p>Des appels perdus.</p>",
    )
    assert sheet.live_revision == sheet.latest_revision


def test_an_identifier_that_is_another_sheet_s_writes_over_nothing(boe, theme):
    AuthorityFactory(code="47001", name="Agen")
    user = editor()
    start(sent(csv(line()), user=user))
    one = sent(csv(line(titre="Tout autre chose", porteur_code="47001")), user=user)
    ((where, _, said),) = problems(one)
    assert where == "A2"
    assert "Un compteur de vélos" in said


def test_a_sheet_that_was_deleted_is_not_brought_back(boe, theme):
    user = editor()
    start(sent(csv(line()), user=user))
    ProjectPage.objects.get().delete()
    ((_, _, said),) = problems(sent(csv(line()), user=user))
    assert "supprimée" in said


# --- Each at its cell ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (
            {"theme_principal": "Signalment"},
            "theme_principal",
            "Vouliez-vous écrire « Signalement » ?",
        ),
        ({"avancement_date": "31/02/2021"}, "avancement_date", "n’existe pas"),
        ({"avancement_date": "bientôt"}, "avancement_date", "Écrivez une année"),
        ({"nature": "machin"}, "nature", "n’est pas dans la liste"),
        ({"porteur_code": "99999"}, "porteur_code", "99999"),
        ({"porteur": "Agen"}, "porteur", "celui de « Boé"),
        ({"taille_minimale": "12.5"}, "taille_minimale", "nombre entier"),
        ({"taille_minimale": "-3"}, "taille_minimale", "supérieure ou égale à 0"),
        ({"cout_entree": "12,500"}, "cout_entree", "deux façons"),
        ({"cout_entree": "=1+1"}, "cout_entree", "formule"),
        ({"cout_entree": "#REF!"}, "cout_entree", "erreur de calcul"),
        ({"titre": "x" * 300}, "titre", "120 au plus"),
        ({"en_bref": ""}, "en_bref", "Résumez le projet"),
        ({"sources.titre": ""}, "identifiant", "il manque « titre »"),
        ({"sources.adresse": "javascript:alert(1)"}, "sources.adresse", "URL valide"),
        (
            {
                "couts_lignes.libelle": "Achat",
                "couts_lignes.montant": "beaucoup",
                "couts_lignes.nature": "Investissement",
            },
            "couts_lignes.montant",
            "Écrivez un nombre",
        ),
        (
            {
                "couts_lignes.libelle": "Achat",
                "couts_lignes.montant": "5",
                "couts_lignes.nature": "Investissement",
                "couts_lignes.source_numero": "4",
            },
            "identifiant",
            "source n° 4",
        ),
        (
            {"partenaires.partenaire": "X", "partenaires.organisation_de_l_annuaire": "Inconnue"},
            "partenaires.organisation_de_l_annuaire",
            "n’est pas dans la liste",
        ),
    ],
)
def test_each_error_is_at_its_cell(boe, theme, cells, column, said):
    one = sent(csv(line(identifiant="bonne"), line(**cells)))
    assert outcomes(one) == [Outcome.ADDED, Outcome.REFUSED]
    names = csv(line(identifiant="bonne"), line(**cells)).decode().split("\n")[0].split(";")
    found = problems(one)
    (at,) = [problem for problem in found if said in problem[2]]
    assert at[1] == column
    if cells.get(column):
        from core.tables.scanning import letters

        assert at[0] == f"{letters(names.index(column) + 1)}3"
    # All of it or nothing.
    assert not start(one)
    assert not ProjectPage.objects.exists()


def test_two_same_identifiers_and_lines_without_one(boe, theme):
    one = sent(csv(line(), line(titre="Une autre"), line(identifiant="", titre="Sans nom")))
    said = problems(one)
    assert (
        "A3",
        "identifiant",
        "Cet identifiant est déjà celui de la ligne 2 : chaque fiche a le sien.",
    ) in said
    assert ("A4", "identifiant", "Cette ligne n’a pas d’identifiant.") in said
    assert not start(one)


def test_headings_that_nobody_knows(boe, theme):
    one = sent(csv(line(themes="a", titre_="b")))
    said = {problem[1]: problem[2] for problem in problems(one)}
    assert "theme_principal" in said["themes"] or "autres_themes" in said["themes"]
    assert "titre_" in said
    assert not start(one)


def test_rows_of_a_group_have_their_own_sheet(boe, theme):
    content = book(
        Fiches=[
            ["Fiches du pays"],
            [
                "Identifiant",
                "Titre",
                "en_bref",
                "porteur_code",
                "nature",
                "theme_principal",
                "avancement",
                "avancement_date",
            ],
            ["a", "Titre", "Bref.", 47031, "projet", "signalement", "en_service", 2021],
        ],
        Sources=[
            ["identifiant", "titre", "date"],
            ["a", "Bulletin", datetime.date(2021, 3, 19)],
            ["b", "De personne", ""],
        ],
        Coûts=[
            ["identifiant", "libelle", "montant", "nature"],
            ["a", "Achat", 1200.5, "investissement"],
        ],
        Aide=[["n’importe quoi"]],
    )
    one = sent(content, name="f.xlsx")
    ((where, _, said),) = problems(one)
    assert where == "Sources!A3"
    assert "Aucune fiche" in said
    assert outcomes(one) == [Outcome.ADDED]


def test_a_code_that_lost_its_zero_is_found_and_said(theme):
    AuthorityFactory(code="01004", name="Ambérieu")
    one = sent(csv(line(porteur_code="1004")))
    (note,) = one.lines.get().notes
    assert "01004" in note["said"]
    assert outcomes(one) == [Outcome.ADDED]


def test_merged_cells_are_refused_at_theirs(boe, theme):
    made = openpyxl.Workbook()
    sheet = made.active
    first = line()
    sheet.append(list(first))
    sheet.append(list(first.values()))
    sheet.append(list(line(identifiant="b").values()))
    sheet.merge_cells("B2:B3")
    file = io.BytesIO()
    made.save(file)
    one = sent(file.getvalue(), name="f.xlsx")
    assert ("Sheet!B2", "titre") in [problem[:2] for problem in problems(one)]


@pytest.mark.parametrize(
    "content", [b"a;b\n1;2\n", b"identifiant;titre\n", b"identifiant;libelle\n1;2\n"]
)
def test_a_table_of_something_else(content):
    with pytest.raises(FileRefused):
        sent(content)


# --- Rights, kills, bounds ----------------------------------------------------------------------------


def test_who_may_not_publish_is_told_for_each_line(boe, theme):
    from django.contrib.auth.models import Group

    from users.groups import CONTRIBUTORS

    editor()  # makes the groups
    user = UserFactory()
    user.groups.add(Group.objects.get(name=CONTRIBUTORS))
    other = published(title="À une autre")
    one = sent(csv(line()), user=user, publish=True)
    assert "Vous ne pouvez pas publier" in problems(one)[0][2]
    one = sent(csv(line()), user=user, publish=False)
    assert start(one)
    assert not ProjectPage.objects.get(title="Un compteur de vélos").live
    content = "".join(export_csv(ProjectPage.objects.filter(pk=other.pk))).encode()
    one = sent(content, user=user, publish=False)
    assert "Vous ne pouvez pas modifier" in problems(one)[0][2]


def test_who_was_killed_is_followed_by_the_next(boe, theme, monkeypatch):
    from catalogue.spreadsheet import importing

    user = editor()
    lines = [line(identifiant=str(place), titre=f"Projet {place}") for place in range(5)]
    one = sent(csv(*lines), user=user)
    SheetImport.objects.filter(pk=one.pk).update(state=SheetImport.State.TO_RUN)
    one.refresh_from_db()
    written = importing._write
    seen = []

    def killed(*args):
        if len(seen) == 2:
            raise SystemExit
        seen.append(args)
        return written(*args)

    monkeypatch.setattr(importing, "_write", killed)
    with pytest.raises(SystemExit):
        importing.run(one)
    assert ProjectPage.objects.count() == 2
    monkeypatch.setattr(importing, "_write", written)
    # The one that was killed may still be at it, for all that anybody knows.
    now = importing.timezone.now()
    work(now + datetime.timedelta(minutes=1))
    assert ProjectPage.objects.count() == 2
    SheetImport.objects.update(claimed_at=now - importing.CLAIM * 2)
    work(importing.timezone.now() + datetime.timedelta(minutes=1))
    assert sorted(ProjectPage.objects.values_list("title", flat=True)) == [
        f"Projet {place}" for place in range(5)
    ]
    assert ImportedSheet.objects.count() == 5
    one.refresh_from_db()
    assert one.state == SheetImport.State.DONE


def test_a_large_file_is_tried_by_the_worker(boe, theme, monkeypatch):
    from catalogue.spreadsheet import importing

    monkeypatch.setattr(importing, "TRIED_AT_ONCE", 1)
    monkeypatch.setattr(importing, "IMPORTED_AT_ONCE", 1)
    one = sent(csv(line(), line(identifiant="b", titre="Deux")))
    assert one.state == SheetImport.State.TO_CHECK
    work(importing.timezone.now() + datetime.timedelta(minutes=1))
    one.refresh_from_db()
    assert one.state == SheetImport.State.CHECKED
    assert outcomes(one) == [Outcome.ADDED, Outcome.ADDED]
    assert start(one)
    assert not ProjectPage.objects.exists()
    work(importing.timezone.now() + datetime.timedelta(minutes=1))
    assert ProjectPage.objects.count() == 2


def test_a_file_that_fails_does_not_hold_up_those_behind_it(boe, theme, monkeypatch):
    from catalogue.spreadsheet import importing

    monkeypatch.setattr(importing, "TRIED_AT_ONCE", 0)
    broken, good = sent(csv(line())), sent(csv(line(identifiant="b")))
    SheetImport.objects.filter(pk=broken.pk).update(content=b"PK no archive", name="f.xlsx")
    importing.work(importing.timezone.now() + datetime.timedelta(minutes=1))
    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.state, good.state) == (SheetImport.State.REFUSED, SheetImport.State.CHECKED)
    assert "abîmé" in broken.said


def test_no_more_is_told_than_somebody_reads(boe, theme):
    one = sent(csv(*(line() for _ in range(150)), *(line(identifiant="") for _ in range(150))))
    assert len(one.problems) == 101
    assert one.problems[-1]["said"] == "… et 50 autres."
    assert len(one.lines.get().problems) == 101


def test_statements_do_not_grow_with_the_sheets(boe, theme, django_assert_max_num_queries):
    user = editor()
    sent(csv(line()), user=user)
    lines = [line(identifiant=str(place), titre=f"Projet {place}") for place in range(30)]
    with django_assert_max_num_queries(40):
        one = sent(csv(*lines), user=user)
    start(one)
    sheets = ProjectPage.objects.all()
    with django_assert_max_num_queries(30):
        export_xlsx(sheets)


def test_the_template_explains_itself(theme):
    made = openpyxl.load_workbook(io.BytesIO(template_xlsx()))
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
        sent(template_xlsx(), name="modele.xlsx")
