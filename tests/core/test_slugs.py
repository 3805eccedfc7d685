"""Addresses: ASCII, free, and never longer than their field."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from catalogue.models import ProjectPage
from core.slugs import page_slug, row_slug
from home.models import PlainPage
from network.models import Organisation
from taxonomy.models import Theme, Tool
from tests.factories import catalogue_page, draft, published

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


def as_shown(response, form="form[id=page-edit-form]") -> dict:
    """What a browser would post of the form that it was shown, untouched."""
    page = BeautifulSoup(response.content, "html.parser")
    data = {}
    for field in page.select(f"{form} [name]"):
        if field.name == "select":
            chosen = field.select("option[selected]")
            if not chosen and not field.has_attr("multiple"):
                chosen = field.select("option")[:1]
            data[field["name"]] = [option.get("value", "") for option in chosen]
        elif field.name == "textarea":
            data[field["name"]] = field.text.lstrip("\n")
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                data[field["name"]] = field.get("value", "on")
        elif field.name == "input":
            data[field["name"]] = field.get("value", "")
    return data


@pytest.fixture
def old_page():
    page = published(title="Été")
    ProjectPage.objects.filter(pk=page.pk).update(slug="été")
    page = ProjectPage.objects.get(pk=page.pk)
    page.set_url_path(page.get_parent())
    page.save()
    page.save_revision()
    return page


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_a_page_that_has_accents_in_its_address_since_before_is_saved_at_it(
    old_page, admin_client, action
):
    url = reverse("wagtailadmin_pages:edit", args=[old_page.pk])
    data = as_shown(admin_client.get(url, secure=True)) | {"title": "Un autre été"} | action
    assert data["slug"] == "été"
    answer = admin_client.post(url, data, secure=True)
    assert answer.status_code == 302, answer.context["form"].errors
    old_page.refresh_from_db()
    assert (old_page.latest_revision.as_object().title, old_page.slug) == ("Un autre été", "été")
    assert old_page.title == ("Un autre été" if action else "Été")
    assert admin_client.get(old_page.url, secure=True).status_code == 200


def test_accents_that_are_typed_into_an_address_leave_it(old_page, admin_client):
    url = reverse("wagtailadmin_pages:edit", args=[old_page.pk])
    data = as_shown(admin_client.get(url, secure=True)) | {"slug": "l-été-indien"}
    assert admin_client.post(url, data, secure=True).status_code == 302
    old_page.refresh_from_db()
    assert old_page.get_latest_revision_as_object().slug == "l-ete-indien"


def test_its_copy_gets_an_address_without(old_page, admin_client):
    url = reverse("wagtailadmin_pages:copy", args=[old_page.pk])
    data = as_shown(admin_client.get(url, secure=True), "form[action*=copy]")
    assert data["new_slug"] == "ete"
    assert admin_client.post(url, data, secure=True).status_code == 302
    assert ProjectPage.objects.filter(slug="ete").exists()
