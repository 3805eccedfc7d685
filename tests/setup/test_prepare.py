"""What an instance starts from, and the rights of each role."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, Page, Site

from setup.accounts import (
    DEMO_ACCOUNTS,
    EDITORS,
    ORGANISERS,
    create_demo_accounts,
    ensure_groups,
    ensure_organisers,
)
from setup.tree import ensure_agenda, ensure_tree
from tests.factories import UserFactory, catalogue_page, draft, editor, published

pytestmark = pytest.mark.django_db


def test_the_tree_is_made_once_and_what_an_editor_changed_stays():
    home, catalogue = ensure_tree()
    count = Page.objects.count()
    catalogue.title = "Fiches"
    catalogue.save_revision().publish()
    ensure_tree()
    assert Page.objects.count() == count
    catalogue.refresh_from_db()
    assert catalogue.title == "Fiches"
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk


def test_one_setting_knows_the_public_address(settings):
    ensure_tree()
    settings.BASE_URL = "https://essaim.exemple.fr"
    ensure_tree()
    site = Site.objects.get(is_default_site=True)
    assert site.root_url == "https://essaim.exemple.fr"


def test_each_demo_account_reaches_the_admin(client):
    ensure_groups(catalogue_page())
    create_demo_accounts()
    for account in DEMO_ACCOUNTS:
        sent = {"username": account.username, "password": account.password}
        assert client.post("/admin/login/", sent).status_code == 302
        assert client.get("/admin/").status_code == 200
        client.logout()


def test_an_editor_writes_and_publishes_sheets(client):
    client.force_login(editor())
    sheet = draft()
    url = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    html = client.get(url).content.decode()
    assert "action-publish" in html


def test_an_editor_does_not_manage_accounts_or_sites(client):
    client.force_login(editor())
    for name in ("wagtailusers_users:index", "wagtailsites:index", "wagtailusers_groups:index"):
        assert client.get(reverse(name)).status_code == 302


def test_an_organiser_does_not_touch_sheets(client):
    ensure_groups(catalogue_page())
    user = UserFactory()
    user.groups.add(Group.objects.get(name=ORGANISERS))
    client.force_login(user)
    sheet = published()
    for name in ("edit", "unpublish", "delete", "move"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[sheet.pk])
        assert client.get(url).status_code in (302, 403)
        assert client.post(url, {"title": "x"}).status_code in (302, 403)
    sheet.refresh_from_db()
    assert sheet.live
    for name in (
        "wagtailsnippets_taxonomy_theme:list",
        "wagtailsnippets_catalogue_ownerconfirmation:list",
    ):
        assert client.get(reverse(name)).status_code in (302, 403)


def test_a_visitor_is_asked_to_log_in(visitor):
    catalogue_page()
    assert visitor.get("/admin/")["Location"].startswith("/admin/login/")


# --- Rights that appear, are added, are taken away -------------------------------------------------------


def prepare_groups():
    agenda, tours = ensure_agenda()
    ensure_groups(catalogue_page())
    ensure_organisers(agenda, tours)


def right(codename: str) -> Permission:
    return Permission.objects.get(codename=codename)


def test_a_group_that_exists_gets_the_rights_of_a_new_version(client):
    """As a group of an earlier version stands: it may open the admin, and nothing is remembered."""
    group = Group.objects.create(name=ORGANISERS)
    group.permissions.add(right("access_admin"))
    Group.objects.create(name=EDITORS)
    prepare_groups()
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    assert client.get(reverse("wagtailsnippets_events_interest:list")).status_code == 200
    assert client.get(reverse("events_desk:date")).status_code == 200
    editing = UserFactory()
    editing.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editing)
    assert (
        client.get(reverse("wagtailsnippets_catalogue_ownerconfirmation:list")).status_code == 200
    )


def test_what_an_administrator_added_or_took_away_stays_so():
    prepare_groups()
    group = Group.objects.get(name=ORGANISERS)
    group.permissions.add(right("view_theme"))
    group.permissions.remove(right("delete_interest"))
    group.page_permissions.first().delete()
    count = group.page_permissions.count()
    files = group.collection_permissions.count()
    prepare_groups()
    names = set(group.permissions.values_list("codename", flat=True))
    assert "view_theme" in names
    assert "delete_interest" not in names
    assert group.page_permissions.count() == count
    assert group.collection_permissions.count() == files
    assert Collection.objects.filter(name="Agenda").count() == 1


def test_a_group_that_was_deleted_is_made_anew_with_its_rights():
    prepare_groups()
    Group.objects.get(name=EDITORS).delete()
    prepare_groups()
    group = Group.objects.get(name=EDITORS)
    assert group.permissions.filter(codename="change_reuse").exists()
    assert group.page_permissions.exists()
