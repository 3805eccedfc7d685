"""The form of a full sheet, its review and its comments included: how much it asks and weighs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.fields import RichTextField
from wagtail.models import Comment, CommentReply

from catalogue import choices
from catalogue.models import (
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
from core.panels import EmptyRow
from network.models import Organisation
from tests.factories import AuthorityFactory, ThemeFactory, ToolFactory, UserFactory, draft, editor

pytestmark = pytest.mark.django_db

STATEMENTS = 60
WEIGHT = 600_000  # bytes of HTML
_TEXT = "<p>" + "Une phrase qui raconte ce qui a été fait. " * 30 + "</p>"


def full_sheet(rows: int = 5) -> ProjectPage:
    texts = [
        field.name for field in ProjectPage._meta.local_fields if isinstance(field, RichTextField)
    ]
    places = range(rows)
    sheet = draft(
        **dict.fromkeys(texts, _TEXT),
        other_themes=[ThemeFactory() for _ in range(3)],
        sources=[
            ProjectSource(title=f"Source {n}", url="https://exemple.fr/s", date="2023")
            for n in places
        ],
        partners=[
            ProjectPartner(
                label=f"Partenaire {n}",
                organisation=Organisation.objects.create(name=f"Organisation {rows} {n}"),
                authority=AuthorityFactory(),
            )
            for n in places
        ],
        costs=[
            ProjectCost(label=f"Coût {n}", amount=100, nature=choices.CostNature.INVESTMENT)
            for n in places
        ],
        funding=[ProjectFunding(funder=f"Financeur {n}", amount=10) for n in places],
        means=[ProjectMeans(skill=f"Compétence {n}", quantity=2) for n in places],
        results=[ProjectResult(indicator=f"Indicateur {n}", after=3) for n in places],
        difficulties=[
            ProjectDifficulty(text=f"Difficulté {n}", type=choices.Difficulty.values[0])
            for n in places
        ],
        tools=[ProjectTool(tool=ToolFactory()) for n in places],
    )
    for place in places:
        comment = Comment.objects.create(
            page=sheet, user=UserFactory(), text=f"Un commentaire {place}", contentpath="summary"
        )
        CommentReply.objects.create(comment=comment, user=UserFactory(), text="Une réponse")
    sheet.save_revision()  # as the form that sends comments does
    return sheet


def asked(client, sheet) -> tuple[list[dict], str]:
    url = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    client.get(url)  # what is read once in a process
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(url)
    assert answer.status_code == 200
    return statements.captured_queries, answer.content.decode()


def test_it_asks_and_weighs_no_more_than_promised(client):
    """A draft of 16 rows that is being read, nearly as many as any sheet of the demo content has."""
    sheet = full_sheet(2)
    sheet.get_workflow().start(sheet, UserFactory())
    client.force_login(editor())
    statements, html = asked(client, sheet)
    assert "Un commentaire 1" in html
    groups = html.count("-EMPTY_FORM_TEMPLATE")
    assert groups > 9
    assert (
        len({key[1] for key in EmptyRow.written}) >= groups
    )  # by their prefix: written once in a process
    assert len(statements) <= STATEMENTS
    assert len(html.encode()) <= WEIGHT
