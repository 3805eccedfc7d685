"""Addresses of a list: one selection, one address, parameters always in the same order."""

from urllib.parse import urlencode

from search.listing.facets import FACET_NAMES


class ListAddress:
    """path: of the list; the rest: what is selected now. Every method gives an address."""

    def __init__(self, path: str, *, text="", filters=None, territory="", sort=""):
        self.path = path
        self._state = {
            "q": text,
            "filters": dict(filters or {}),
            "territoire": territory,
            "tri": sort,
        }

    def url(self, *, page: int = 1, **changes) -> str:
        """The same list with some changes (q, filters, territoire, tri, nom); back to page 1 unless said."""
        state = self._state | changes
        pairs = [("q", state["q"])] if state["q"] else []
        for name in FACET_NAMES:
            pairs += [(name, value) for value in state["filters"].get(name, ())]
        rest = ("territoire", "tri", "nom", "liste")
        pairs += [(name, state[name]) for name in rest if state.get(name)]
        if page > 1:
            pairs.append(("page", page))
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def moved(self, path: str) -> "ListAddress":
        """The same selection on another page, without the territory, and which list to come back to."""
        moved = ListAddress(path)
        here = "" if self.path == "/projets/" else self.path.strip("/")
        moved._state = self._state | {"territoire": "", "liste": here}
        return moved

    def toggled(self, name: str, value: str) -> str:
        """With a value of a facet put on, or taken off."""
        values = self._state["filters"].get(name, ())
        changed = (
            tuple(one for one in values if one != value) if value in values else (*values, value)
        )
        return self.url(filters=self._state["filters"] | {name: changed})

    def without(self, name: str) -> str:
        """With nothing of a facet selected."""
        return self.url(filters=self._state["filters"] | {name: ()})

    def cleared(self) -> str:
        """Without any filter; words and territory stay."""
        return self.url(filters={})
