"""The Wagtail form of a sheet, filled as an editor would."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from catalogue.models import ProjectPage
from tests.factories import AuthorityFactory, ThemeFactory, catalogue_page, draft, editor

pytestmark = pytest.mark.django_db

RICH = [
    "context",
    "objectives",
    "actions",
    "governance",
    "means_text",
    "costs_text",
    "funding_text",
    "tools_text",
    "data_text",
    "legal_text",
    "results_text",
    "difficulties_text",
    "success_factors",
    "again",
    "environment_text",
    "inclusion_text",
    "reproducibility",
    "prerequisites",
    "risks",
]
ROWS = [
    "sources",
    "partners",
    "means",
    "costs",
    "funding",
    "tools",
    "results",
    "difficulties",
    "debate_items",
    "attachments",
    "pictures",
]


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def form_data(**fields) -> dict:
    """What a browser sends for a sheet of which nothing is filled but `fields`."""
    rows = {name: inline_formset(fields.pop(name, [])) for name in ROWS}
    return nested_form_data(
        {
            "title": "",
            "slug": "",
            "summary": "",
            "origin": "documentaire",
            "text_licence": "Licence Ouverte 2.0",
            "comments": inline_formset([]),
            **{name: rich_text("") for name in RICH},
            **rows,
            **fields,
        }
    )


def add_url() -> str:
    return reverse("wagtailadmin_pages:add", args=["catalogue", "projectpage", catalogue_page().pk])


def complete(**fields) -> dict:
    return form_data(
        **{
            "title": "Une plateforme de signalement",
            "slug": "signalement",
            "summary": "Les habitants signalent une panne.",
            "authority": AuthorityFactory().pk,
            "main_theme": ThemeFactory().pk,
            "kind": "projet",
            "status": "en_service",
            "status_date": "mars 2021",
            "sources": [{"title": "Le Petit Bleu", "date": "19/03/2021"}],
        }
        | fields
    )


def test_the_form_opens(desk):
    html = desk.get(add_url()).content.decode()
    for words in ("L’essentiel", "Le récit", "Pour le refaire", "Débat local", "Porteur"):
        assert words in html
    assert 'data-w-rules-show="{&quot;kind&quot;: [&quot;debat_local&quot;]}"' in html


def test_a_nearly_empty_draft_can_be_saved(desk):
    desk.post(add_url(), form_data(title="Une idée", slug="une-idee"))
    sheet = ProjectPage.objects.get(slug="une-idee")
    assert not sheet.live
    assert sheet.number


def test_an_incomplete_sheet_is_not_published_and_nothing_typed_is_lost(desk):
    data = form_data(title="Une idée", slug="une-idee", summary="Texte déjà écrit.")
    response = desk.post(add_url(), data | {"action-publish": "1"})
    html = response.content.decode()
    assert response.status_code == 200
    assert not ProjectPage.objects.exists()
    assert "Texte déjà écrit." in html
    assert "Choisissez la nature du projet." in html
    assert response.context["form"].errors["authority"]


def test_a_complete_sheet_goes_live_with_dates_as_they_are_written_in_france(desk):
    response = desk.post(add_url(), complete() | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    sheet = ProjectPage.objects.get(slug="signalement")
    assert sheet.live
    assert sheet.status_date == "2021-03"
    assert sheet.sources.get().date == "2021-03-19"


@pytest.mark.parametrize("typed", ["30/02/2021", "hier", "2021-13", "32 mars 2021"])
def test_a_date_that_does_not_exist_gets_a_message_on_its_field(desk, typed):
    response = desk.post(add_url(), complete(status_date=typed) | {"action-publish": "1"})
    assert response.context["form"].errors["status_date"]
    assert typed in response.content.decode()


def test_what_another_kind_hides_is_asked_about_before_it_goes(desk):
    data = complete(debate_question="Faut-il la 5G ?", debate_items=[{"text": "Oui"}])
    response = desk.post(add_url(), data | {"action-publish": "1"})
    (asked,) = response.context["form"].errors["kind"]
    assert "question" in asked
    assert "Faut-il la 5G ?" in response.content.decode()
    # Saved as a draft first, as everybody does: the history then has it.
    desk.post(add_url(), data)
    sheet = ProjectPage.objects.get(slug="signalement")
    url = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    kept = sheet.debate_items.get()
    data |= {"debate_items-INITIAL_FORMS": 1, "debate_items-0-id": kept.pk}
    assert desk.post(url, data | {"action-publish": "1"}).status_code == 200
    published = desk.post(url, data | {"action-publish": "1", "blank_hidden": "on"})
    assert published.status_code == 302, published.context["form"].errors
    sheet.refresh_from_db()
    assert sheet.live
    assert sheet.debate_question == ""
    assert not sheet.debate_items.exists()
    before = sheet.revisions.order_by("created_at").first().as_object()
    assert before.debate_question == "Faut-il la 5G ?"


def test_no_other_way_publishes_what_a_kind_hides():
    sheet = draft(debate_question="Faut-il la 5G ?")
    assert "question" in sheet.publication_errors()["kind"]


def test_the_fields_of_a_debate_survive_a_draft_of_another_kind(desk):
    desk.post(add_url(), complete(debate_question="Faut-il la 5G ?"))
    assert ProjectPage.objects.get(slug="signalement").debate_question == "Faut-il la 5G ?"


def test_an_incomplete_edit_of_a_live_sheet_is_kept_as_a_draft_only(desk):
    sheet = draft()
    sheet.get_latest_revision().publish()
    url = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    data = complete(title=sheet.title, slug=sheet.slug, summary="", authority=sheet.authority_id)
    assert desk.post(url, data | {"action-publish": "1"}).status_code == 200
    assert desk.post(url, data).status_code == 302
    sheet.refresh_from_db()
    assert sheet.live
    assert sheet.summary
    assert sheet.get_latest_revision_as_object().summary == ""


def test_a_reviewer_may_refuse_an_incomplete_sheet(admin_client, admin_user):
    from wagtail.models import Workflow

    sheet = draft(summary="")
    Workflow.objects.first().start(sheet, admin_user)
    url = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    data = form_data(title=sheet.title, slug=sheet.slug) | {
        "action-workflow-action": "true",
        "workflow-action-name": "reject",
        "workflow-action-extra-data": '{"comment": "À compléter"}',
    }
    assert admin_client.post(url, data).status_code == 302
    sheet.refresh_from_db()
    assert sheet.current_workflow_state.status == "needs_changes"
