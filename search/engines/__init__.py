"""The engine that the settings choose, one object per process."""

from functools import cache

from django.conf import settings
from django.core.signals import setting_changed


@cache
def get_engine():
    """SEARCH_URL "" is the embedded engine. Never fails: see `search.engines.unknown`."""
    from search.engines.tantivy import TantivyEngine
    from search.engines.unknown import UnknownEngine

    if not settings.SEARCH_URL:
        return TantivyEngine(settings.SEARCH_INDEX_DIR)
    # Its libraries cost 0.3 s and memory: only where they are used.
    from search.engines.elasticsearch import ElasticsearchEngine
    from search.engines.elasticsearch_address import read_address
    from search.engines.locks import locks_for

    try:
        address = read_address(settings.SEARCH_URL, settings)
    except ValueError as error:
        return UnknownEngine(str(error))
    return ElasticsearchEngine(address, locks_for(address.base, settings.SEARCH_INDEX_DIR))


def _forget(*, setting, **kwargs):
    if setting.startswith("SEARCH_"):
        get_engine.cache_clear()


setting_changed.connect(_forget, dispatch_uid="search.engines")
