"""A server that is gone, paused, slow or guarded: the site answers in time, and comes back by itself."""

import os
import secrets
import signal
import socket
import threading
import time

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.signals import due
from search import engines
from search.engines import server_checks
from search.engines.base import EngineUnavailable
from search.engines.queries import SearchQuery
from search.models import IndexState, Outbox
from tests.factories import published
from tests.search import elasticsearch_server as server

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
WITHIN = 2.0  # seconds, for any page


class Timed:
    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *error):
        self.seconds = time.perf_counter() - self.start


def use(settings, tmp_path, **values):
    settings.SEARCH_INDEX_DIR = tmp_path
    for name, value in vars(server.settings(**values)).items():
        setattr(settings, name, value)
    # Grows with every write; with none, the labels of the test before would still be good.
    IndexState.objects.update_or_create(pk=1, defaults={"generation": secrets.randbits(40)})
    return engines.get_engine()


@pytest.fixture(scope="module")
def black_hole():
    """Takes connections and never answers, as a paused server or a bad firewall does."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(64)
        yield f"127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(scope="module")
def nobody():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{free.getsockname()[1]}"


def assert_served_without_search(client):
    """First while the server is tried, then while it is left alone."""
    for limit in (WITHIN, 0.6):
        with Timed() as timed:
            response = client.get("/projets/?q=cantine&page=2")
        assert response.status_code == 200
        assert timed.seconds < limit
        assert response.context["results"]["engine_down"]
        assert response.context["latest"]
        assert response.context["themes"]
    for address in ("/", "/agenda/", response.context["latest"][0]["url"]):
        with Timed() as timed:
            assert client.get(address).status_code == 200, address
        assert timed.seconds < WITHIN, address
    with Timed() as timed:
        state = client.get("/health/")
    assert timed.seconds < WITHIN
    assert state.status_code == 503
    assert state.json()["engine"]["name"] == "elasticsearch"
    assert state.json()["engine"]["message"]
    assert state.json()["outbox"]["waiting"]


@pytest.mark.parametrize("who", ["black_hole", "nobody"])
def test_nobody_answers(request, who, settings, tmp_path, client, capsys):
    host = request.getfixturevalue(who)
    use(settings, tmp_path, SEARCH_URL=f"elasticsearch://{host}")
    with Timed() as timed:
        published(title="Cantine numérique")
    assert timed.seconds < WITHIN + 0.5  # a sheet and its parents are made in it too
    assert_served_without_search(client)
    engines.get_engine.cache_clear()
    (warning,) = server_checks.server_answers(None)
    assert warning.id == "search.W003"
    assert host in warning.msg
    call_command("search_sync", verbosity=0)
    assert "ne répond pas" in capsys.readouterr().err


def test_one_that_is_no_elasticsearch(settings, tmp_path, client):
    """The live server of another program: an HTTP answer without the product's header."""
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Other(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"{}")

        do_POST = do_HEAD = do_PUT = do_GET

        def log_message(self, *args):
            pass

    other = HTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=other.serve_forever)
    thread.start()
    try:
        engine = use(
            settings, tmp_path, SEARCH_URL=f"elasticsearch://127.0.0.1:{other.server_port}"
        )
        assert "no Elasticsearch" in engine.health().message
        assert client.get("/projets/").status_code == 200
    finally:
        other.shutdown()
        thread.join()
        other.server_close()
        engine.server.close()


class Delay:
    """A way to the real server that holds each answer back."""

    def __init__(self, target: tuple[str, int], seconds: float):
        self.seconds = seconds
        self._target = target
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                here, _ = self._socket.accept()
            except OSError:
                return
            there = socket.create_connection(self._target)
            for ends in ((here, there, 0), (there, here, self.seconds)):
                threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, source, target, seconds):
        with source, target:
            try:
                while data := source.recv(1 << 16):
                    time.sleep(seconds)
                    target.sendall(data)
            except OSError:
                pass

    def close(self):
        self._socket.close()


