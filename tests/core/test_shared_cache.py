"""`CACHE_URL` with a real server: what one process kept, another one serves; lost, it is only missed."""

import os
import shutil
import signal
import socket
import subprocess
import time

import environ
import pytest
from django.core.cache import caches

from core.page_cache import ALIAS
from tests.factories import published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redis(tmp_path, settings):
    """The server's process, in use as the site's three caches."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs Debian's redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = _start(program, port, tmp_path)
    config = environ.Env.cache_url_config(f"rediscache://127.0.0.1:{port}/0")
    config["BACKEND"] = "core.shared_cache.SharedCache"
    settings.CACHES = dict.fromkeys(("default", ALIAS), config)
    server.again = lambda: _start(program, port, tmp_path)
    yield server
    caches[ALIAS].close()
    server.kill()
    server.wait()


def _start(program, port, folder):
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
        stdout=subprocess.DEVNULL,
    )
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    raise RuntimeError("redis did not start")


def test_pages_are_kept_in_the_shared_cache(redis, visitor, django_assert_num_queries):
    sheet = published()
    first = visitor.get(f"/projets/{sheet.slug}/")
    # Another process would start from the same address and nothing else.
    caches[ALIAS].close()
    with django_assert_num_queries(1):
        assert visitor.get(f"/projets/{sheet.slug}/").content == first.content
    sheet.title = "Un autre titre"
    sheet.save_revision().publish()
    assert "Un autre titre" in visitor.get(f"/projets/{sheet.slug}/").content.decode()


def test_a_killed_server_is_missed_and_comes_back(redis, visitor, client, monkeypatch):
    """Pages are made anew, forms are sent, accounts log in; and it is used again once it is there."""
    sheet = published()
    visitor.get(f"/projets/{sheet.slug}/")
    redis.kill()
    redis.wait()
    for address in (f"/projets/{sheet.slug}/", "/projets/?q=eau", "/agenda/", "/"):
        assert visitor.get(address).status_code in (200, 404)
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 200
    assert not caches[ALIAS].answers()
    assert caches[ALIAS].get_many(["a", "b"]) == {}
    with pytest.raises(ValueError, match="not found"):
        caches[ALIAS].incr("a")
    again = redis.again()
    try:
        monkeypatch.setattr(caches[ALIAS]._cache.breaker, "_until", 0)
        caches[ALIAS].set("a", 1)
        assert caches[ALIAS].get("a") == 1
    finally:
        again.kill()
        again.wait()


def test_a_hung_server_is_waited_for_once(redis, visitor, monkeypatch):
    sheet = published()
    visitor.get(f"/projets/{sheet.slug}/")
    breaker = caches[ALIAS]._cache.breaker
    waited = []
    monkeypatch.setattr(breaker, "_clock", lambda: 0.0)
    monkeypatch.setattr(
        breaker,
        "failed",
        lambda reason: waited.append(reason) or type(breaker).failed(breaker, reason),
    )
    os.kill(redis.pid, signal.SIGSTOP)
    try:
        for _ in range(5):
            assert visitor.get(f"/projets/{sheet.slug}/").status_code == 200
    finally:
        os.kill(redis.pid, signal.SIGCONT)
    assert len(waited) == 1


def test_a_server_that_is_full_refuses_and_is_missed(redis, visitor):
    client = caches[ALIAS]._cache.get_client(write=True)
    client.config_set("maxmemory", "1")
    client.config_set("maxmemory-policy", "noeviction")
    assert caches[ALIAS].set("a", "b") is None
    assert caches[ALIAS].get("a") is None
    assert visitor.get(f"/projets/{published().slug}/").status_code == 200


def test_what_another_version_kept_is_no_answer(redis):
    client = caches[ALIAS]._cache.get_client(write=True)
    client.set(caches[ALIAS].make_key("a"), b"\x80\x05half")
    assert caches[ALIAS].get("a", "nothing") == "nothing"
