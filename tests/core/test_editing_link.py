"""« Modifier cette page », on the public page."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory, editor, published

pytestmark = pytest.mark.django_db
WORDS = "Modifier cette page"


def test_who_may_edit_goes_from_the_page_to_its_form(client, visitor):
    sheet = published()
    client.force_login(editor())
    html = client.get(sheet.relative_url(None)).content.decode()
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[sheet.pk])}"' in html
    # Nothing of it is kept for the next visitor.
    assert WORDS not in visitor.get(sheet.relative_url(None)).content.decode()
    client.force_login(UserFactory())
    assert WORDS not in client.get(sheet.relative_url(None)).content.decode()


def test_no_account_is_looked_for_without_a_log_in(visitor):
    answer = visitor.get(published().relative_url(None))
    assert WORDS not in answer.content.decode()
    assert "Cookie" not in answer.get("Vary", "")
