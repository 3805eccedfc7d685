"""SEARCH_URL and its settings: what is read, and what is refused in words."""

import pytest

from search import engines
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch_address import read_address
from search.engines.queries import SearchQuery
from search.index import checks
from tests.search.elasticsearch_server import settings


def address(url, **changes):
    return read_address(url, settings(SEARCH_ENVIRONMENT="x", **changes))


def test_several_hosts_with_and_without_port():
    found = address("elasticsearch://a.example,b.example:9201,[::1]:9202/")
    assert found.hosts == ("http://a.example:9200", "http://b.example:9201", "http://[::1]:9202")
    assert (found.base, found.shards, found.replicas) == ("essaim-test-x", 1, 0)


def test_tls_with_an_account_or_a_key():
    found = address("elasticsearch+https://me:p%40ss@a.example")
    assert found.hosts == ("https://a.example:9200",)
    assert found.account == ("me", "p@ss")
    keyed = address("elasticsearch+https://a.example", SEARCH_API_KEY="abc")
    assert keyed.api_key == "abc"
    assert "p@ss" not in repr(found) + found.printable
    assert "abc" not in repr(keyed)


def test_spaces_around_the_hosts_do_not_matter():
    spaced = address("elasticsearch://10.0.0.1:9200, [::1]:9201 ,c.example")
    assert spaced.hosts == ("http://10.0.0.1:9200", "http://[::1]:9201", "http://c.example:9200")


@pytest.mark.parametrize(
    ("url", "changes", "words"),
    [
        ("opensearch://a", {}, "no engine"),
        ("nonsense", {}, "no engine"),
        ("elasticsearch://", {}, "no host"),
        ("elasticsearch://a:port", {}, "not a host and port"),
        ("elasticsearch://a:99999", {}, "not a host and port"),
        ("elasticsearch://a b:9200", {}, "not a host"),
        ("elasticsearch://a?shards=2", {}, "settings of their own"),
        ("elasticsearch://a/path", {}, "only hosts"),
        ("elasticsearch://a", {"SEARCH_PREFIX": "Essaim_"}, "SEARCH_PREFIX"),
        ("elasticsearch://a", {"SEARCH_SHARDS": 0}, "SEARCH_SHARDS"),
        ("elasticsearch://a", {"SEARCH_REPLICAS": -1}, "SEARCH_REPLICAS"),
        ("elasticsearch://a", {"SEARCH_API_KEY": "secret"}, "in clear"),
        ("elasticsearch+https://a", {"SEARCH_CA_CERTS": "/nowhere.crt"}, "no file"),
        ("elasticsearch+https://me:pw@a", {"SEARCH_API_KEY": "secret"}, "only one"),
    ],
)
def test_wrong_settings_are_refused_in_words(url, changes, words):
    with pytest.raises(ValueError, match=words) as refused:
        address(url, **changes)
    assert "secret" not in str(refused.value)
    assert "pw" not in str(refused.value)


def test_the_site_starts_on_a_wrong_address_and_says_why(settings):
    settings.SEARCH_URL = "elasticsearch://me:secret@a:port"
    engine = engines.get_engine()
    assert "not a host and port" in engine.health().message
    (warning,) = checks.engine_is_known(None)
    assert warning.id == "search.W002"
    assert "secret" not in warning.msg
    with pytest.raises(EngineUnavailable):
        engine.search(SearchQuery())
