"""An account begins with a link."""

import datetime
import re

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories import UserFactory
from users.models import Invitation, User

ADD = "/admin/users/new/"
LIST = "/admin/users/"
PASSWORD = "kX7-vq2Rt9mZ-neuf"

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(
        username="claire", first_name="Claire", last_name="Martin", is_superuser=True
    )


@pytest.fixture
def browser(administrator):
    browser = Client()
    browser.force_login(administrator)
    return browser


@pytest.fixture
def invite(browser, django_capture_on_commit_callbacks):
    def invite(email="Jeanne.Dupont@mairie-essai.fr", by=browser, **fields):
        sent = {"email": email, "first_name": "Jeanne", "last_name": "Dupont", **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return by.post(ADD, sent)

    return invite


def last_link() -> str:
    return re.search(r"/admin/invitation/\S+", mail.outbox[-1].body)[0]


def choose(path, password=PASSWORD):
    return Client().post(path, {"new_password1": password, "new_password2": password})


def test_the_form_asks_for_no_password(browser, administrator):
    other = UserFactory()
    for path in (ADD, f"/admin/users/edit/{other.pk}/"):
        html = browser.get(path).content.decode()
        assert 'type="password"' not in html
        assert 'name="email"' in html


def test_from_the_invitation_to_the_log_in(invite, browser):
    group = Group.objects.create(name="Relecture")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    assert invite(groups=[group.pk]).status_code == 302
    assert mail.outbox[-1].to == ["Jeanne.Dupont@mairie-essai.fr"]
    assert "Claire Martin" in mail.outbox[-1].subject
    user = User.objects.get(username="jeanne.dupont@mairie-essai.fr")
    assert not user.has_usable_password()
    assert "pas encore venu" in browser.get(LIST).content.decode()
    path = last_link()
    assert "jeanne.dupont@mairie-essai.fr" in Client().get(path).content.decode()
    assert "répète" in choose(path, "aaaaaaaaaaaa").content.decode()
    assert "Votre compte est prêt" in choose(path).content.decode()
    sent = {"username": "jeanne.dupont@mairie-essai.fr", "password": PASSWORD}
    entered = Client().post("/admin/login/", sent)
    assert entered["Location"] == "/admin/"
    assert "pas encore venu" not in browser.get(LIST).content.decode()
    # Used once.
    assert choose(path, "un-autre-Mot-7").status_code == 410
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_nobody_logs_in_without_a_password(invite):
    invite()
    for password in ("", "!", "None", User.objects.get(first_name="Jeanne").password):
        sent = {"username": "jeanne.dupont@mairie-essai.fr", "password": password}
        assert Client().post("/admin/login/", sent).status_code == 200


def test_it_ends_and_is_sent_again(invite, browser, django_capture_on_commit_callbacks):
    invite()
    first = last_link()
    user = User.objects.get(first_name="Jeanne")
    with time_machine.travel(timezone.localtime() + datetime.timedelta(days=7, minutes=1)):
        assert choose(first).status_code == 410
        browser.force_login(User.objects.get(username="claire"))
        assert "Invitation expirée" in browser.get(LIST).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(f"/admin/users/{user.pk}/invitation/", {"again": ""})
        assert last_link() != first
        assert choose(first).status_code == 410
        assert choose(last_link()).status_code == 200


def test_the_link_of_before_is_void(invite, browser, django_capture_on_commit_callbacks):
    invite()
    first = last_link()
    user = User.objects.get(first_name="Jeanne")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/admin/users/{user.pk}/invitation/", {"again": ""})
    assert choose(first).status_code == 410
    second = last_link()
    User.objects.filter(pk=user.pk).update(email="autre@exemple.fr")
    assert choose(second).status_code == 410


def test_it_is_withdrawn(invite, browser):
    invite()
    user = User.objects.get(first_name="Jeanne")
    assert f"/admin/users/{user.pk}/invitation/" in browser.get(LIST).content.decode()
    browser.post(f"/admin/users/{user.pk}/invitation/", {"withdraw": ""})
    assert not User.objects.filter(pk=user.pk).exists()
    assert choose(last_link()).status_code == 410


@pytest.mark.parametrize(
    "token", ["x", "a:b:c", "%00", "é", "../", "🐝", "ImZvcmdlZCI:1tQ:abc", "x" * 3000]
)
def test_a_broken_link(token, db):
    assert Client().get(f"/admin/invitation/{token}/").status_code in (302, 404)


def test_who_never_came_is_forgotten(invite):
    invite()
    with time_machine.travel(timezone.localtime() + datetime.timedelta(days=91)):
        call_command("due")
    assert not User.objects.filter(first_name="Jeanne").exists()


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("claire@exemple.fr", "déjà cette adresse"),
        ("CLAIRE@exemple.fr", "déjà cette adresse"),
        ("jeanne@saint\u2011denis.fr", "ressemble à un autre"),
        ("pas une adresse", "valide"),
        ("", "error"),
        ("a\x00b@exemple.fr", ""),
    ],
)
def test_what_is_wrong_is_said(invite, administrator, email, words):
    User.objects.filter(pk=administrator.pk).update(email="claire@exemple.fr")
    answer = invite(email)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Invitation.objects.exists()


