"""What is too large is refused in words, by a server that goes on."""

import http.client
import socket
import time
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.xdist_group("site")


def _ask(site, method, path, body=None):
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/projets/", "/admin/login/", "/nulle-part/"])
def test_a_large_body(site, path):
    status, html = _ask(site, "POST", path, b"a=" + b"x" * 30_000_000)
    assert status == 413
    assert "trop lourd" in html


def test_a_form_of_many_fields(site):
    status, html = _ask(site, "POST", "/admin/login/", b"&".join(b"a=1" for _ in range(20_000)))
    assert status in (403, 413)
    assert "<h1>" in html


def test_a_long_address(site):
    status, _ = _ask(site, "GET", "/projets/?q=" + "a" * 10_000)
    assert status == 200
    status, _ = _ask(site, "GET", "/projets/?q=" + "a" * 200_000)
    assert status == 414
    assert _ask(site, "GET", "/robots.txt")[0] == 200


def test_connections_that_say_nothing_hold_nobody_up(site):
    """As the spare ones that browsers open: more than the server has threads."""
    where = urlsplit(site)
    with ExitStack() as silent:
        for _ in range(60):
            silent.enter_context(socket.create_connection((where.hostname, where.port)))
        began = time.monotonic()
        assert _ask(site, "GET", "/robots.txt")[0] == 200
        # gunicorn alone lets each hold a thread for five.
        assert time.monotonic() - began < 4
