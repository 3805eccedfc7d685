"""The server that the tests use: its address is in TEST_ELASTICSEARCH_URL (`make elasticsearch` prints one)."""

import os
import secrets
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
