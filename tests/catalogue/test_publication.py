"""A draft can always be saved; every way to publish asks the same question."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow

from catalogue import choices
from catalogue.models import (
    ProjectCost,
    ProjectDifficulty,
    ProjectPage,
    ProjectSource,
    ProjectTool,
)
from catalogue.publication import publication_errors
from core.publishing import PublicationRefused
from tests.factories import ThemeFactory, ToolFactory, catalogue_page, draft, editor, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The admin, as an editor sees it."""
    client.force_login(editor())
    return client


def test_the_least_documentary_sheet_may_be_published():
    assert publication_errors(draft()) == {}


@pytest.mark.parametrize("field", ["summary", "kind", "status"])
def test_what_every_sheet_needs(field):
    assert field in publication_errors(draft(**{field: ""}))


def test_a_sheet_needs_an_authority_and_a_theme():
    errors = publication_errors(draft(authority=None, main_theme=None))
    assert {"authority", "main_theme"} <= set(errors)


def test_a_documentary_sheet_needs_a_source():
    assert "source" in publication_errors(draft(sources=[]))["sources"]


def test_status_date_is_asked_as_soon_as_a_source_is_dated():
    assert publication_errors(draft(status_date="", sources=[ProjectSource(title="s")])) == {}
    assert "status_date" in publication_errors(
        draft(status_date="", sources=[ProjectSource(title="s", date="2021")])
    )


def test_a_sheet_written_with_its_authority_needs_the_story():
    errors = publication_errors(draft(origin=choices.Origin.VALIDATED))
    assert {
        "start",
        "context",
        "objectives",
        "actions",
        "means_text",
        "investment_unknown",
        "running_unknown",
        "results_text",
        "difficulties_text",
        "reproducibility",
        "contact_function",
        "validated_on",
    } == set(errors)


def test_non_connu_and_too_early_are_answers():
    sheet = draft(
        origin=choices.Origin.PROPOSED,
        means_unknown=True,
        investment_unknown=True,
        running_unknown=True,
        results_too_early=True,
    )
    assert {"means_text", "investment_unknown", "running_unknown", "results_text"}.isdisjoint(
        publication_errors(sheet)
    )


def test_a_row_is_an_answer_as_good_as_a_text():
    sheet = draft(origin=choices.Origin.PROPOSED)
    sheet.difficulties = [ProjectDifficulty(type="budget", text="Un devis dépassé.")]
    assert "difficulties_text" not in publication_errors(sheet)


def test_non_connu_beside_a_value_is_a_contradiction():
    sheet = draft(investment_unknown=True)
    sheet.costs = [ProjectCost(label="Achat", nature="investissement", amount=1000)]
    assert "contredit" in publication_errors(sheet)["investment_unknown"]


def test_a_row_cannot_name_a_source_that_is_not_there():
    sheet = draft()
    sheet.costs = [ProjectCost(label="Achat", nature="investissement", amount=1, source_number=4)]
    assert "n° 4" in publication_errors(sheet)["costs"]


def test_a_row_that_is_wrong_in_several_ways_tells_them_all():
    cost = ProjectCost(
        label="A", nature="investissement", amount=-1, quantity=2, second_source_number=1
    )
    said = publication_errors(draft(costs=[cost]))["costs.1"]
    for words in ("« montant (€) »", "« seconde source n° »", "« quantité » sans unité"):
        assert words in said


def test_end_before_start():
    assert "end" in publication_errors(draft(start="2021-05", end="2020"))
    assert publication_errors(draft(start="2021-05", end="2021")) == {}


def test_three_other_themes_at_most_and_never_the_main_one():
    sheet = draft()
    sheet.other_themes = [ThemeFactory() for _ in range(4)]
    assert "other_themes" in publication_errors(sheet)
    sheet.other_themes = [sheet.main_theme]
    assert "other_themes" in publication_errors(sheet)


@pytest.mark.parametrize(
    ("relation", "row", "words"),
    [
        ("sources", ProjectSource(author="La presse"), "« Sources », ligne 1 : « titre »"),
        ("sources", ProjectSource(title="s", url="pas une adresse"), "« adresse »"),
        ("sources", ProjectSource(title="s", date="hier"), "« date »"),
        ("costs", ProjectCost(label="Achat", nature="investissement"), "« montant (€) »"),
        ("costs", ProjectCost(label="Achat", nature="?", amount=1), "« nature »"),
        ("costs", ProjectCost(label="A", nature="investissement", amount=-1), "« montant (€) »"),
        (
            "costs",
            ProjectCost(label="A", nature="investissement", amount=1, quantity=3),
            "« quantité » sans unité",
        ),
        (
            "costs",
            ProjectCost(label="A", nature="investissement", amount=1, unit="eleve"),
            "« unité » sans quantité",
        ),
        ("difficulties", ProjectDifficulty(type="budget"), "« Difficultés », ligne 1"),
        ("tools", ProjectTool(version="2"), "« outil »"),
    ],
)
def test_a_row_is_asked_what_the_form_asks_of_it(relation, row, words):
    sheet = draft()
    setattr(sheet, relation, [row])
    told = publication_errors(sheet)[f"{relation}.1"]
    assert words in told


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source_code_url", "pas une adresse"),
        ("contact_email", "personne"),
        ("entry_cost", -1),
        ("start", "hier"),
        ("title", ""),
        ("code_state", "?"),
    ],
)
def test_a_field_is_asked_what_the_form_asks_of_it(field, value):
    sheet = draft()
    setattr(sheet, field, value)
    assert field in publication_errors(sheet)


def test_the_rule_costs_no_statement_a_row(django_assert_max_num_queries):
    sheet = draft()
    for count in (1, 30):
        sheet.tools = [ProjectTool(tool=ToolFactory()) for _ in range(count)]
        sheet.save()
        stored = ProjectPage.objects.get(pk=sheet.pk)
        with django_assert_max_num_queries(27):
            publication_errors(stored)


