"""Collections as editors make them: the form, its refusals at their fields, the list, and what left."""

import datetime
import json

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from catalogue.models import ImportedSheet
from core.importing import ImportRefused
from core.waiting import waiting_for
from curation.importing import import_collections
from curation.models import CollectionPage, CollectionsPage
from setup.tree import ensure_collections
from tests.curation.test_collections import collection
from tests.factories import ThemeFactory, UserFactory, editor, published
from tests.page_form import fields_of
from users.groups import CONTRIBUTORS

pytestmark = pytest.mark.django_db
LEFT = "Parcours dont une fiche n’est plus en ligne"
UNREAD = "Parcours dont la recherche n’est plus comprise"


@pytest.fixture
def desk(client):
    client.user = editor()
    client.force_login(client.user)
    return client


def add(desk, *rows, action="action-publish", **fields):
    """Post the page « Ajouter un parcours » as its browser would; rows: (sheet, why)."""
    address = reverse(
        "wagtailadmin_pages:add",
        args=["curation", "collectionpage", CollectionsPage.objects.get().pk],
    )
    sent = fields_of(desk.get(address))
    items = [{"sheet": sheet.pk, "why": why} for sheet, why in rows]
    sent |= nested_form_data({"items": inline_formset(items)})
    sent |= {"title": "Un village", "introduction": "Ce qui tient.", action: "1"} | fields
    return desk.post(address, sent)


def errors_of(answer) -> tuple[dict, list[dict]]:
    form = answer.context["form"]
    return form.errors, form.formsets["items"].errors


def test_an_editor_makes_one_from_the_form(desk, client):
    sheet = published(title="Panneaux")
    answer = add(desk, (sheet, "Prévenir un habitat dispersé"))
    assert answer.status_code == 302, errors_of(answer)
    page = CollectionPage.objects.get()
    assert page.live
    assert page.url_path.endswith("/collections/un-village/")


def test_refusals_stand_at_their_fields_and_nothing_typed_is_lost(desk):
    sheet = published(title="Panneaux")
    answer = add(desk)
    assert "Choisissez au moins une fiche" in answer.content.decode()

    answer = add(desk, (sheet, "Une raison"), (sheet, "Une autre"))
    _, rows = errors_of(answer)
    assert rows[0] == {}
    assert "déjà dans le parcours, ligne 1" in str(rows[1]["sheet"])
    assert "Une autre" in answer.content.decode()

    _, rows = errors_of(add(desk, (sheet, "x" * 161)))
    assert "1 caractères de trop" in str(rows[0]["why"])
    _, rows = errors_of(add(desk, (sheet, "")))
    assert "why" in rows[0]
    errors, _ = errors_of(add(desk, (sheet, "Une raison"), introduction=""))
    assert "introduction" in errors
    assert not CollectionPage.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/agenda/?theme=eau", "liste de fiches"),
        ("/projets/", "liste de fiches"),
        ("https://[", "adresse"),
        ("/projets/?theme=inconnu", "theme=inconnu"),
        ("/projets/?couleur=bleu", "couleur=bleu"),
        ("/projets/?theme=eau&territoire=47031", "territoire"),
        ("/projets/?page=2", "au moins un mot"),
        ("/projets/?q=%00", "q="),
    ],
)
def test_a_search_that_is_not_understood_is_refused_at_its_field(desk, typed, said):
    published(main_theme=ThemeFactory(name="Eau", slug="eau"))
    answer = add(desk, search=typed)
    errors, _ = errors_of(answer)
    assert said in str(errors["search"])
    assert not CollectionPage.objects.exists()


def test_a_search_is_kept_as_its_one_address(desk):
    published(main_theme=ThemeFactory(name="Eau", slug="eau"))
    add(
        desk,
        search="https://exemple.fr/projets/?page=3&theme=eau&q=fuite+d%27eau&vue=carte&f=12,41",
    )
    page = CollectionPage.objects.get()
    assert page.search == "/projets/?q=fuite+d%27eau&theme=eau"


def test_a_draft_keeps_a_search_that_nobody_understands(desk):
    add(desk, action="ignored", search="/projets/?theme=inconnu")
    page = CollectionPage.objects.get()
    assert not page.live
    edited = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "/projets/?theme=inconnu" in edited


