"""Guessing passwords on the page where people log in."""

import datetime

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client

from tests.factories import UserFactory

from .account_form import new_password

LOGIN = "/admin/login/"
RIGHT = "mot-de-passe"
NOON = datetime.datetime(2027, 3, 1, 12, 0, 30, tzinfo=datetime.UTC)  # 13 h in Paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    user = UserFactory(username="claire")
    user.is_superuser = True
    user.save()
    return user


def send(password, name="claire", address="192.0.2.7", **headers):
    """As a browser that has no cookie yet."""
    return Client().post(
        LOGIN,
        {"username": name, "password": password, "next": "/admin/"},
        REMOTE_ADDR=address,
        **headers,
    )


def is_in(answer) -> bool:
    return answer.status_code == 302 and answer["Location"] == "/admin/"


def is_locked(answer) -> bool:
    return answer.status_code == 429 and "Trop d’essais" in answer.content.decode()


def test_the_page_is_ours_and_in_french(visitor, db):
    html = visitor.get(LOGIN).content.decode()
    assert "<title>Se connecter – Essaim</title>" in html
    assert "Wagtail" not in html
    assert 'autocomplete="current-password"' in html


def test_private_pages_send_people_to_it(visitor, db):
    assert visitor.get("/_util/login/?next=/x/")["Location"] == "/admin/login/?next=/x/"


def test_a_wrong_password_is_said_in_words(user):
    html = send("autre").content.decode()
    assert "ne vont pas ensemble" in html
    assert 'value="claire"' in html


def test_the_right_password_is_not_taken_during_the_lock(user):
    with time_machine.travel(NOON, tick=False):
        for _ in range(5):
            last = send("autre")
        assert is_locked(last)
        answer = send(RIGHT)
        assert is_locked(answer)
        assert "avant 13\u00a0h\u00a016" in answer.content.decode()
    with time_machine.travel(NOON + datetime.timedelta(minutes=14, seconds=59), tick=False):
        assert is_locked(send(RIGHT))
    with time_machine.travel(NOON + datetime.timedelta(minutes=15, seconds=30), tick=False):
        assert is_in(send(RIGHT))


def test_who_goes_on_trying_does_not_make_the_lock_longer(user):
    for minute in range(15):
        with time_machine.travel(NOON + datetime.timedelta(minutes=minute), tick=False):
            for _ in range(8):
                send("autre")
    with time_machine.travel(NOON + datetime.timedelta(minutes=15, seconds=1), tick=False):
        assert is_in(send(RIGHT))


def test_the_account_is_counted_wherever_it_is_tried_from(user):
    for last in range(5):
        send("autre", address=f"192.0.2.{last}", HTTP_USER_AGENT=f"Navigateur {last}")
    assert is_locked(send(RIGHT, address="198.51.100.1"))


@pytest.mark.parametrize(
    "address",
    [lambda n: "192.0.2.7", lambda n: f"2001:db8:1:2::{n}", lambda n: f"::ffff:192.0.2.{n % 1}"],
)
def test_the_address_is_counted_whichever_account_is_tried(user, address):
    for number in range(25):
        assert not is_in(send("autre", name=f"quelqu-un-{number}", address=address(number)))
    assert is_locked(send(RIGHT, address=address(99)))
    assert is_in(send(RIGHT, address="203.0.113.1"))


def test_behind_a_proxy_the_address_is_the_one_it_wrote(user, settings):
    settings.PROXY_COUNT = 1
    for number in range(25):
        forwarded = f"203.0.113.{number}, 198.51.100.7"
        send("autre", name=f"n{number}", address="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert is_locked(send(RIGHT, address="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7"))
    assert is_in(send(RIGHT, address="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.8"))


def test_an_address_that_is_none_fails_nothing(user, settings):
    settings.PROXY_COUNT = 1
    assert is_in(send(RIGHT, HTTP_X_FORWARDED_FOR="n’importe quoi"))
    assert not is_in(send("autre", HTTP_X_FORWARDED_FOR="n’importe quoi"))


def test_logging_in_forgets_ones_own_errors_and_nobody_elses(user):
    """Who has an account must not be able to go on guessing another's by logging in between."""
    UserFactory(username="marc", is_superuser=True)
    for _ in range(4):
        send("autre")
        send("autre", name="marc")
    assert is_in(send(RIGHT, name="marc"))
    assert not is_locked(send("autre", name="marc"))
    assert is_locked(send("autre"))


def test_what_is_kept_says_nobody_and_goes(user):
    send("mon-secret", name="mon-secret-dans-le-mauvais-champ")
    row = AccessAttempt.objects.get()
    kept = " ".join(str(value) for value in vars(row).values())
    assert "secret" not in kept
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=16)):
        call_command("due")
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"username": "a\x00b", "password": "x"},
        {"username": "é" * 300, "password": "x"},
        {"username": "claire", "password": "x" * 5000},
        {"username": "claire", "password": "\x00"},
        {"username": ["a", "b"], "password": "🐝"},
    ],
)
def test_bad_input_is_answered(user, data):
    answer = Client().post(LOGIN, data)
    assert answer.status_code == 200
    assert 'id="erreurs"' in answer.content.decode()


def test_the_old_password_is_not_guessed_from_an_open_session(user):
    browser = Client()
    browser.force_login(user)
    new = "kX7-vq2Rt9mZ-neuf"
    for _ in range(5):
        browser.post("/admin/account/", new_password(new, old="autre"))
    answer = browser.post("/admin/account/", new_password(new, old=RIGHT))
    assert "Trop d’essais" in answer.content.decode()
    user.refresh_from_db()
    assert not user.check_password(new)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=16)):
        browser.force_login(user)
        browser.post("/admin/account/", new_password(new, old=RIGHT))
    user.refresh_from_db()
    assert user.check_password(new)