# --- every way to publish


def test_publishing_an_incomplete_revision_is_refused():
    sheet = draft(summary="")
    with pytest.raises(PublicationRefused, match="Résumez"):
        sheet.get_latest_revision().publish()
    assert not ProjectPage.objects.get(pk=sheet.pk).live


def test_bulk_action_leaves_the_incomplete_and_publishes_the_others(desk):
    complete, incomplete = draft(), draft(summary="", title="Inachevée")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = desk.post(f"{url}?id={complete.pk}&id={incomplete.pk}&next=/admin/", {}, follow=True)
    assert response.status_code == 200
    assert ProjectPage.objects.get(pk=complete.pk).live
    assert not ProjectPage.objects.get(pk=incomplete.pk).live
    assert "« Inachevée » reste en brouillon" in response.content.decode()


def test_bulk_action_on_the_parent_with_its_descendants_is_a_message(desk):
    incomplete = draft(summary="", title="Inachevée")
    catalogue = catalogue_page()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = desk.post(
        f"{url}?id={catalogue.pk}&next=/admin/", {"include_descendants": "on"}, follow=True
    )
    assert response.status_code == 200
    assert "ne peut pas être publiée" in response.content.decode()
    assert not ProjectPage.objects.get(pk=incomplete.pk).live


def test_bulk_action_refuses_a_source_that_the_form_would_refuse(desk):
    sheet = draft(title="Sans titre de source")
    sheet.sources = [ProjectSource(author="Une autrice")]
    sheet.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = desk.post(f"{url}?id={sheet.pk}&next=/admin/", {}, follow=True)
    text = response.content.decode()
    assert not ProjectPage.objects.get(pk=sheet.pk).live
    assert "« Sources », ligne 1 : « titre » : Ce champ est à remplir." in text


def test_workflow_approval_is_refused_with_the_reasons(admin_client, admin_user):
    sheet = draft(summary="", title="Inachevée")
    workflow = Workflow.objects.first()
    workflow.start(sheet, admin_user)
    state = sheet.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[sheet.pk, "approve", state.pk])
    response = admin_client.post(url, {"comment": "oui"}, follow=True)
    assert response.status_code == 200
    assert "Résumez le projet" in response.content.decode()
    sheet = ProjectPage.objects.get(pk=sheet.pk)
    assert not sheet.live
    assert sheet.current_workflow_state.status == "in_progress"


def test_workflow_approval_publishes_a_complete_sheet(admin_client, admin_user):
    sheet = draft()
    Workflow.objects.first().start(sheet, admin_user)
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[sheet.pk, "approve", sheet.current_workflow_task_state.pk],
    )
    admin_client.post(url, {"comment": ""})
    assert ProjectPage.objects.get(pk=sheet.pk).live


def test_scheduled_publishing_reports_the_refused_and_goes_on(capsys):
    soon = timezone.now() + datetime.timedelta(hours=1)
    refused, accepted = draft(title="Inachevée"), draft()
    for sheet in (refused, accepted):
        sheet.go_live_at = soon
        sheet.save_revision().publish()
    # Emptied behind the form's back after it was scheduled.
    revision = refused.get_latest_revision()
    revision.content["summary"] = ""
    revision.save()
    with time_machine.travel(soon + datetime.timedelta(minutes=1)):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert ProjectPage.objects.get(pk=accepted.pk).live
    assert not ProjectPage.objects.get(pk=refused.pk).live
    assert capsys.readouterr().err.count("Inachevée") == 1


def test_a_draft_opens_after_what_it_names_was_deleted(desk):
    """The database keeps a theme that a page bears, not one that only a draft would bear."""
    sheet = published()
    theme, tool = ThemeFactory(), ToolFactory()
    sheet.main_theme = theme
    sheet.tools = [ProjectTool(tool=tool)]
    sheet.save_revision()
    theme.delete()
    tool.delete()
    form = desk.get(reverse("wagtailadmin_pages:edit", args=[sheet.pk]))
    assert form.status_code == 200
    opened = sheet.get_latest_revision_as_object()
    assert opened.main_theme is None
    assert list(opened.tools.all()) == []
    assert "main_theme" in publication_errors(opened)
    assert ProjectPage.objects.get(pk=sheet.pk).main_theme is not None


def test_a_scheduled_page_whose_theme_was_deleted_holds_up_no_other():
    soon = timezone.now() + datetime.timedelta(hours=1)
    theme = ThemeFactory()
    other = published()
    other.main_theme = theme
    for sheet, at in ((other, soon), (waiting := draft(), soon + datetime.timedelta(seconds=1))):
        sheet.go_live_at = at
        sheet.save_revision().publish()
    ProjectPage.objects.filter(main_theme=theme).update(main_theme=ThemeFactory())
    theme.delete()
    with time_machine.travel(soon + datetime.timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert ProjectPage.objects.get(pk=waiting.pk).live


def test_a_copy_is_another_sheet_with_its_own_number(desk):
    sheet = published()
    copy = sheet.copy(update_attrs={"slug": "copie"}, keep_live=False)
    assert copy.number not in (None, sheet.number)
    assert not Page.objects.get(pk=copy.pk).live


def test_a_contact_whose_address_only_looks_right_is_asked_about():
    """Word's hyphen leads to another domain: a draft keeps it, publishing asks."""
    sheet = draft(contact_email="mairie@saint\u2011denis.fr")
    assert "ressemble à un autre" in publication_errors(sheet)["contact_email"]
    sheet.contact_email = "mairie@saint-denis.fr"
    assert "contact_email" not in publication_errors(sheet)
