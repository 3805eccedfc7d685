"""What whoever writes a sheet is told while writing."""

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.advice import BEST, advice
from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from tests.factories import catalogue_page, draft, editor
from tests.page_form import fields_of

pytestmark = pytest.mark.django_db


def test_what_weighs_says_why():
    assert not [field.name for field in FIELDS.values() if field.weight and not field.why]


def test_what_helps_most_comes_first_and_goes_when_it_is_there():
    told = advice(draft())
    assert len(told.best) == BEST
    weights = [one.weight for one in (*told.best, *told.others)]
    assert weights == sorted(weights, reverse=True)
    first = told.best[0]
    assert first.why
    field = next(one for one in FIELDS.values() if one.why == first.why)
    sheet = draft(**{field.name: "<p>Un texte.</p>"})
    after = advice(sheet)
    assert after.percent > told.percent
    assert first not in (*after.best, *after.others)


def test_what_publishing_asks_is_told_before():
    assert "Résumez le projet en deux ou trois phrases." in advice(ProjectPage(title="X")).needed


def test_it_stands_above_the_form_and_follows_what_is_typed():
    client = Client()
    client.force_login(editor())
    add = reverse("wagtailadmin_pages:add", args=["catalogue", "projectpage", catalogue_page().pk])
    assert "Complétude" in client.get(add).content.decode()
    sheet = draft(summary="")
    edit = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    answer = client.get(edit)
    assert "Résumez le projet" in answer.content.decode()
    sent = fields_of(answer) | {"summary": "Une phrase."}
    html = client.post(edit, sent, HTTP_ACCEPT="application/json").json()["html"]
    assert "data-advice" in html
    assert "Résumez le projet" not in html
