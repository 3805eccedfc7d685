"""Every field of a page's form does something, and the pages that hold the others stay where they are known."""

import pytest
from django.apps import apps
from django.urls import reverse

from catalogue.models import ProjectIndexPage
from core.models import BasePage, PlacePage
from core.publishing import RemovalRefused
from events.models import AgendaPage, ToursPage
from home.models import HomePage
from tests.core.test_drafts import form_of, page_of
from tests.factories import SheetFactory

pytestmark = pytest.mark.django_db

TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_the_description_for_search_engines_stands_in_the_head(visitor, model):
    page = page_of(model)
    page.search_description = "Ce que l’on trouve ici."
    page.save_revision().publish()
    html = visitor.get(page.url).content.decode()
    assert html.count('<meta name="description"') == 1
    assert '<meta name="description" content="Ce que l’on trouve ici.">' in html


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_no_form_has_a_field_that_nothing_reads(admin_user, model):
    fields = form_of(page_of(model), admin_user).fields
    assert not {"seo_title", "show_in_menus"} & fields.keys()
    assert ("slug" in fields) != issubclass(model, PlacePage)


@pytest.mark.parametrize("model", [ProjectIndexPage, AgendaPage, ToursPage])
def test_an_introduction_is_shown(visitor, model):
    page = model.objects.get()
    page.introduction = "<p>Ce qui suit est à lire.</p>"
    page.save_revision().publish()
    assert "Ce qui suit est à lire." in visitor.get(page.url).content.decode()


@pytest.mark.parametrize("model", [ProjectIndexPage, AgendaPage, ToursPage])
def test_another_address_is_no_error(visitor, model):
    """Nobody changes it in a form; whoever does it otherwise."""
    sheet = SheetFactory()
    page = model.objects.get()
    page.slug = "ailleurs"
    page.save_revision().publish()
    assert visitor.get("/ailleurs/").status_code == 200
    sheet.refresh_from_db()
    assert visitor.get(sheet.url).status_code == 200


@pytest.mark.parametrize("model", [HomePage, ProjectIndexPage, AgendaPage, ToursPage])
def test_what_the_site_does_not_go_without_stays_online(admin_client, model):
    page = model.objects.get()
    path = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    html = admin_client.post(path, follow=True).content.decode()
    assert "le site ne va pas sans cette page" in html
    with pytest.raises(RemovalRefused):
        page.unpublish()
    assert model.objects.get().live


def test_a_link_to_a_page_that_is_not_public_tells_no_address(visitor):
    hidden = SheetFactory(slug="projet-secret", live=False)
    shown = SheetFactory(slug="projet-montre")
    link = '<a linktype="page" id="{}">voir</a>'
    reader = SheetFactory(context=f"<p>{link.format(hidden.pk)} {link.format(shown.pk)}</p>")
    html = visitor.get(reader.url).content.decode()
    assert "projet-secret" not in html
    assert "projet-montre" in html
