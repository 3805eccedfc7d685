"""A forgotten password, from the page to the mail to the new one."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import UserFactory
from users.models import PasswordResetRequest

ASK = "/admin/password_reset/"
NEW = "kX7-vq2Rt9mZ-neuf"

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(username="claire", email="claire@exemple.fr", is_superuser=True)


def ask(email, address="192.0.2.7"):
    return Client().post(ASK, {"email": email}, REMOTE_ADDR=address, follow=True)


def links(capture) -> list[str]:
    """Paths that the worker sends to people."""
    with capture(execute=True):
        call_command("due")
    texts = [message.body for message in mail.outbox]
    return [
        path for text in texts for path in re.findall(r"(/admin/password_reset/confirm/\S+)", text)
    ]


def choose(path, password=NEW, again=None):
    visitor = Client()
    form = visitor.get(path, follow=True)
    sent = {"new_password1": password, "new_password2": again or password}
    return visitor.post(form.request["PATH_INFO"], sent, follow=True)


def test_from_the_page_to_a_new_password(user, django_capture_on_commit_callbacks):
    elsewhere = Client()
    elsewhere.force_login(user)
    assert "Regardez votre courrier" in ask("Claire@Exemple.fr").content.decode()
    (path,) = links(django_capture_on_commit_callbacks)
    assert mail.outbox[0].to == ["claire@exemple.fr"]
    assert "trois heures" in mail.outbox[0].body or "3 heures" in mail.outbox[0].body
    answer = choose(path)
    assert "Votre mot de passe a changé" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert elsewhere.get("/admin/").status_code == 302  # its session has ended
    # The link has served.
    again = Client().get(path, follow=True)
    assert "Ce lien ne vaut plus" in again.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("due")
    assert "vient d’être choisi" in mail.outbox[-1].body


def test_the_link_ends(user, django_capture_on_commit_callbacks):
    ask(user.email)
    (path,) = links(django_capture_on_commit_callbacks)
    with time_machine.travel(timezone.localtime() + datetime.timedelta(hours=3, minutes=1)):
        assert "Ce lien ne vaut plus" in Client().get(path, follow=True).content.decode()


@pytest.mark.parametrize("kind", ["unknown", "inactive", "invited"])
def test_the_page_says_and_does_the_same_for_whoever_has_none(
    user, kind, django_capture_on_commit_callbacks
):
    if kind == "inactive":
        UserFactory(email="autre@exemple.fr", is_active=False)
    if kind == "invited":
        other = UserFactory(email="autre@exemple.fr")
        other.set_unusable_password()
        other.save()
    with CaptureQueriesContext(
        connection,
    ) as known:
        first = ask(user.email, address="192.0.2.1")
    with CaptureQueriesContext(connection) as unknown:
        second = ask("autre@exemple.fr", address="192.0.2.2")
    assert first.content == second.content
    assert first.redirect_chain == second.redirect_chain
    shapes = [
        [query["sql"].split(" ")[0] for query in one.captured_queries] for one in (known, unknown)
    ]
    assert shapes[0] == shapes[1]
    assert not mail.outbox
    assert len(links(django_capture_on_commit_callbacks)) == 1
    assert not PasswordResetRequest.objects.exists()


def test_thirty_requests_are_three_mails(user, django_capture_on_commit_callbacks):
    for number in range(30):
        answer = ask(
            user.email if number % 2 else "Claire+x@exemple.fr", address=f"192.0.2.{number}"
        )
        assert answer.status_code == 200
    links(django_capture_on_commit_callbacks)
    assert len(mail.outbox) <= 3


def test_one_address_asks_ten_times_an_hour(user):
    for number in range(10):
        assert ask(f"n{number}@exemple.fr").status_code == 200
    answer = ask(user.email)
    assert answer.status_code == 429
    assert "Trop d’essais" in answer.content.decode()
    assert 'value="claire@exemple.fr"' in answer.content.decode()
    assert ask(user.email, address="192.0.2.8").status_code == 200


def test_the_rules_hold_and_are_said_beside_the_field(user, django_capture_on_commit_callbacks):
    ask(user.email)
    (path,) = links(django_capture_on_commit_callbacks)
    html = choose(path, "essaimessaim").content.decode()
    assert 'id="erreurs"' in html
    assert "répète" in html
    assert "Les deux mots de passe" in choose(path, NEW, "autre").content.decode()


def test_who_proved_to_own_the_account_is_not_locked_out(user, django_capture_on_commit_callbacks):
    sent = {"username": "claire", "password": "autre"}
    for number in range(6):
        Client().post("/admin/login/", sent, REMOTE_ADDR=f"198.51.100.{number}")
    ask(user.email)
    (path,) = links(django_capture_on_commit_callbacks)
    choose(path)
    assert Client().post("/admin/login/", sent | {"password": NEW}).status_code == 302


@pytest.mark.parametrize(
    "path",
    ["MQ/x-y/", "%00/%00/", "é/é/", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/c-d/", "MQ/set-password/"],
)
def test_a_broken_link(path):
    answer = Client().get(f"/admin/password_reset/confirm/{path}", follow=True)
    assert answer.status_code in (200, 404)


@pytest.mark.parametrize("email", ["", "pas une adresse", "a\x00@b.fr", "é" * 300 + "@exemple.fr"])
def test_bad_input_is_answered(email):
    answer = ask(email)
    assert answer.status_code == 200
    assert 'id="erreurs"' in answer.content.decode()