def test_any_address_makes_a_name(invite):
    for email in (
        "o'brien+x@exemple.fr",
        "a" * 64 + "@" + "b" * 60 + ".fr",
        "o'brien+x@exemple.eu",
    ):
        assert invite(email).status_code == 302
    assert User.objects.filter(username="o-brien+x@exemple.fr").exists()


# --- Whoever may add accounts without being an administrator -----------------------------------------------


@pytest.fixture
def delegate():
    group = Group.objects.create(name="Accueil")
    names = ("access_admin", "add_user", "change_user")
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    user = UserFactory(username="marc")
    user.groups.add(group)
    browser = Client()
    browser.force_login(user)
    browser.group = group
    browser.user = user
    return browser


def test_a_delegate_gives_no_more_than_they_have(invite, delegate):
    html = delegate.get(ADD).content.decode()
    assert 'name="is_superuser"' not in html
    assert "Rédaction" not in html
    editors = Group.objects.get(name="Rédaction")
    assert invite(by=delegate, groups=[editors.pk]).status_code == 200
    assert invite(by=delegate, groups=[delegate.group.pk], is_superuser="on").status_code == 302
    assert not User.objects.get(first_name="Jeanne").is_superuser


def test_a_delegate_does_not_touch_administrators(delegate, administrator, invite):
    path = f"/admin/users/edit/{administrator.pk}/"
    assert delegate.get(path).status_code in (302, 403)
    delegate.post(path, {"email": "marc@exemple.fr", "username": "claire"})
    bulk = f"/admin/bulk/users/user/set_active_state/?id={administrator.pk}"
    delegate.post(bulk, {"mark_as_active": "False"})
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.email != "marc@exemple.fr"
    invite(is_superuser="on")
    invited = User.objects.get(first_name="Jeanne")
    delegate.post(f"/admin/users/{invited.pk}/invitation/", {"withdraw": ""})
    assert User.objects.filter(pk=invited.pk).exists()


def test_a_delegate_does_not_become_more(delegate):
    editors = Group.objects.get(name="Rédaction")
    delegate.post(
        f"/admin/bulk/users/user/assign_role/?id={delegate.user.pk}", {"role": editors.pk}
    )
    sent = {"username": "marc", "email": "marc@exemple.fr", "first_name": "M", "last_name": "A"}
    path = f"/admin/users/edit/{delegate.user.pk}/"
    delegate.post(path, sent | {"groups": [editors.pk], "is_superuser": "on"})
    delegate.user.refresh_from_db()
    assert not delegate.user.is_superuser
    assert editors not in delegate.user.groups.all()


def test_a_delegate_takes_away_no_group_that_they_do_not_see(delegate):
    other = UserFactory(username="zoe", email="zoe@exemple.fr", first_name="Zoé", last_name="B")
    editors = Group.objects.get(name="Rédaction")
    other.groups.add(editors)
    sent = {"username": "zoe", "email": "zoe@exemple.fr", "first_name": "Z", "last_name": "B"}
    assert (
        delegate.post(f"/admin/users/edit/{other.pk}/", sent | {"is_active": "on"}).status_code
        == 302
    )
    assert set(other.groups.all()) == {editors}


def test_the_list_asks_nothing_per_row(browser, invite, django_assert_max_num_queries):
    for number in range(12):
        invite(f"n{number}@exemple.fr")
    browser.get(LIST)
    with django_assert_max_num_queries(22):
        assert browser.get(LIST).content.decode().count("pas encore venu") == 12
