"""From an address to a search: whatever it holds, something sensible comes out.

What is unknown, broken or too long is dropped, never refused: these addresses are typed, shared, cut by
mail programs and probed by robots.
"""

from collections.abc import Collection

from django import forms
from django.http import QueryDict

from core.kinds import Choice, Facet
from core.records import Place
from search import facets
from search.engines.queries import MAX_PAGE, MAX_VALUES, PAGE_SIZE, SORTS, SearchQuery
from search.listing.shown import still_named
from search.text.parsing import MAX_LENGTH
from search.text.synonyms import SynonymTable

TERRITORY_LENGTH = 100
MAP = "carte"  # the view of a list that is not the list


class ListForm(forms.Form):
    """The search field, and what its form carries along: the facets are fields of their own in the
    page, tied to this form by the `form` attribute."""

    q = forms.CharField(required=False, max_length=MAX_LENGTH, label="Rechercher")
    territoire = forms.CharField(
        required=False, max_length=TERRITORY_LENGTH, widget=forms.HiddenInput
    )
    tri = forms.ChoiceField(
        required=False, choices=[(sort, sort) for sort in SORTS], widget=forms.HiddenInput
    )
    vue = forms.ChoiceField(required=False, choices=[(MAP, MAP)], widget=forms.HiddenInput)

    def __init__(
        self,
        params: QueryDict,
        choices: dict[str, list[Choice]],
        names: Collection[str],
        *,
        has_map: bool,
    ):
        """names: of the facets that the address may select; has_map: whether the list may be seen as one."""
        sort = params.get("tri", "")
        # Whether the address names what became another value: the reader is led to its new address.
        self.is_moved = False
        super().__init__(
            data={
                "q": _line(params.get("q", ""), MAX_LENGTH),
                "territoire": _line(params.get("territoire", ""), TERRITORY_LENGTH),
                "tri": sort if sort in SORTS else "",
                "vue": MAP if has_map and params.get("vue") == MAP else "",
            },
            auto_id=False,
        )
        self.filters = {
            facet.name: values
            for facet in facets.every()
            if facet.name in names
            and (
                values := still_named(
                    facet, self._known_values(facet, params.getlist(facet.name), choices)
                )
            )
        }
        self.page = _page_number(params.get("page", ""))
        self.full_clean()
        # An empty hidden field would only lengthen the next address.
        for name in ("territoire", "tri", "vue"):
            if not self.cleaned_data.get(name):
                del self.fields[name]

    def _known_values(
        self, facet: Facet, values: list[str], choices: dict[str, list[Choice]]
    ) -> tuple:
        """In the order of the facet, so that one selection has one address."""
        asked = set(values[: 10 * MAX_VALUES])
        if facet.choices is None:
            return tuple(sorted(value for value in asked if _is_year(value)))[:MAX_VALUES]
        known = choices[facet.name]
        moved = {one.value: one.instead for one in known if one.instead and one.value in asked}
        if moved:
            self.is_moved = True
            asked = {moved.get(value, value) for value in asked}
        return tuple(one.value for one in known if one.value in asked)[:MAX_VALUES]

    @property
    def text(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def sort(self) -> str:
        return self.cleaned_data.get("tri", "")

    @property
    def view(self) -> str:
        return self.cleaned_data.get("vue", "")

    @property
    def territory(self) -> str:
        return self.cleaned_data.get("territoire", "")

    def query(
        self, *, kind: str, near: Place | None, synonyms: SynonymTable, size: int = PAGE_SIZE
    ) -> SearchQuery:
        return SearchQuery(
            text=self.text,
            kind=kind,
            filters=self.filters,
            sort=self.sort,
            page=self.page,
            size=size,
            near=near,
            own_apart=near is not None,
            synonyms=synonyms,
        )


def _line(text: str, length: int) -> str:
    """One line without control characters. Broken UTF-8 has become U+FFFD, a separator like others."""
    cleaned = "".join(char if char.isprintable() else " " for char in text[: 4 * length])
    return " ".join(cleaned.split())[:length].strip()


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isascii() and value.isdigit()


def _page_number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 8):
        return 1
    return min(max(int(value), 1), MAX_PAGE)
