"""A database that is locked, full, read-only or gone: said in words, in the kind asked for, with what was typed."""

import errno
import json
import socket
import threading
import time

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.urls import include, path

from config.settings.env import env
from config.urls import handler500 as handler
from config.urls import urlpatterns as of_the_site
from core.errors import reason_of
from core.postgres import base as postgres
from tests.running import Instance

ERRORS = {
    "occupee": OperationalError("database is locked"),
    "pleine": OperationalError("database or disk is full"),
    "figee": OperationalError("attempt to write a readonly database"),
    "absente": OperationalError('connection to server at "127.0.0.1", port 5432 failed: refused'),
    "disque": OSError(errno.ENOSPC, "No space left on device"),
    "defaut": OperationalError("no such column: core_x.y"),
}
handler500 = handler


def failing(request, which, kind=""):
    raise ERRORS[which]


def asking(request):
    connections["default"].hung.cursor().execute("SELECT 1")


urlpatterns = [
    path("panne-suspendue/", asking),
    path("panne/<str:which>/", failing),
    path("panne/<str:which>/donnees.<str:kind>", failing),
    path("", include(of_the_site)),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("occupee", "Le site enregistre autre chose"),
        ("pleine", "ne peut rien enregistrer"),
        ("figee", "ne peut rien enregistrer"),
        ("disque", "ne peut rien enregistrer"),
        ("absente", "La base de données ne répond pas"),
    ],
)
def test_a_page_says_which_and_what_to_do(visitor, which, words):
    answer = visitor.get(f"/panne/{which}/")
    assert answer.status_code == 503
    assert words in answer.content.decode()
    assert answer["Retry-After"] == "60"
    assert "no-store" in answer["Cache-Control"]


def test_what_was_typed_comes_back(visitor):
    text = "Un <b>long</b> message\nsur deux lignes"
    answer = visitor.post(
        "/panne/occupee/?n=1", {"message": text, "jeton": "abc", "theme": ["1", "2"]}
    )
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "Rien de ce que vous venez d’envoyer n’a été enregistré" in html
    assert 'action="/panne/occupee/?n=1"' in html
    assert 'name="theme" value="2"' in html
    assert "Un &lt;b&gt;long&lt;/b&gt; message<br>sur deux lignes" in html
    assert "<b>long" not in html


def test_a_password_does_not(visitor):
    html = visitor.post(
        "/panne/occupee/", {"login": "moi", "password": "s3cret-long"}
    ).content.decode()
    assert "s3cret" not in html


def test_the_form_of_a_sheet_does_though_a_field_is_of_source_code(visitor):
    typed = {"code_state": "publie", "source_code_url": "https://exemple.fr/depot"}
    assert "https://exemple.fr/depot" in visitor.post("/panne/occupee/", typed).content.decode()


def test_other_kinds_are_answered_in_kind(visitor):
    assert json.loads(visitor.get("/panne/absente/donnees.json").content)["error"]
    asked = visitor.get("/panne/absente/", headers={"Accept": "application/json"})
    assert asked.status_code == 503
    assert asked["Content-Type"] == "application/json"
    calendar = visitor.get("/panne/absente/donnees.ics")
    assert calendar.status_code == 503
    assert calendar["Content-Type"].startswith("text/plain")


def test_a_defect_stays_a_defect(visitor):
    assert visitor.get("/panne/defaut/").status_code == 500
    assert reason_of(KeyError("x")) is None
    assert reason_of(FileNotFoundError(errno.ENOENT, "x")) is None


def test_postgresql_that_takes_connections_and_says_nothing_is_not_waited_for(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        instance = Instance(tmp_path, f"postgres://x:x@127.0.0.1:{port}/x")
        said = instance.run(
            "import json, time; from django.test import Client; began = time.monotonic();"
            "answer = Client(raise_request_exception=False).get('/projets/fiches.atom', HTTP_HOST='localhost');"
            "print(json.dumps([answer.status_code, answer.content.decode(), time.monotonic() - began]))"
        )
    status, words, seconds = json.loads(said.splitlines()[-1])
    assert status == 503
    assert "ne répond pas" in words
    assert seconds < 20


def test_postgresql_that_hangs_in_the_middle_of_an_answer_is_not_waited_for(visitor, monkeypatch):
    monkeypatch.setattr(postgres, "ANSWERS_WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        hung = threading.Thread(target=_greet_and_hang, args=(server,), daemon=True)
        hung.start()
        address = f"postgres://x:x@127.0.0.1:{server.getsockname()[1]}/x?sslmode=disable"
        connection = postgres.DatabaseWrapper(
            connections.settings["default"] | env.db_url_config(address),
            alias="hung",
        )
        monkeypatch.setattr(connections["default"], "hung", connection, raising=False)
        began = time.monotonic()
        answer = visitor.get("/panne-suspendue/")
        assert time.monotonic() - began < 5
    assert answer.status_code == 503
    assert "La base de données ne répond pas" in answer.content.decode()
    # Nothing more is read from it: that would be the answer to what was asked before.
    assert connection.connection.closed
    hung.join()


def _greet_and_hang(server: socket.socket) -> None:
    """What PostgreSQL says to one who connects, then no word more."""
    who_is_trusted = b"R\x00\x00\x00\x08\x00\x00\x00\x00"
    version = b"S\x00\x00\x00\x18server_version\x0015.0\x00"
    ready_for_a_query = b"Z\x00\x00\x00\x05I"
    with server.accept()[0] as peer:
        peer.recv(1000)
        peer.sendall(who_is_trusted + version + ready_for_a_query)
        while peer.recv(1000):
            pass
