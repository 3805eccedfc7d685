"""Addresses of a list: one selection, one address, parameters always in the same order."""

from urllib.parse import urlencode

from django.urls import reverse

from search import facets


class ListAddress:
    """path: of the list; the rest: what is selected now. Every method gives an address."""

    def __init__(
        self,
        path: str,
        *,
        text="",
        filters=None,
        territory="",
        sort="",
        view="",
    ):
        self.path = path
        self._state = {
            "q": text,
            "filters": dict(filters or {}),
            "territoire": territory,
            "tri": sort,
            "vue": view,
        }

    @property
    def territory(self) -> str:
        return self._state["territoire"]

    def url(self, *, page: int = 1, **changes) -> str:
        """The same list with some changes (q, filters, territoire, tri, vue); back to page 1 unless said."""
        state = self._state | changes
        pairs = [("q", state["q"])] if state["q"] else []
        for facet in facets.every():
            pairs += [(facet.name, value) for value in state["filters"].get(facet.name, ())]
        pairs += [(name, state[name]) for name in ("territoire", "tri", "vue") if state[name]]
        if page > 1:
            pairs.append(("page", page))
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def choice_of_territory(self, **more: str) -> str:
        """The page where one chooses a territory, and that comes back to this selection."""
        return f"{reverse('my_territory')}?{urlencode({'retour': self.back()} | more)}"

    def back(self) -> str:
        """This selection, without the territory."""
        return self.url(territoire="")

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
