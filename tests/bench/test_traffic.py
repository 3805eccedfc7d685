"""What counts as an error under traffic: asked of a small server that answers 503 in words."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from bench.load import traffic


class _Unavailable(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"<h1>Plus tard</h1>"
        self.send_response(503)
        self.send_header("Content-Length", str(len(body)))
        if "muette" not in self.path:
            self.send_header("Retry-After", "60")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing on the terminal."""


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Unavailable) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield SimpleNamespace(address=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "may_lack", "errors"),
    [
        ("/dates.ics", r"\.(ics|atom)$", False),
        ("/dates.ics", "", False),
        ("/dates.ics", r"\.atom$", True),
        ("/muette.ics", "", True),
    ],
)
def test_a_503_in_words_is_none_where_it_is_allowed(monkeypatch, server, path, may_lack, errors):
    monkeypatch.setattr("bench.load.chosen", lambda paths, dice: path)
    answers = traffic(server, [path], connections=1, requests=3)
    assert answers.errors(may_lack) == (3 if errors else 0)
    if "muette" not in path:
        assert "3 × 503 /dates.ics Plus tard" in str(answers)
