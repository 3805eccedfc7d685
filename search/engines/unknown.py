"""A SEARCH_URL that names no engine: the site starts, says so, and goes on without search."""

from urllib.parse import urlsplit

from search.engines.base import EngineUnavailable, Health


class UnknownEngine:
    name = "unknown"

    def __init__(self, url: str):
        # The address may hold a password: only its scheme is told.
        self.message = f"SEARCH_URL: no engine answers to {urlsplit(url).scheme or url[:20]!r}"

    def needs_rebuild(self) -> bool:
        return False

    def health(self) -> Health:
        return Health(self.name, False, 0, self.message)

    def _refuse(self, *args, **kwargs):
        raise EngineUnavailable(self.message)

    search = count = terms = near_terms = similar = write = rebuild = _refuse
    exclusive = stamps = generation = _refuse