@server.needs_server
def test_a_slow_server_does_not_add_up(settings, tmp_path, client):
    """Each answer comes just in time; a page that asks ten questions must not take ten times as long."""
    target = server.URL.rpartition("//")[2].split(":")
    quick = use(settings, tmp_path)
    quick.rebuild([])
    published(title="Cantine numérique")
    slow = Delay((target[0], int(target[1])), 0.4)
    settings.SEARCH_URL = f"elasticsearch://{slow.host}"
    try:
        with Timed() as timed:
            response = client.get("/projets/?q=cantinne+numerik+inconu&nature=projet&theme=eau")
        assert response.status_code == 200
        assert timed.seconds < WITHIN + 0.4  # measured beside other tests
    finally:
        engines.get_engine().server.close()
        slow.close()
        server.remove_indexes(quick)


@server.needs_server
def test_three_addresses_of_which_one_is_dead_and_one_silent(
    settings, tmp_path, nobody, black_hole
):
    alive = server.URL.rpartition("//")[2]
    use(settings, tmp_path).rebuild([])
    published(title="Cantine numérique")
    settings.SEARCH_URL = f"elasticsearch://{nobody},{black_hole},{alive}"
    engine = engines.get_engine()
    try:
        for _ in range(30):
            with Timed() as timed:
                assert engine.count(SearchQuery("cantine")) == 1
            assert timed.seconds < 1.8
    finally:
        engine.server.close()
        server.remove_indexes(server_engine(engine, tmp_path))


def server_engine(engine, tmp_path):
    """The same indexes by the good address alone."""
    return server.engine_in(tmp_path, SEARCH_ENVIRONMENT=engine.address.base.rpartition("-")[2])


@pytest.fixture(scope="module")
def secure():
    name = f"test-{os.getpid()}"
    yield server.start_secure(name) | {"NAME": name}
    server.stop(name)


@server.needs_server
def test_tls_and_key_then_paused_then_back_then_stopped(secure, settings, tmp_path, client):
    """One life of a guarded server, for starting it takes a quarter of a minute."""
    own = {name: secure[name] for name in ("SEARCH_URL", "SEARCH_API_KEY", "SEARCH_CA_CERTS")}
    pid = int(secure["PID"])

    # Its certificate and the key are asked for.
    for wrong, words in (
        ({"SEARCH_CA_CERTS": ""}, "TlsError"),
        ({"SEARCH_API_KEY": ""}, "401"),
        ({"SEARCH_PREFIX": "other"}, "403"),
    ):
        engine = use(settings, tmp_path, **own | wrong)
        with pytest.raises(EngineUnavailable, match=words):
            engine.rebuild([])
        engine.server.close()
    engine = use(settings, tmp_path, **own | {"SEARCH_SHARDS": 2})
    assert engine.needs_rebuild()
    engine.rebuild([])
    published(title="Cantine numérique")
    assert engine.count(SearchQuery("cantine")) == 1
    assert client.get("/health/").status_code == 200

    # Paused: it holds its connections and answers nothing.
    os.kill(pid, signal.SIGSTOP)
    try:
        with Timed() as timed:
            published(title="Cantine scolaire")
        assert timed.seconds < WITHIN + 0.5
        assert Outbox.objects.waiting().exists()
        assert_served_without_search(client)
    finally:
        os.kill(pid, signal.SIGCONT)

    # Back: the worker's next round finds what waits, and nobody has done anything.
    end = time.monotonic() + 30
    while Outbox.objects.waiting().exists() and time.monotonic() < end:
        Outbox.objects.waiting().update(next_try=timezone.now())
        due.send(sender=None)
        time.sleep(0.5)
    assert not Outbox.objects.waiting().exists()
    assert engine.count(SearchQuery("cantine")) == 2
    response = client.get("/projets/?q=cantine")
    assert response.context["results"]["total"] == 2
    assert not response.context["results"]["engine_down"]
    assert client.get("/health/").status_code == 200

    # Stopped.
    server.stop(secure["NAME"])
    published(title="Cantine centrale")
    assert_served_without_search(client)
    engine.server.close()
