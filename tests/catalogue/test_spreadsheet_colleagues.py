"""A file and what others do with the same sheets: nothing of theirs is written over, shown, or taken for another."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from catalogue.models import ImportedSheet, ProjectPage, SheetCounter, SheetImport
from catalogue.spreadsheet.contents import SHEETS
from catalogue.spreadsheet.identifiers import address_of
from core.tables import importing
from core.tables.export import export_csv
from core.tables.importing import start
from core.tables.reading import read_tables
from core.tables.refused import refused_xlsx
from tests.catalogue.test_spreadsheet import Outcome, csv, line, outcomes, problems, sent
from tests.factories import (
    AuthorityFactory,
    ThemeFactory,
    UserFactory,
    draft,
    editor,
    published,
)
from users.groups import CONTRIBUTORS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists():
    AuthorityFactory(code="47031", name="Boé")
    ThemeFactory(name="Signalement", slug="signalement")


def exported(sheet) -> bytes:
    return "".join(export_csv(SHEETS, ProjectPage.objects.filter(pk=sheet.pk))).encode()


def contributor():
    editor()  # makes the groups
    user = UserFactory()
    user.groups.add(Group.objects.get(name=CONTRIBUTORS))
    return user


def address(number: int | str) -> str:

    return address_of(number)


# --- Drafts of others ---------------------------------------------------------------------------------


@pytest.mark.parametrize("publish", [True, False])
def test_what_waits_to_be_published_is_neither_written_over_nor_put_online(publish):
    sheet = published(title="En ligne")
    content = exported(sheet)
    sheet.title = "Ce qu’une collègue écrit"
    sheet.save_revision()
    one = sent(content, publish=publish)
    assert (outcomes(one), problems(one)) == ([Outcome.SAME], [])
    one = sent(content.replace(b"En ligne", b"Autrement"), publish=publish)
    ((where, _, said),) = problems(one)
    assert where == "A2"
    assert "attendent d’être publiées" in said
    start(one, without_refused=True)
    sheet.refresh_from_db()
    assert sheet.title == "En ligne"
    assert sheet.latest_revision.as_object().title == "Ce qu’une collègue écrit"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_export_shows_a_contributor_no_draft_of_another(kind):
    user = contributor()
    draft(title="À une autre")
    published(title="En ligne")
    draft(title="À soi", owner=user)
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("sheet_export"), {"format": kind})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    titles = {cell for cells in read_tables(content, f"f.{kind}")[0].lines for cell in cells}
    assert "À soi" in titles
    assert "À une autre" not in titles


def test_what_changed_since_the_trial_is_not_written_over():
    user = editor()
    start(sent(csv(line()), user=user))
    sheet = ProjectPage.objects.get()
    one = sent(csv(line(titre="Du fichier")), user=user)
    sheet.title = "D’une collègue"
    sheet.save_revision().publish()
    assert start(one)
    sheet.refresh_from_db()
    assert sheet.title == "D’une collègue"
    assert "depuis l’essai" in problems(one)[0][2]


def test_a_sheet_that_another_file_brought_since_the_trial_is_not_written_over():
    user = editor()
    late = sent(csv(line(titre="Deuxième")), user=user)
    start(sent(csv(line()), user=user))
    start(late)
    assert ProjectPage.objects.get().title == "Un compteur de vélos"
    assert "depuis l’essai" in problems(late)[0][2]


# --- Errors that pass -----------------------------------------------------------------------------------


def next_round():
    SheetImport.objects.update(claimed_at=None)
    importing.work(importing.timezone.now() + datetime.timedelta(minutes=1))


def test_a_busy_database_only_delays_an_import(monkeypatch):
    one = sent(csv(line(), line(identifiant="b", titre="Deux")))
    SheetImport.objects.update(state=SheetImport.State.TO_RUN)
    written = importing._write
    seen = []

    def busy(*args):
        seen.append(args)
        if len(seen) in (2, 3, 4, 5):
            raise OperationalError("database is locked")
        return written(*args)

    monkeypatch.setattr(importing, "_write", busy)
    for _ in range(4):
        next_round()
        one.refresh_from_db()
        assert one.state == SheetImport.State.TO_RUN
    next_round()
    one.refresh_from_db()
    assert one.state == SheetImport.State.DONE
    assert ProjectPage.objects.count() == 2


def test_an_error_of_ours_ends_an_import_the_third_time(monkeypatch):
    one = sent(csv(line()))
    SheetImport.objects.update(state=SheetImport.State.TO_RUN)
    monkeypatch.setattr(SHEETS, "references", lambda: 1 / 0)
    for state in ("TO_RUN", "TO_RUN", "REFUSED"):
        next_round()
        one.refresh_from_db()
        assert one.state == SheetImport.State[state]


# --- Identifiers --------------------------------------------------------------------------------------


def test_a_deleted_sheet_is_not_brought_back_by_its_address():
    sheet = published(title="Une fiche")
    content = exported(sheet)
    sheet.delete()
    ((_, _, said),) = problems(sent(content))
    assert "supprimée" in said


def test_an_address_that_no_sheet_has_yet_is_no_identifier():
    last = published().number
    ((_, _, said),) = problems(sent(csv(line(identifiant=address(last + 9)))))
    assert "n’existe pas encore" in said
    assert SheetCounter.objects.get().last == last


def test_an_address_written_otherwise_is_the_same():
    sheet = published(title="Une fiche")
    for text in (f"HTTPS://{address(sheet.number)}/", address(f"00{sheet.number}").upper()):
        one = sent(exported(sheet).replace(address(sheet.number).encode(), text.encode()))
        assert outcomes(one) == [Outcome.SAME]


def test_what_a_file_brought_goes_before_what_looks_like_an_address():
    first, second = published(title="Une"), published(title="Deux")
    ImportedSheet.objects.create(source="tableur", key=address(second.number), page=first)
    one = sent(csv({"identifiant": address(second.number), "titre": "Une autre"}))
    assert one.lines.get().page == first


def test_two_identifiers_of_one_sheet_are_told():
    start(sent(csv(line())))
    sheet = ProjectPage.objects.get()
    one = sent(
        csv(
            {"identifiant": "a", "titre": "Un"},
            {"identifiant": address(sheet.number), "titre": "Deux"},
        )
    )
    assert outcomes(one) == [Outcome.CHANGED, Outcome.REFUSED]
    assert "ligne 2" in problems(one)[0][2]


# --- Nothing typed is lost ------------------------------------------------------------------------------


def test_a_second_line_of_one_identifier_is_given_back_as_its_own():
    one = sent(csv(line(), line(titre="Une autre", contexte="Ce qui est\ttapé"), line(titre="x")))
    table = read_tables(refused_xlsx(one), "refus.xlsx")[0]
    titles = [table.cell(place, table.lines[0].index("titre") + 1) for place in (2, 3, 4)]
    assert titles == ["Un compteur de vélos", "Une autre", "x"]
    assert "déjà celui de la ligne 2" in table.cell(3, 2)
    assert any("tapé" in str(cell) for cell in table.lines[2])


def test_a_control_in_a_title_is_no_error_of_the_database():
    content = "identifiant;titre;nature\na;Un\x00titre;machin\n".encode("utf-16")
    one = sent(content, publish=False)
    assert one.lines.get().title == "Untitre"


# --- Statements ---------------------------------------------------------------------------------------


def test_statements_do_not_grow_with_the_sheets_that_are_known(django_assert_max_num_queries):
    user = editor()
    lines = [
        line(identifiant=str(place), titre=f"Projet {place}", **{"outils.outil": f"Outil {place}"})
        for place in range(20)
    ]
    start(sent(csv(*lines), user=user))
    assert ProjectPage.objects.count() == 20
    # One a sheet: whether it is scheduled.
    with django_assert_max_num_queries(75):
        one = sent(csv(*lines), user=user)
    assert outcomes(one) == [Outcome.SAME] * 20
