"""Addresses: ASCII, free, and never longer than their field."""

import pytest
from django.urls import reverse

from catalogue.models import ProjectPage
from core.slugs import page_slug, row_slug
from home.models import PlainPage
from network.models import Organisation
from taxonomy.models import Theme, Tool
from tests.factories import catalogue_page, draft

pytestmark = pytest.mark.django_db


def test_a_page_gets_the_next_free_one():
    parent = catalogue_page()
    draft(title="Cantine", slug="cantine-numerique")
    assert page_slug(parent, "Cantine numérique !") == "cantine-numerique-1"
    assert page_slug(parent, "Œuvre d’Élodie") == "uvre-delodie"
    assert page_slug(parent, "数字") == "sans-nom"
    assert len(page_slug(parent, "é" * 400)) == 150


def test_a_row_gets_the_next_free_one_within_its_field():
    for _ in range(2):
        Tool.objects.create(name="É" * 120)
    slugs = list(Tool.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["e" * 74, "e" * 74 + "-2"]
    Organisation.objects.create(name="Réseau", acronym="RÉ")
    assert row_slug(Organisation, "Ré") == "re-2"
    assert row_slug(Theme, "…") == "sans-nom"


def test_a_title_makes_an_address_without_accents():
    home = catalogue_page().get_parent()
    assert home.add_child(instance=PlainPage(title="Été à Sète")).slug == "ete-a-sete"


def test_a_page_that_has_accents_in_its_address_since_before_keeps_its_form(admin_client):
    page = draft(title="Été")
    ProjectPage.objects.filter(pk=page.pk).update(slug="été")
    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), secure=True)
    assert form.status_code == 200
