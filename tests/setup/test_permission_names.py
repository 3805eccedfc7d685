import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from setup.permission_names import say_permissions_in_french
from tests.factories import editor

pytestmark = pytest.mark.django_db


def test_rights_are_said_in_french(admin_client):
    say_permissions_in_french()
    assert not Permission.objects.filter(name__startswith="Can add").exists()
    group = editor().groups.get()
    html = admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    assert "Can add" not in html
    assert "Ajouter : confirmation par le porteur" in html


def test_the_account_page_offers_the_time_zones_of_france(admin_client):
    html = admin_client.get(reverse("wagtailadmin_account")).content.decode()
    assert html.count("<option") < 100
    assert "localtime" not in html


def test_no_form_lists_the_whole_register(admin_client):
    html = admin_client.get(reverse("territoires:add")).content.decode()
    assert len(html) < 1_000_000
    assert html.count("<option") < 200
