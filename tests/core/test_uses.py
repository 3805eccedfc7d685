"""What is used is not deleted, whatever way it would go; what nobody uses goes."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, ReferenceIndex

from catalogue.models import (
    OwnerConfirmation,
    ProjectFunding,
    ProjectPage,
    ProjectPartner,
    ProjectTool,
)
from core.models import Attachment
from core.publishing import RemovalRefused
from core.uses import may_be_used
from events.models import EventProject
from funding.models import FundingProgramme
from home.models import Highlight, HomePage
from labels.models import Award, Label
from network.models import Organisation
from tests.events.factories import EventFactory, TourFactory
from tests.factories import AuthorityFactory, SheetFactory, ThemeFactory, ToolFactory, draft, editor
from tests.reuses.made import documented

pytestmark = pytest.mark.django_db


def theme_beside():
    theme = ThemeFactory(name="Alerte")
    SheetFactory(title="Une fiche", other_themes=[theme])
    return theme


def theme_of_a_tour():
    theme = ThemeFactory(name="Alerte")
    tour = TourFactory(title="Une tournée")
    tour.themes = [theme]
    tour.save()
    return theme


def tool():
    tool = ToolFactory()
    SheetFactory(tools=[ProjectTool(tool=tool)])
    return tool


def organisation():
    one = Organisation.objects.create(name="Réseau d’exemple")
    SheetFactory(partners=[ProjectPartner(label="Le réseau", organisation=one)])
    return one


def label_given():
    network = Organisation.objects.create(name="Réseau d’exemple")
    label = Label.objects.create(name="Prix d’exemple", organisation=network)
    Award.objects.create(label=label, authority=AuthorityFactory(), year=2020)
    return label


def aid_received():
    aid = FundingProgramme.objects.create(name="Aide d’exemple", funder="État")
    SheetFactory(funding=[ProjectFunding(funder="État", aid=aid)])
    return aid


def document_in_a_text():
    document = Attachment.objects.create(title="Bilan", file=ContentFile(b"%PDF-1.4", "bilan.pdf"))
    SheetFactory(context=f'<p><a linktype="document" id="{document.pk}">le bilan</a></p>')
    return document


def page_in_a_text():
    sheet = SheetFactory(title="La première")
    SheetFactory(context=f'<p><a linktype="page" id="{sheet.pk}">la première</a></p>')
    return sheet


def sheet_taken_up():
    sheet = SheetFactory()
    documented(sheet, "Ville d’Exemple")
    return sheet


def sheet_confirmed():
    sheet = SheetFactory()
    OwnerConfirmation.objects.create(sheet=sheet, confirmed_on="2026-01-01")
    return sheet


def sheet_shown():
    sheet = SheetFactory()
    EventFactory(projects=[EventProject(sheet=sheet)])
    return sheet


def sheet_on_the_home_page():
    sheet = SheetFactory()
    home = HomePage.objects.get()
    home.highlights = [Highlight(sheet=sheet)]
    home.save()
    return sheet


def tour_with_a_stage():
    tour = TourFactory()
    EventFactory(tour=tour)
    return tour


USED = [
    *(
        theme_beside,
        theme_of_a_tour,
        tool,
        organisation,
        label_given,
        aid_received,
        document_in_a_text,
        page_in_a_text,
    ),
    *(sheet_taken_up, sheet_confirmed, sheet_shown, sheet_on_the_home_page, tour_with_a_stage),
]


def delete_address(thing) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:delete", args=[thing.pk])
    if isinstance(thing, Attachment):
        return reverse("wagtaildocs:delete", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("delete"), args=[thing.pk])


def bulk_address(model) -> str:
    model = Page if issubclass(model, Page) else model
    names = [model._meta.app_label, model._meta.model_name, "delete"]
    return reverse("wagtail_bulk_action", args=names)


@pytest.mark.parametrize("made", USED, ids=lambda made: made.__name__)
def test_it_stays_and_who_uses_it_is_named(admin_client, made):
    thing = made()
    model = type(thing)
    for path in (delete_address(thing), f"{bulk_address(model)}?id={thing.pk}"):
        html = admin_client.post(path, {"next": "/admin/"}, follow=True).content.decode()
        assert "n’est pas supprimé" in html, path
        assert "sert à 1" in html, path
    with pytest.raises((RemovalRefused, ProtectedError)), transaction.atomic():
        thing.delete()
    assert model.objects.filter(pk=thing.pk).exists()


@pytest.mark.parametrize(
    "made", [ThemeFactory, ToolFactory, SheetFactory, TourFactory, EventFactory]
)
def test_what_nobody_uses_goes(admin_client, made):
    one, other = made(), made()
    admin_client.post(delete_address(one))
    admin_client.post(f"{bulk_address(type(one))}?id={other.pk}", {"next": "/admin/"})
    assert not type(one).objects.filter(pk__in=[one.pk, other.pk]).exists()


def test_wagtail_counts_other_themes_too():
    theme = theme_beside()
    assert ReferenceIndex.get_grouped_references_to(theme).count() == 1


def test_every_thing_that_is_kept_has_been_thought_of():
    """A new model of content that may be deleted is guarded without a word said."""
    guarded = {model.__name__ for model in apps.get_models() if may_be_used(model)}
    assert {"Theme", "Tool", "Organisation", "Picture", "Attachment", "ProjectPage"} <= guarded
    assert not guarded & {"ProjectCost", "EventSession", "Proposal", "Interest"}


def deletable() -> list:
    bulk_action_registry._scan_for_bulk_actions()
    return [
        apps.get_model(label, name)
        for label, models in bulk_action_registry.actions.items()
        for name, actions in models.items()
        if "delete" in actions
    ]


def test_nobody_reads_names_there_that_they_may_not_see(client, admin_client):
    sheet = draft(title="Un brouillon d’ailleurs")
    OwnerConfirmation.objects.create(sheet=sheet, confirmed_on="2026-01-01")
    user = editor()
    user.groups.clear()
    from django.contrib.auth.models import Permission

    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for model in deletable():
        one = model.objects.order_by("pk").last()
        path = bulk_address(model)
        response = client.get(f"{path}?id={one.pk if one else 1}")
        assert response.status_code in (302, 403, 404), (model, response.status_code)
    one = OwnerConfirmation.objects.get()
    assert admin_client.get(f"{bulk_address(type(one))}?id={one.pk}").status_code == 200
    assert AdminURLFinder(user).get_edit_url(sheet) is None
    assert ProjectPage.objects.exists()
