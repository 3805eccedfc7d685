"""The engines that the contract holds: each test of `engine`, `filled`, `index` or `indexed` runs on every one."""

import pytest

from search.engines.tantivy import TantivyEngine
from tests.search import corpus
from tests.search import elasticsearch_server as server

ENGINES = [
    "tantivy",
    pytest.param("elasticsearch", marks=[pytest.mark.elasticsearch, server.needs_server]),
]


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    """An engine with an empty index in service."""
    yield from _made(request.param, tmp_path / "index", [])


@pytest.fixture(scope="module", params=ENGINES)
def filled(request, tmp_path_factory):
    """(engine, its records): 400 of them, not to be changed."""
    records = corpus.records(400)
    for made in _made(request.param, tmp_path_factory.mktemp("filled"), records):
        yield made, records


def _made(name, folder, records):
    if name == "tantivy":
        made = TantivyEngine(folder)
        made.rebuild(records)
        yield made
        return
    made = server.engine_in(folder)
    made.rebuild(records)
    yield made
    server.remove_indexes(made)


@pytest.fixture(params=ENGINES)
def own_engine(request, settings, tmp_path):
    """The engine of the site, in a place of its own. It has no index yet."""
    from search import engines

    settings.SEARCH_INDEX_DIR = tmp_path / "site-index"
    if request.param == "elasticsearch":
        for name, value in vars(server.settings()).items():
            setattr(settings, name, value)
    found = engines.get_engine()
    yield found
    if request.param == "elasticsearch":
        server.remove_indexes(found)


@pytest.fixture
def index(own_engine):
    """The engine of the site, with an empty index in service."""
    own_engine.rebuild([])
    return own_engine


@pytest.fixture
def indexed(own_engine):
    """Puts an index of all that there is in service."""
    from search.index import outbox
    from search.models import Outbox

    def rebuild():
        # Noted as changed when it was made: each would be indexed twice.
        Outbox.objects.all().delete()
        outbox.rebuild()

    return rebuild
