"""The engine that the settings choose, one object per process."""

from functools import cache

from django.conf import settings
from django.core.signals import setting_changed


@cache
def get_engine():
    """SEARCH_URL "" is the embedded engine. Never fails: see `search.engines.unknown`."""
    from search.engines.tantivy import TantivyEngine
    from search.engines.unknown import UnknownEngine

    if settings.SEARCH_URL:
        return UnknownEngine(settings.SEARCH_URL)
    return TantivyEngine(settings.SEARCH_INDEX_DIR)


def _forget(*, setting, **kwargs):
    if setting in ("SEARCH_URL", "SEARCH_INDEX_DIR"):
        get_engine.cache_clear()


setting_changed.connect(_forget, dispatch_uid="search.engines")
