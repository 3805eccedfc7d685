"""The engines that the contract holds. A second one joins by a name here."""

import pytest

from search.engines.tantivy import TantivyEngine
from tests.search import corpus

ENGINES = ["tantivy"]


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    """An engine with an empty index in service."""
    made = TantivyEngine(tmp_path / "index")
    made.rebuild([])
    return made


@pytest.fixture(scope="module", params=ENGINES)
def filled(request, tmp_path_factory):
    """(engine, its records): 400 of them, not to be changed."""
    records = corpus.records(400)
    made = TantivyEngine(tmp_path_factory.mktemp("filled"))
    made.rebuild(records)
    return made, records


@pytest.fixture
def index(settings, tmp_path):
    """The engine of the site, in a folder of its own, with an empty index in service."""
    from search import engines

    settings.SEARCH_INDEX_DIR = tmp_path / "site-index"
    found = engines.get_engine()
    found.rebuild([])
    return found
