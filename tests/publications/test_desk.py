"""Publications as editors make them: a piece of news in one form, refusals at their fields, the list, the file."""

import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from core.importing import ImportRefused
from network.models import Organisation
from publications.importing import import_publications
from publications.models import (
    PublicationPage,
    PublicationSheet,
    PublicationsPage,
    Publisher,
    Recommendation,
)
from setup.tree import ensure_publications
from tests.factories import editor, published
from tests.page_form import fields_of
from tests.publications.made import publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    ensure_publications()
    client.user = editor()
    client.force_login(client.user)
    return client


def add(desk, action="action-publish", **fields):
    """Post the page « Ajouter une publication » as its browser would."""
    address = reverse(
        "wagtailadmin_pages:add",
        args=["publications", "publicationpage", PublicationsPage.objects.get().pk],
    )
    rows = {
        name: inline_formset(fields.pop(name))
        for name in list(fields)
        if isinstance(fields[name], list)
    }
    if not hasattr(desk, "blank"):
        desk.blank = fields_of(desk.get(address))
    sent = desk.blank | nested_form_data(rows)
    sent |= {
        "title": "La fibre avance",
        "kind": "actualite",
        "summary": "Un an de plus.",
        action: "1",
    }
    return desk.post(address, sent | fields)


def test_news_take_a_title_a_type_and_two_sentences(desk, visitor):
    answer = add(desk, rubric="Très haut débit")
    assert answer.status_code == 302, answer.context_data["form"].errors
    page = PublicationPage.objects.get()
    assert page.live
    assert "Un an de plus." in visitor.get(page.relative_url(None)).content.decode()
    # The same rubric, as it was first written.
    add(desk, rubric=" très  HAUT débit", title="Encore")
    assert PublicationPage.objects.get(title="Encore").rubric == "Très haut débit"


REFUSED = [
    ({"summary": ""}, "summary", "deux phrases"),
    ({"kind": ""}, "kind", "type"),
    (
        {"consultation_opens_on": "2026-12-12", "consultation_closes_on": "2026-12-01"},
        "consultation_closes_on",
        "avant de s’ouvrir",
    ),
    ({"consultation_opens_on": "2026-12-12"}, "consultation_closes_on", "jusqu’à quand"),
    ({"state": "en-consultation"}, "consultation_closes_on", "jusqu’à quand"),
    ({"kind": "reponse-ministerielle", "date": "2021"}, "question", "question"),
    ({"kind": "reponse-ministerielle", "date": "2021"}, "ministry", "ministère"),
    (
        {"kind": "reponse-ministerielle", "date": "mars 2021", "question_date": "2022"},
        "date",
        "avant",
    ),
    ({"date": "bientôt"}, "date", "année"),
]


def test_refusals_stand_at_their_fields_and_nothing_typed_is_lost(desk):
    for fields, name, said in REFUSED:
        answer = add(desk, **fields)
        assert answer.status_code == 200, name
        assert said in str(answer.context_data["form"].errors[name])
        assert "La fibre avance" in answer.content.decode()
    assert not PublicationPage.objects.exists()
    # A draft keeps it, refused or not.
    assert add(desk, action="ignored", date="bientôt", state="en-consultation").status_code == 302


def test_refusals_of_rows_name_the_row(desk):
    for rows, said in (
        ({"publishers": [{"name": ""}]}, "choisissez l’organisation"),
        ({"signatories": [{"person": "Une personne"}]}, "fonction publique"),
        (
            {"recommendations": [{"number": "1", "text": "A"}, {"number": "1", "text": "B"}]},
            "déjà ce numéro",
        ),
    ):
        answer = add(desk, **rows)
        assert answer.status_code == 200, rows
        assert said in answer.content.decode()


def test_the_list_counts_in_the_same_statements_however_long(desk):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert desk.get(reverse("publications:index")).status_code == 200
        return len(found)

    publication(recommendations=[Recommendation(text="Agir.")] * 1)
    statements()
    before = statements()
    for number in range(4):
        publication(
            title=f"Autre {number}",
            recommendations=[
                Recommendation(number="1", text="Agir."),
                Recommendation(number="2", text="Dire."),
            ],
        )
    assert statements() <= before
    html = desk.get(f"{reverse('publications:index')}?q=Autre+3").content.decode()
    assert "Autre 3" in html
    assert "Autre 2" not in html


def test_a_content_file_brings_a_consultation_an_answer_and_a_rubric(visitor):
    day = timezone.localdate()
    row = {"title": "Une lettre", "kind": "lettre", "summary": "S.", "answer": "Oui, en mai."}
    dates = {"consultation_closes_on": day.isoformat(), "answer_date": "2026-05"}
    import_publications(
        [
            {"id": "a", "rubric": "Très haut débit", **row, **dates},
            {"id": "b", "rubric": "très haut  débit", **row},
        ],
        source="demo",
        parent=ensure_publications(),
    )
    html = visitor.get("/publications/a/").content.decode()
    assert "En consultation jusqu’au" in html
    assert "Oui, en mai." in html
    assert "/publications/b/" in html.partition('id="rubrique"')[2].partition("</section>")[0]


def test_a_draft_opens_after_what_its_rows_name_was_deleted(desk):
    page, organisation = publication(), Organisation.objects.create(name="Avicca")
    sheet = published()
    page.publishers = [Publisher(organisation=organisation)]
    page.sheets = [PublicationSheet(sheet=sheet)]
    page.save_revision()
    organisation.delete()
    sheet.delete()
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    draft = page.get_latest_revision_as_object()
    assert [row.organisation for row in draft.publishers.all()] == [None]
    assert list(draft.sheets.all()) == []


def test_a_broken_file_changes_nothing_and_names_each_row(db):
    rows = json.loads(
        (settings.BASE_DIR / "data" / "demo" / "publications.json").read_text("utf-8")
    )
    good = {
        "id": "bon",
        "title": "Bon",
        "kind": "guide",
        "summary": "S.",
        "publishers": ["Nouvelle"],
    }
    broken = [
        good | {"id": "a", "kind": "tract"},
        good | {"id": "b", "date": "2021-13"},
        good | {"id": "c", "themes": ["inconnu"]},
        good | {"id": "d", "figures": [{"label": "X"}]},
        good | {"id": "e", "summary": ""},
        good | {"id": "f", "consultation_closes_on": "bientôt"},
        good | {"id": "g", "consultation_opens_on": "2026-12-01"},
        "rien",
    ]
    assert len(rows["publications"]) == 46
    with pytest.raises(ImportRefused) as refused:
        import_publications([good, *broken], source="demo", parent=ensure_publications())
    assert len(refused.value.errors) == len(broken)
    assert not PublicationPage.objects.exists()
    assert not Organisation.objects.filter(name="Nouvelle").exists()
