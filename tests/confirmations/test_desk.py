"""The editors' list, whom to call first, and what they do with a check; the numbers."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from catalogue.models import OwnerConfirmation
from confirmations.models import Check
from confirmations.states import By, Kind
from exchanges.models import OwnerAddress
from tests.confirmations.checks import CONTACT, YEAR, at, current, kinds, owner_path, say, tick
from tests.exchanges.questions import mails_to, sheet
from tests.factories import UserFactory, published
from tests.reuses.made import documented
from users.groups import EDITORS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(user)
    return client


def act(desk, about, action, **fields):
    path = f"/admin/verifications/{current(about).pk}/"
    return desk.post(path, {"action": action, **fields}, follow=True).content.decode()


def read(desk, path: str = "") -> str:
    return desk.get(f"/admin/verifications/{path}").content.decode()


def test_sources_are_read_again_in_one_click_from_the_list(visitor, desk):
    assert "Aucune vérification ici" in read(desk)
    about = sheet()
    tick()
    tick(YEAR)
    page = read(desk, "?etat=sources")
    assert about.title in page
    assert "Sources relues" in page
    answer = desk.post(
        f"/admin/verifications/{current(about).pk}/?vers=liste", {"action": "relues"}
    )
    assert answer.url == "/admin/verifications/"
    assert "Sources relues" in visitor.get(about.url).content.decode()
    assert kinds(about)[-2:] == [Kind.REREAD, Kind.PLANNED]
    assert not OwnerConfirmation.objects.exists()


def test_whom_to_call_first(visitor, desk):
    quiet, asked_for, old = (sheet(contact_email=f"{n}@baugy.invalid") for n in "abc")
    for number in range(3):
        documented(asked_for, f"Commune {number}")
    tick()
    Check.objects.filter(sheet=old).update(known_on="2020-01-01")
    for one in (quiet, asked_for, old):
        for kind in (Kind.ASKED, Kind.REMINDED, Kind.SILENT, Kind.TO_CALL):
            current(one).note(kind, By.CLOCK)
    page = read(desk, "?etat=appeler")
    places = [page.index(one.title) for one in (old, asked_for, quiet)]
    assert places == sorted(places)
    assert "/admin/verifications/" in desk.get("/admin/").content.decode()


def test_an_editor_calls_and_says_who_confirmed(visitor, desk):
    about = sheet(contact_email=CONTACT)
    tick()
    tick(YEAR)
    with at(YEAR):
        desk.force_login(UserFactory(is_superuser=True))
        assert "s’en occupe" in act(desk, about, "reprendre")
        assert "Dites qui" in act(desk, about, "vrai")
        act(desk, about, "vrai", said_by="La DSI, par téléphone")
    assert OwnerConfirmation.objects.get().confirmed_by == "La DSI, par téléphone"


def test_an_editor_finds_whom_to_ask_sees_the_message_and_revokes_the_link(visitor, desk):
    about = sheet()
    tick()
    tick(YEAR)
    assert "nom@domaine.fr" in act(desk, about, "rediriger", address="x")
    act(desk, about, "rediriger", address="dgs@baugy.invalid")
    tick()
    assert len(mails_to("dgs@baugy.invalid")) == 1
    page = read(desk, f"{current(about).pk}/")
    assert "Ce que la collectivité recevra" in page
    assert "dgs@baugy.invalid" not in page
    path = owner_path("dgs@baugy.invalid")
    assert "Ouvrir sa page" in page
    act(desk, about, "revoquer")
    assert visitor.get(path).status_code == 410
    assert kinds(about)[-1] == Kind.NOT_ME
    # Of a check that is over, nobody gets the link.
    act(desk, about, "clore", reason="Doublon")
    over = Check.objects.order_by("pk").filter(sheet=about).first()
    desk.post(
        f"/admin/verifications/{over.pk}/", {"action": "rediriger", "address": "a@baugy.invalid"}
    )
    assert not OwnerAddress.objects.filter(email="a@baugy.invalid").exists()


def test_closed_with_a_reason_and_asked_without_waiting(visitor, desk):
    about = sheet(contact_email=CONTACT)
    tick()
    assert "Dites pourquoi" in act(desk, about, "signaler")
    act(desk, about, "signaler", why="Une source ne s’ouvre plus")
    tick()
    assert len(mails_to(CONTACT)) == 1
    assert "Dites pourquoi" in act(desk, about, "clore")
    old = current(about)
    act(desk, about, "clore", reason="La commune a fusionné.")
    assert kinds(about)[-2:] == [Kind.CLOSED, Kind.PLANNED]
    answer = desk.post(f"/admin/verifications/{old.pk}/", {"action": "reprendre"}, follow=True)
    assert "autre chose" in answer.content.decode()


def test_who_may_not_edit_does_not_see(client):
    assert client.get("/admin/verifications/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/admin/verifications/").status_code in (302, 403)


def test_numbers_are_honest(visitor, desk):
    assert (
        "Aucune collectivité n’a encore été interrogée"
        in visitor.get("/questions/chiffres/").content.decode()
    )
    about = sheet(contact_email=CONTACT)
    published(authority=about.authority, contact_email=CONTACT)
    tick()
    tick(YEAR)
    with at(YEAR + 2):
        say(visitor, about, "vrai")
        page = visitor.get("/questions/chiffres/").content.decode().replace("\xa0", " ")
    assert "2 fois, une collectivité a été priée" in page
    assert "répondu 1 fois : toujours vraie 1 fois" in page
    assert "trop tôt" in page
    assert "Les vérifications" in desk.get("/admin/questions/chiffres/").content.decode()
