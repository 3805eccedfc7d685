"""Sheets as a spreadsheet: what the export writes the import reads back, and each wrong cell is named."""

import datetime
import io

import openpyxl
import pytest

from catalogue.models import (
    ImportedSheet,
    ProjectPage,
    ProjectTool,
    SheetImport,
)
from catalogue.spreadsheet.contents import SHEETS
from core.tables.export import export_csv, export_xlsx
from core.tables.importing import begin, start, work
from taxonomy.models import Tool
from tests.factories import (
    AuthorityFactory,
    UserFactory,
    editor,
    published,
)

pytestmark = pytest.mark.django_db

Outcome = SheetImport._meta.get_field("lines").related_model.Outcome


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
    return begin(SHEETS, name=name, content=content, user=user or editor(), publish=publish)


def outcomes(one: SheetImport) -> list[str]:
    return [found.outcome for found in one.lines.all()]


def problems(one: SheetImport) -> list[tuple[str, str, str]]:
    found = [*one.problems, *(problem for found in one.lines.all() for problem in found.problems)]
    return [(problem["where"], problem["column"], problem["said"]) for problem in found]


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
    content = "".join(export_csv(SHEETS, ProjectPage.objects.filter(pk=other.pk))).encode()
    one = sent(content, user=user, publish=False)
    assert "Vous ne pouvez pas modifier" in problems(one)[0][2]


def test_who_was_killed_is_followed_by_the_next(boe, theme, monkeypatch):
    from core.tables import importing

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
    from core.tables import importing

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
    from core.tables import importing

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
        export_xlsx(SHEETS, sheets)


# --- Emptied ------------------------------------------------------------------------------------------


def test_a_cell_is_emptied_by_a_word_and_never_by_being_blank(boe, theme):
    sheet = published(
        authority=boe,
        main_theme=theme,
        objectives="<p>Compter.</p>",
        minimum_population=500,
        receives_visits=True,
        means_text="<p>Deux agents.</p>",
    )
    sheet.covered_territories = [boe]
    sheet.tools.add(ProjectTool(tool=Tool.objects.create(name="Un outil")))
    sheet.save_revision().publish()
    key = f"{SHEETS.identifiers_of([sheet])[sheet.pk]}"
    emptied = {
        "identifiant": key,
        "objectifs": "(vider)",
        "taille_minimale": "( Vider )",
        "recoit_des_visites": "(vider)",
        "territoires_concernes": "(vider)",
        "outils.outil": "(vider)",
        "moyens_texte": "",
    }
    one = sent(csv(emptied))
    assert problems(one) == []
    removed = {change["label"] for change in one.lines.get().changes if not change["after"]}
    assert removed >= {
        "objectifs",
        "taille minimale (habitants)",
        "territoires concernés",
        "Outils",
    }
    assert start(one)
    sheet = ProjectPage.objects.get()
    assert (sheet.objectives, sheet.minimum_population) == ("", None)
    assert not sheet.receives_visits
    assert not sheet.covered_territories.exists()
    assert not sheet.tools.exists()
    assert sheet.means_text  # its cell was blank
    # Done already: nothing new. What every sheet has is not emptied, nor a group beside lines of it.
    assert outcomes(sent(csv(emptied))) == [Outcome.SAME]
    refused = sent(
        csv(
            {"identifiant": key, "origine": "(vider)", "outils.outil": "(vider)"},
            {"identifiant": key, "outils.outil": "Un outil"},
            {"identifiant": "une-autre", "dit_par.champ": "(vider)"},
        )
    )
    said = problems(refused)
    assert any("ne se vide pas par un fichier" in each for *_, each in said)
    assert any("ne peut pas être vidée" in each for *_, each in said)
    assert any("retire tout le groupe" in each for *_, each in said)
