"""Whether the server that SEARCH_URL names answers, told when Django starts. It starts all the same."""

from django.core.checks import Warning, register


@register("search")
def server_answers(app_configs, **kwargs):
    """Within two seconds. Nothing is asked of the embedded engine: `search_sync` looks after its folder."""
    from search.engines import get_engine
    from search.engines.base import EngineUnavailable

    engine = get_engine()
    if engine.name != "elasticsearch":
        return []
    try:
        is_missing = engine.needs_rebuild()
    except EngineUnavailable as error:
        return [
            Warning(
                f"SEARCH_URL: {engine.address.printable}: {error}",
                hint="The site runs without search, and takes it up again when the server answers.",
                id="search.W003",
            )
        ]
    if is_missing:
        return [
            Warning(
                f"SEARCH_URL: {engine.address.printable}: there is no index {engine.alias} yet.",
                hint="`manage.py search_sync` builds it; so does the worker, within a minute.",
                id="search.W004",
            )
        ]
    return []
