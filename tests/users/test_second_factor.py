"""A code of one's phone: switched on, asked at the log-in, demanded of a group, lost."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.factories import UserFactory
from users.models import GroupDemand

ON = "/admin/second-facteur/totp/activate/"
STEP = "/admin/second-facteur/authenticate/"
PASSWORD = "mot-de-passe"

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(username="claire", email="claire@exemple.fr", is_superuser=True)


def log_in(user, follow=True) -> Client:
    browser = Client()
    sent = {"username": user.username, "password": PASSWORD, "next": "/admin/reports/courriels/"}
    browser.answer = browser.post("/admin/login/", sent, follow=follow)
    return browser


def code(secret: str, shift: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def switch_on(browser) -> str:
    """From « Activer » to the recovery codes; the secret that the phone now has."""
    page = browser.get(ON, follow=True)
    assert page.request["PATH_INFO"] == "/admin/confirmer/"
    asked = f"/admin/confirmer/?next={ON}"
    page = browser.post(asked, {"password": PASSWORD, "next": ON}, follow=True)
    html = page.content.decode()
    secret = re.search(r'entrance__key">(\w+)<', html)[1]
    assert 'src="data:image/svg+xml;base64,' in html
    page = browser.post(ON, {"code": code(secret, -1)}, follow=True)
    assert "Codes de secours" in page.content.decode()
    return secret


@pytest.fixture
def protected(user):
    secret = switch_on(log_in(user))
    user.secret = secret
    return user


def path_of(answer) -> str:
    return answer.request["PATH_INFO"]


def test_my_account_leads_to_it(user):
    browser = log_in(user)
    assert ON in browser.get("/admin/account/").content.decode()


def test_from_switching_on_to_the_next_log_in(protected):
    browser = log_in(protected)
    assert path_of(browser.answer) == STEP
    assert browser.get("/admin/").status_code == 302  # not in yet
    assert browser.get("/admin/api/main/pages/").status_code in (302, 401, 403)
    answer = browser.post(STEP, {"code": code(protected.secret)}, follow=True)
    assert path_of(answer) == "/admin/reports/courriels/"


def test_a_code_serves_once_wherever_it_is_tried(protected):
    first, second = log_in(protected), log_in(protected)
    now = code(protected.secret)
    assert path_of(first.post(STEP, {"code": now}, follow=True)) != STEP
    from django.core.cache import cache

    cache.clear()  # another worker has another one
    answer = second.post(STEP, {"code": f"{now[:3]} {now[3:]}"}, follow=True)
    assert "vient de servir" in answer.content.decode()


def test_codes_cannot_be_guessed(protected):
    browser = log_in(protected)
    for _ in range(5):
        answer = browser.post(STEP, {"code": "000000"})
        assert "pas le bon" in answer.content.decode()
    right = code(protected.secret)
    assert "Trop d’essais" in browser.post(STEP, {"code": right}).content.decode()
    again = log_in(protected)  # a new session is no way round
    assert "Trop d’essais" in again.post(STEP, {"code": right}).content.decode()
    with time_machine.travel(timezone.localtime() + timezone.timedelta(minutes=16)):
        later = log_in(protected)
        answer = later.post(STEP, {"code": code(protected.secret)}, follow=True)
        assert path_of(answer) == "/admin/reports/courriels/"


def test_a_recovery_code_serves_once(protected):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    assert path_of(log_in(protected).post(STEP, {"code": codes[0]}, follow=True)) != STEP
    with time_machine.travel(timezone.localtime() + timezone.timedelta(minutes=20)):
        answer = log_in(protected).post(STEP, {"code": codes[0]}, follow=True)
        assert path_of(answer) == STEP


@pytest.mark.parametrize("typed", ["", "é\x00", "🐝🐝🐝", "1" * 5000, "%s", "①②③④⑤⑥"])
def test_bad_input_is_answered(protected, typed):
    answer = log_in(protected).post(STEP, {"code": typed})
    assert answer.status_code == 200
    assert 'id="erreurs"' in answer.content.decode()


def test_a_copy_of_the_database_tells_no_secret(protected):
    data = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert protected.secret not in data
    assert not re.search(r"'(secret|seed)': '[A-Z2-7]{32}'|[0-9a-f]{80}", data)


def test_a_changed_key_is_said_and_the_former_one_reads(protected, settings):
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another-one-0123456789-0123456789-0123456789"
    answer = log_in(protected).post(STEP, {"code": code(protected.secret)})
    assert "ne se lit plus" in answer.content.decode()
    settings.SECRET_KEY_FALLBACKS = [former]
    answer = log_in(protected).post(STEP, {"code": code(protected.secret)}, follow=True)
    assert path_of(answer) == "/admin/reports/courriels/"


def test_the_password_alone_changes_nothing_of_it(protected):
    """A session that was left open: who sits down there is asked who they are."""
    browser = log_in(protected)
    browser.post(STEP, {"code": code(protected.secret)})
    for path in ("recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        answer = browser.get(f"/admin/second-facteur/{path}", follow=True)
        assert path_of(answer) == "/admin/confirmer/"


def test_confirming_counts_as_logging_in_does(user):
    browser = log_in(user)
    for _ in range(5):
        answer = browser.post("/admin/confirmer/", {"password": "autre"})
    assert answer.status_code == 429
    assert "Trop d’essais" in answer.content.decode()


# --- Demanded of a group ---------------------------------------------------------------------------------


@pytest.fixture
def member():
    group = Group.objects.create(name="Relecture")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupDemand.objects.create(group=group, second_factor=True)
    member = UserFactory(username="marc", email="marc@exemple.fr")
    member.groups.add(group)
    return member


def test_members_are_led_to_it_before_anything_else(member):
    browser = log_in(member)
    assert path_of(browser.answer) == "/admin/confirmer/"
    for path in ("/admin/", "/admin/account/", "/admin/pages/", "/admin/reports/site-history/"):
        assert browser.get(path)["Location"] == f"{ON}?demande"
    assert (
        browser.post("/admin/dismissibles/", "{}", content_type="application/json").status_code
        == 302
    )
    for path in ("/admin/api/main/pages/", "/admin/api/main/images/"):
        assert browser.get(path).status_code == 403
    ajax = browser.get("/admin/pages/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert ajax.status_code == 403
    switch_on(browser)
    assert browser.get("/admin/").status_code == 200


def test_a_member_cannot_stop_it(member):
    browser = log_in(member)
    switch_on(browser)
    answer = browser.post("/admin/second-facteur/totp/deactivate/", follow=True)
    assert "ne peut pas être arrêtée" in answer.content.decode()
    assert Authenticator.objects.filter(user=member, type="totp").exists()


def test_an_administrator_demands_it_on_the_groups_form(user):
    group = Group.objects.create(name="Relecture")
    browser = log_in(user)
    path = f"/admin/groups/edit/{group.pk}/"
    html = browser.get(path).content.decode()
    assert "Exiger la vérification en deux étapes" in html
    sent = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))
    sent |= {"name": "Relecture", "demande-second_factor": "on"}
    assert browser.post(path, sent).status_code == 302
    assert group.demand.second_factor
    sent.pop("demande-second_factor")
    browser.post(path, sent)
    group.demand.refresh_from_db()
    assert not group.demand.second_factor


# --- Lost ------------------------------------------------------------------------------------------------


def test_an_administrator_resets_it(member, user, django_capture_on_commit_callbacks):
    switch_on(log_in(member))
    path = f"/admin/users/{member.pk}/second-facteur/"
    administrator = log_in(user)
    assert path in administrator.get("/admin/users/").content.decode()
    assert "de vive voix" in administrator.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(path)
    assert not Authenticator.objects.filter(user=member).exists()
    assert mail.outbox[-1].to == ["marc@exemple.fr"]
    assert path_of(log_in(member).answer) == "/admin/confirmer/"  # led to it again


def test_nobody_else_does(member, protected):
    """Not even who may change accounts."""
    group = member.groups.get()
    GroupDemand.objects.all().delete()
    group.permissions.add(Permission.objects.get(codename="change_user"))
    browser = log_in(member)
    assert browser.post(f"/admin/users/{protected.pk}/second-facteur/").status_code in (302, 403)
    assert Authenticator.objects.filter(user=protected).exists()


def test_the_command_does_for_the_last_administrator(protected):
    call_command("reset_second_factor", "claire")
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="n’a pas"):
        call_command("reset_second_factor", "claire")


def test_there_is_no_sign_up(visitor, db):
    for path in ("/admin/signup/", "/accounts/signup/", "/admin/second-facteur/signup/"):
        assert visitor.get(path).status_code in (302, 404)
    from django.urls import NoReverseMatch, reverse

    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
