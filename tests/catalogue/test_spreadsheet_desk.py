"""The pages that send a spreadsheet, show its trial, import it, and give the refused lines back."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.models import ProjectPage, SheetImport
from core import retention
from core.tables import importing, kept
from core.tables.reading import read_tables
from tests.catalogue.test_spreadsheet import csv, line
from tests.factories import AuthorityFactory, ThemeFactory, editor, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    AuthorityFactory(code="47031", name="Boé")
    ThemeFactory(name="Signalement", slug="signalement")
    client = Client()
    client.force_login(editor())
    return client


def send(client, content: bytes, name="fiches.csv", **data):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("sheet_imports"), {"file": file, "then": "publier"} | data)


def read(client, **get) -> str:
    page = client.get(reverse("sheet_import", args=[SheetImport.objects.get().pk]), get)
    return page.content.decode()


def act(client, action: str):
    url = reverse("sheet_import", args=[SheetImport.objects.latest("pk").pk])
    return client.post(url, {"action": action}, follow=True)


def test_from_the_file_to_the_published_sheet(desk):
    form = desk.get(reverse("sheet_imports")).content.decode()
    assert 'type="file"' in form
    sent = send(desk, csv(line(), line(identifiant="b", titre="Une autre")))
    assert sent.status_code == 302
    html = read(desk)
    assert "Ajoutées\N{NARROW NO-BREAK SPACE}: 2" in html or "Ajoutées : 2" in html
    assert "Publier 2 fiches" in html
    assert not ProjectPage.objects.exists()
    done = act(desk, "importer").content.decode()
    assert "Import terminé" in done
    assert ProjectPage.objects.live().count() == 2
    # All of it is in: the file is not needed any more.
    assert SheetImport.objects.get().content is None
    assert "Rien n’a été fait" in act(desk, "importer").content.decode()


def test_refused_lines_are_named_given_back_corrected_and_sent_again(desk):
    send(
        desk,
        csv(
            line(),
            line(identifiant="b", avancement_date="31/02/2021", theme_principal="Signalment"),
        ),
    )
    html = read(desk)
    assert "Vouliez-vous écrire « Signalement »" in html.replace("\xa0", " ").replace("\u202f", " ")
    assert "Publier" not in html.split("<main")[1].split("Importer les")[0]
    act(desk, "importer")
    assert not ProjectPage.objects.exists()
    act(desk, "justes")
    assert [sheet.title for sheet in ProjectPage.objects.all()] == ["Un compteur de vélos"]
    one = SheetImport.objects.get()
    back = desk.get(reverse("sheet_import_refused", args=[one.pk]))
    table = read_tables(back.content, "refus.xlsx")[0]
    (_, cells) = table.lines
    assert cells[0] == "b"
    assert "Signalement" in cells[1]
    assert "31/02/2021" in cells
    corrected = [
        "Signalement" if cell == "Signalment" else "2021" if cell == "31/02/2021" else cell
        for cell in cells
    ]
    heads = table.lines[0]
    content = csv(
        dict(
            zip(
                heads,
                [
                    "x" if head == "refus" else cell
                    for head, cell in zip(heads, corrected, strict=True)
                ],
                strict=True,
            )
        )
        | {"sources.titre": "Bulletin"}
    )
    send(desk, content)
    act(desk, "importer")
    assert ProjectPage.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("fiches.xlsm", b"PK", "macros"),
        ("fiches.xlsx", b"%PDF-1.7", "pas un tableau"),
        ("fiches.csv", b"a;b\n1;2\n", "partez du modèle"),
        ("fiches.csv", b"", "vide"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_its_field(desk, name, content, said):
    page = send(desk, content, name)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not SheetImport.objects.exists()


@pytest.mark.parametrize("data", [{"then": ""}, {"then": "autre"}, {"file": ""}])
def test_a_form_that_no_browser_sends(desk, data):
    assert send(desk, csv(line()), **data).status_code == 200
    assert not SheetImport.objects.exists()


def test_another_account_sees_nothing_of_it(desk):
    send(desk, csv(line()))
    other = Client()
    other.force_login(editor())
    one = SheetImport.objects.get()
    assert other.get(reverse("sheet_import", args=[one.pk])).status_code == 404
    assert (
        other.post(reverse("sheet_import", args=[one.pk]), {"action": "importer"}).status_code
        == 404
    )
    assert one.name not in other.get(reverse("sheet_imports")).content.decode()


def test_it_is_forgotten_when_asked_and_by_itself(desk):
    send(desk, csv(line()))
    act(desk, "oublier")
    assert not SheetImport.objects.exists()
    send(desk, csv(line()))
    retention.forget_all(timezone.now() + kept.KEPT - datetime.timedelta(hours=1))
    assert SheetImport.objects.exists()
    retention.forget_all(timezone.now() + kept.KEPT + datetime.timedelta(hours=1))
    assert not SheetImport.objects.exists()


def test_a_large_file_shows_how_far_it_is(desk, monkeypatch):
    monkeypatch.setattr(importing, "TRIED_AT_ONCE", 0)
    monkeypatch.setattr(importing, "IMPORTED_AT_ONCE", 0)
    send(desk, csv(line()))
    assert "Vérification en cours" in read(desk)
    importing.work(timezone.now() + datetime.timedelta(minutes=1))
    act(desk, "importer")
    html = read(desk)
    assert "Import en cours" in html
    assert "<progress" in html
    importing.work(timezone.now() + datetime.timedelta(minutes=1))
    assert "Import terminé" in read(desk)


def test_what_is_refused_while_it_is_written_is_said(desk):
    send(desk, csv(line(), line(identifiant="b", titre="Deux")))
    act(desk, "importer")
    send(desk, csv(line(titre="Autre"), line(identifiant="b", titre="Autre aussi")))
    sheet = ProjectPage.objects.get(title="Deux")
    sheet.title = "D’une collègue"
    sheet.save_revision().publish()
    html = act(desk, "importer").content.decode()
    assert "L’import est terminé." not in html
    assert "1 fiche a été refusée au moment de l’écrire" in html


def test_one_other_line_is_called_so(desk):
    send(desk, csv(line(), line(identifiant="b", nature="machin")))
    assert "Importer l’autre seulement" in read(desk)


def test_an_account_has_few_files_waiting(desk, monkeypatch):
    monkeypatch.setattr(importing, "TRIED_AT_ONCE", 0)
    for _ in range(importing.MOST_WAITING):
        assert send(desk, csv(line())).status_code == 302
    page = send(desk, csv(line()))
    assert "attendent déjà leur tour" in page.content.decode()
    assert SheetImport.objects.count() == importing.MOST_WAITING
    importing.work(timezone.now() + datetime.timedelta(minutes=1))
    assert send(desk, csv(line())).status_code == 302


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_export_is_a_file_that_the_form_takes(desk, kind):
    published(title="Une fiche")
    answer = desk.get(reverse("sheet_export"), {"format": kind})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    send(desk, content, f"fiches.{kind}")
    assert "Inchangée" in read(desk)
