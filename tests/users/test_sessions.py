"""How long a log-in lasts, and the page of one's own."""

import datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories import UserFactory
from users.models import OpenSession
from users.sessions import device, shortened

from .account_form import new_password

MINE = "/admin/account/connexions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(username="claire", is_superuser=True)


def log_in(user, remember=True, agent=FIREFOX, address="192.0.2.7") -> Client:
    browser = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    sent = {"username": user.username, "password": "mot-de-passe"}
    answer = browser.post("/admin/login/", sent | ({"remember": "on"} if remember else {}))
    assert answer["Location"] == "/admin/"
    return browser


def is_in(browser, path="/admin/account/") -> bool:
    return browser.get(path).status_code == 200


def after(**delay):
    return time_machine.travel(timezone.localtime() + datetime.timedelta(**delay))


def test_it_ends_after_four_hours_without_use(user):
    browser = log_in(user)
    with after(hours=3, minutes=59):
        assert is_in(browser)
    with after(hours=7, minutes=58):
        assert is_in(browser)
    with after(hours=12):
        answer = browser.get("/admin/account/", follow=True)
        assert answer.request["PATH_INFO"] == "/admin/login/"
        assert "a pris fin" in answer.content.decode()
    assert not Session.objects.filter(pk__in=OpenSession.objects.values("session_key")).exists()


def test_a_page_that_was_left_open_does_not_keep_it(user):
    browser = log_in(user)
    path = "/admin/editing-sessions/ping/catalogue/projectpage/1/1/"
    for hour in (1, 2, 3):
        with after(hours=hour):
            browser.post(path)
    with after(hours=4, minutes=1):
        assert not is_in(browser)


def test_it_ends_after_seven_days_in_any_case(user):
    browser = log_in(user)
    for hours in range(3, 7 * 24, 3):
        with after(hours=hours):
            assert is_in(browser, "/admin/api/main/pages/")
    with after(days=7, minutes=1):
        assert not is_in(browser)


def test_without_remembering_the_cookie_goes_with_the_browser(user):
    assert log_in(user, remember=False).cookies["sessionid"]["expires"] == ""
    assert log_in(user, remember=True).cookies["sessionid"]["max-age"] == 7 * 24 * 3600


def test_a_new_password_ends_the_others(user):
    browser, other = log_in(user), log_in(user)
    sent = new_password("kX7-vq2Rt9mZ-neuf", old="mot-de-passe")
    assert browser.post("/admin/account/", sent).status_code == 302
    user.refresh_from_db()
    assert user.check_password("kX7-vq2Rt9mZ-neuf")
    assert is_in(browser)
    assert not is_in(other)
    html = browser.get(MINE).content.decode()
    assert "celle-ci" in html


@pytest.mark.parametrize("way", ["form", "bulk"])
def test_deactivation_ends_them_for_good(user, way):
    other = UserFactory(username="marc", is_superuser=True, email="marc@exemple.fr")
    browser, chief = log_in(other), log_in(user)
    if way == "bulk":
        path = f"/admin/bulk/users/user/set_active_state/?id={other.pk}"
        chief.post(path, {"mark_as_active": "False"})
    else:
        sent = {"username": "marc", "email": "marc@exemple.fr", "first_name": "M", "last_name": "A"}
        chief.post(f"/admin/users/edit/{other.pk}/", sent)
    other.refresh_from_db()
    assert not other.is_active
    assert not is_in(browser)
    other.is_active = True
    other.save()
    assert not is_in(browser)


def test_the_page_of_ones_own(user):
    phone = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
    browser = log_in(user)
    other = log_in(user, agent=phone, address="2001:db8:1:2::9")
    third = log_in(user, agent="curl/8")
    stranger = log_in(UserFactory(username="marc", is_superuser=True), agent="Opera")
    assert MINE in browser.get("/admin/account/").content.decode()
    html = browser.get(MINE).content.decode()
    for words in ("Firefox, Windows", "192.0.2.x", "Chrome, Android", "2001:db8:1:…", "celle-ci"):
        assert words in html
    assert "192.0.2.7" not in html
    assert "Opera" not in html
    row = OpenSession.objects.get(device="Chrome, Android")
    browser.post(MINE, {"end": row.pk})
    assert not is_in(other)
    assert is_in(third)
    browser.post(MINE, {"end": OpenSession.objects.get(device="Opera").pk})
    assert is_in(stranger)
    browser.post(MINE)
    assert not is_in(third)
    assert is_in(browser)


@pytest.mark.parametrize("number", ["x", "-1", "²", "9" * 40, "\x00"])
def test_bad_input_ends_nothing(user, number):
    browser, other = log_in(user), log_in(user)
    assert browser.post(MINE, {"end": number}).status_code == 302
    assert is_in(other)


def test_what_is_over_is_forgotten(user):
    browser = log_in(user)
    browser.post("/admin/logout/")
    assert not OpenSession.objects.exists()
    log_in(user)
    with after(hours=4, minutes=1):
        call_command("due")
    assert not OpenSession.objects.exists()
    assert not Session.objects.exists()


def test_a_visitor_has_none(visitor, db):
    visitor.get("/agenda/")
    assert not Session.objects.exists()


def test_words_of_a_device():
    assert device("") == "Appareil inconnu"
    assert device("\x00é🐝" * 500) == "Appareil inconnu"
    assert (
        device("Mozilla/5.0 (iPhone; CPU iPhone OS 19) AppleWebKit Version/19 Safari/604")
        == "Safari, iPhone"
    )
    assert shortened("2001:db8:1:2::/64") == "2001:db8:1:…"
    assert shortened("n’importe quoi") == ""