def test_a_sheet_that_left_is_told_on_the_home_in_the_list_and_in_the_form(desk):
    stays, leaves = published(title="Panneaux"), published(title="Bulletin")
    page = collection(stays, leaves)
    told = {line.label: line for line in waiting_for(desk.user)}
    assert told[LEFT].count == 0
    leaves.unpublish()
    line = {line.label: line for line in waiting_for(desk.user)}[LEFT]
    assert (line.count, line.first[0][0]) == (1, "Un village")
    collection(stays, slug="entier", title="Tout est là")
    listed = desk.get(line.url).content.decode()
    assert "2 fiches, dont 1 hors ligne" in listed
    assert "Tout est là" not in listed
    edited = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Les visiteurs ne voient pas ces fiches" in edited
    assert "Bulletin</a> (dépubliée)" in edited
    found = desk.get(reverse("parcours:index") + "?q=Tout").content.decode()
    assert "Tout est là" in found


def test_a_search_that_is_not_understood_any_more_is_told(desk):
    sheet = published(main_theme=ThemeFactory(name="Eau", slug="eau"))
    page = collection(search="/projets/?q=fuite&theme=eau")
    collection(search="/projets/?q=fuite", slug="entier", title="Tout est là")

    def lines():
        return {line.label: line for line in waiting_for(desk.user)}

    assert lines()[UNREAD].count == 0
    sheet.unpublish()
    assert lines()[LEFT].count == 0
    line = lines()[UNREAD]
    assert (line.count, line.first[0][0]) == (1, "Un village")
    listed = desk.get(line.url).content.decode()
    assert "une recherche qui n’est plus comprise" in listed
    assert "Tout est là" not in listed
    edited = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "La recherche vivante n’est plus comprise" in edited
    assert "« theme=eau »" in edited.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_form_offers_no_theme_that_was_retired(desk):
    ThemeFactory(name="Minitel", retired_on=datetime.date(2026, 1, 1))
    ThemeFactory(name="Assainissement")
    address = ["curation", "collectionpage", CollectionsPage.objects.get().pk]
    html = desk.get(reverse("wagtailadmin_pages:add", args=address)).content.decode()
    assert "Assainissement" in html
    assert "Minitel" not in html


def test_a_contributor_has_no_hand_in_them(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=CONTRIBUTORS))
    page = collection(published())
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
    assert LEFT not in {line.label for line in waiting_for(user)}


def test_the_list_takes_the_same_statements_for_one_as_for_many(desk, django_assert_num_queries):
    sheet = published(main_theme=ThemeFactory(slug="eau"))
    collection(sheet, search="/projets/?theme=eau")
    desk.get(reverse("parcours:index"))
    with CaptureQueriesContext(connection) as of_one:
        desk.get(reverse("parcours:index"))
    count = len(of_one)  # of the log, which the next request empties
    assert 0 < count <= 25
    for number in range(5):
        collection(sheet, slug=f"autre-{number}", search=f"/projets/?theme=eau&q=n{number}")
    desk.get(reverse("parcours:index"))
    with django_assert_num_queries(count):
        assert desk.get(reverse("parcours:index")).status_code == 200


def row(**fields) -> dict:
    return {
        "id": "un-village",
        "title": "Un village",
        "intro": "Ce qui tient.",
        "audience": "Maires",
        "themes": ["services/eau"],
        "items": [{"sheet_id": "a", "why": "Une raison"}, {"sheet_id": "b", "why": "Deux"}],
    } | fields


def test_the_rows_of_a_file_come_in_once_or_not_at_all():
    ThemeFactory(name="Eau", slug="eau")
    parent = ensure_collections()
    ImportedSheet.objects.create(source="demo", key="a", page=published(title="Panneaux"))
    ImportedSheet.objects.create(source="demo", key="b", page=None)  # deleted since
    broken = row(id="autre", items=[{"sheet_id": "z", "why": "Une raison"}])
    with pytest.raises(ImportRefused, match="fiche inconnue"):
        import_collections([row(), broken], source="demo", parent=parent)
    assert not CollectionPage.objects.exists()
    for created in (1, 0):
        parent.refresh_from_db()
        report = import_collections([row()], source="demo", parent=parent)
        assert len(report.created) == created
    page = CollectionPage.objects.get()
    assert page.live
    assert [one.why for one in page.items.all()] == ["Une raison"]
    assert [theme.slug for theme in page.themes.all()] == ["eau"]


def test_the_demo_file_names_sheets_of_the_demo():
    folder = settings.BASE_DIR / "data" / "demo"
    chosen = json.loads((folder / "collections.json").read_text(encoding="utf-8"))["collections"]
    sheets = {one["id"] for one in json.loads((folder / "cases.json").read_text("utf-8"))["cases"]}
    assert len(chosen) == 14
    assert {item["sheet_id"] for one in chosen for item in one["items"]} <= sheets
