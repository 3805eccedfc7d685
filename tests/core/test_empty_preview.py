"""The preview that opens beside a form where nothing is typed yet."""

import pytest
from django.urls import reverse

from home.models import HomePage
from tests.factories import published


@pytest.mark.django_db
def test_nothing_is_typed_yet(admin_client):
    new = reverse(
        "wagtailadmin_pages:preview_on_add", args=["home", "plainpage", HomePage.objects.get().pk]
    )
    for path in (new, reverse("wagtailadmin_pages:preview_on_edit", args=[published().pk])):
        for sent in ({}, {"title": ""}):
            assert admin_client.post(path, sent).status_code == 200
            assert admin_client.get(path).status_code == 200
