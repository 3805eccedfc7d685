"""What an address of a list asks for; whatever it holds, something sensible comes out."""

from dataclasses import replace

from django.http import QueryDict

from core.kinds import Listing
from core.records import Place
from search import facets
from search.engines.queries import SearchQuery
from search.listing import choices
from search.listing.addresses import ListAddress
from search.listing.form import MAP, ListForm
from search.models import IndexState
from search.text.vocabulary import synonyms
from territories.choice import chosen_territory


class ListRequest:
    def __init__(self, params: QueryDict, listing: Listing):
        self.generations = IndexState.current()
        self.listing = listing
        self.choices = choices.cache.get(self.generations.words)
        names = facets.list_names() if listing.kind else facets.names()
        self.form = ListForm(params, self.choices, names, has_map=listing.has_map)
        self.chosen = chosen_territory(self.form.territory)
        self.authority = self.chosen.authority if self.chosen else None
        # What nobody answers to is not carried along.
        self.unknown_territory = "" if self.chosen else self.form.territory
        if self.unknown_territory:
            self.form.fields.pop("territoire", None)
        self.synonyms = synonyms(self.generations.words)
        self.address = self.addressed(
            text=self.form.text,
            filters=self.form.filters,
            territory=self.form.territory if self.chosen else "",
            sort=self.form.sort,
            view=self.form.view,
        )

    def addressed(self, **state) -> ListAddress:
        return ListAddress(self.listing.path, **state)

    def better_address(self) -> str:
        """A territory typed without JavaScript: one territory, one address. "" when it is the one already.

        The code of a retired one may stay, so that the page can say who took over.
        """
        if not self.chosen:
            return ""
        codes = {one.code for one in (self.chosen.authority, self.chosen.former) if one}
        if self.form.territory in codes:
            return ""
        return self.address.url(territoire=self.chosen.authority.code)

    def near(self) -> Place | None:
        """The place by which results are ranked, or None."""
        return self.authority.place() if self.authority else None

    @property
    def is_map(self) -> bool:
        return self.form.view == MAP

    def query(self, **changes) -> SearchQuery:
        """changes: arguments of SearchQuery."""
        if self.is_map:  # which shows where, and no hit
            changes = {"size": 0, "page": 1, "own_apart": False} | changes
        asked = self.form.query(kind=self.listing.kind, near=self.near(), synonyms=self.synonyms)
        return replace(asked, **changes) if changes else asked


class PlacelessRequest(ListRequest):
    """Of a list to which a territory gives no order: what concerns one is told on its own page."""

    def near(self) -> None:
        return

    def query(self, **changes) -> SearchQuery:
        return super().query(**{"own_apart": False} | changes)
