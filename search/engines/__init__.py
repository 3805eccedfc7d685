"""The engine that the settings choose, one object per process."""

from functools import cache

from django.conf import settings
from django.core.signals import setting_changed


@cache
def get_engine():
    """SEARCH_URL "" is the embedded engine. Raises ImproperlyConfigured for an unknown address."""
    from django.core.exceptions import ImproperlyConfigured

    from search.engines.tantivy import TantivyEngine

    if settings.SEARCH_URL:
        raise ImproperlyConfigured(f"SEARCH_URL: unknown engine {settings.SEARCH_URL!r}")
    return TantivyEngine(settings.SEARCH_INDEX_DIR)


def _forget(*, setting, **kwargs):
    if setting in ("SEARCH_URL", "SEARCH_INDEX_DIR"):
        get_engine.cache_clear()


setting_changed.connect(_forget, dispatch_uid="search.engines")
