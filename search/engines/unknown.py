"""A SEARCH_URL that names no engine: the site starts, says so, and goes on without search."""

from search.engines.base import EngineUnavailable, Health


class UnknownEngine:
    name = "unknown"

    def __init__(self, reason: str):
        """reason: may be shown, so it holds no password."""
        self.message = f"SEARCH_URL: {reason}"

    def needs_rebuild(self) -> bool:
        return False

    def health(self) -> Health:
        return Health(self.name, False, 0, self.message)

    def _refuse(self, *args, **kwargs):
        raise EngineUnavailable(self.message)

    search = search_many = count = terms = near_terms = similar = write = rebuild = _refuse
    exclusive = stamps = generation = _refuse
