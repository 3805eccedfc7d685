"""The server that the tests use: its address is in TEST_ELASTICSEARCH_URL (`make elasticsearch` prints one)."""

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_address import read_address
from search.engines.elasticsearch_index import stem_of
from search.engines.locks import FileLocks

URL = os.environ.get("TEST_ELASTICSEARCH_URL", "")

needs_server = pytest.mark.skipif(
    not URL, reason="TEST_ELASTICSEARCH_URL names no server; `make elasticsearch` starts one"
)


def settings(**changes) -> SimpleNamespace:
    """Indexes of a name of their own, so that nobody's are touched and none are met."""
    values = {
        "SEARCH_URL": URL,
        "SEARCH_API_KEY": "",
        "SEARCH_CA_CERTS": "",
        "SEARCH_PREFIX": "essaim-test",
        "SEARCH_ENVIRONMENT": secrets.token_hex(6),
        "SEARCH_SHARDS": 1,
        "SEARCH_REPLICAS": 0,
    }
    return SimpleNamespace(**(values | changes))


def engine_in(folder, **changes) -> ElasticsearchEngine:
    chosen = settings(**changes)
    return ElasticsearchEngine(read_address(chosen.SEARCH_URL, chosen), FileLocks(folder))


def remove_indexes(engine: ElasticsearchEngine) -> None:
    client = engine.server.patiently()
    for name in client.indices.get(index=f"{stem_of(engine.address)}*", expand_wildcards="all"):
        client.indices.delete(index=name)
    engine.server.close()


TOOL = Path(__file__).parents[2] / "tools" / "elasticsearch.py"


def start_secure(name: str) -> dict[str, str]:
    """A server of our own with TLS and keys: its settings, and "PID". Skips when its programs are not here."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(TOOL), "start", "--secure", "--no-download", "--heap", "256"]
    done = subprocess.run(
        [*command, "--name", name, "--port", str(port)], capture_output=True, text=True, check=False
    )
    if "not installed" in done.stderr or "No Java" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    told = dict(line.split("=", 1) for line in done.stdout.splitlines())
    run = Path(told["SEARCH_CA_CERTS"]).parents[2]
    return told | {"PID": (run / "pid").read_text()}


def stop(name: str) -> None:
    subprocess.run(
        [sys.executable, str(TOOL), "stop", "--name", name], check=True, capture_output=True
    )
