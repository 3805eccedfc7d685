"""The kinds of record that can be found: each app declares its own in its `kinds.py`, found by itself at the start.

    kinds.register(Kind(key="projet", model="catalogue.ProjectPage", record=record_of, …))

The index, the search of the whole site, suggestions, the list of the kind, what is followed when it changes, and the
checks read these declarations. A page type that nobody looks for is named with `not_searched`.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from django.apps import apps
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules

from core.records import Record
from core.visibility import visible


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: as addresses and the index hold it, and in words."""

    value: str
    label: str
    parent: str = ""  # value of the choice above it
    offered: bool = True  # else it is no more than understood in an address
    instead: str = ""  # value that an address which names this one is led to
    group: str = ""  # heading under which it stands among the others


@dataclass(frozen=True)
class Facet:
    """A filter of a list. The name is the parameter of addresses, the key of `Record.facets` and a field of the index.

    Kinds that share a name share the filter: its values are those of the first kind, then what the others add.
    """

    name: str
    label: str
    # Every possible value in the order of the page; None for years: a value is its own label, the last first.
    choices: Callable[[], list[Choice]] | None
    open: bool = False  # shown unfolded
    multiple: bool = False  # one record may have several values
    by_name: bool = False  # the choices in the order of a French list, which no database gives
    by_count: bool = False  # most frequent value first, rather than the order of the choices
    everywhere: bool = False  # offered by the search over all kinds
    # Model whose rows are the values, by slug, and that a page which is not public may name: "taxonomy.Theme".
    rows: str = ""


@dataclass(frozen=True)
class Listing:
    """A page that lists what is searched: records of one kind, or of all. Words in French, as the page shows them."""

    url_name: str
    title: str
    label: str  # of the search field
    placeholder: str
    noun: str  # of what is counted, singular: « fiche »
    none: str  # « Aucune fiche »
    # When a visitor says where he lives: what comes first, the button, and the way on without.
    nearest: str
    nearest_button: str
    nearest_skip: str
    kind: str = ""  # Kind.key; "" is any
    suggests: tuple[
        tuple[Facet, str], ...
    ] = ()  # whose values are suggested, and what one of them is
    has_map: bool = False  # whether it may be seen as a map: its records have places
    page_url_name: str = ""  # of the page of one, where that answers for a territory too

    @property
    def path(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What a visitor's complaint may lead to: « mes agents n'en veulent pas » to a difficulty."""

    value: str
    label: str
    words: str  # as the texts of records hold it


@dataclass(frozen=True, slots=True)
class Met:
    """A difficulty that somebody met, in the words of a record, and how he got out of it."""

    type: str  # Difficulty.value
    text: str
    way_out: str  # a sentence; "" when the record does not tell
    told_as: str  # « Ce qui a aidé »: the heading under which it tells it
    anchor: str  # of the part of its page that tells it


@dataclass(frozen=True)
class Kind:
    """A model whose rows are records: a page type, or any other."""

    key: str  # in addresses and in the keys of the index: it never changes
    model: str  # "catalogue.ProjectPage"
    label: str  # in the facet of kinds, plural
    order: int  # place in the facet of kinds, lowest first
    record: Callable[[Model], Record]
    facets: tuple[Facet, ...] = ()  # that a list of it offers
    listing: Listing | None = None
    # Template that shows one hit in a list of several kinds; `hit` and `row` are given to it.
    component: str = "components/found_row.html"
    # Fields of the model, the title first, whose words suggest it while no engine answers.
    text_fields: tuple[str, ...] = ("title",)
    # What depends on the clock, added to the card when it is shown.
    completed: Callable[[dict, datetime.datetime], dict] | None = None
    # The floor of everything that is public: for pages, published, and private neither itself nor above.
    floor: Callable[[QuerySet], QuerySet] = visible
    # Models whose words are in the record -> the ways from it to them.
    shows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Models whose rows make it public -> the ways to them; looked at before and after each change.
    named_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    select_related: tuple[str, ...] = ()
    prefetch_related: tuple[str, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    # Those that a record tells of, from its card; their words are in `Record.difficulties`.
    met: Callable[[dict], list[Met]] | None = None
    met_listing: Listing | None = None  # the list of all of them
    # Its newest records are offered where a search finds nothing, under this title.
    newest: str = ""
    # The same from the database alone, when no engine answers: (selected filters) -> `Fallback`.
    fallback: Callable[[Mapping[str, tuple[str, ...]]], "Fallback"] | None = None

    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    def may_be_shown(self) -> QuerySet:
        return self.floor(self.model_class().objects.all())

    def loaded(self, rows: QuerySet) -> QuerySet:
        """`rows` with the relations that `record` reads."""
        return rows.select_related(*self.select_related).prefetch_related(*self.prefetch_related)

    def lookups_to(self, label: str) -> tuple[str, ...]:
        return (*self.shows.get(label, ()), *self.named_by.get(label, ()))

    def followed(self) -> set[str]:
        """Labels of the models whose changes change records."""
        return {*self.shows, *self.named_by}

    def record_key(self, pk: int) -> str:
        return f"{self.key}:{pk}"

    def record_keys(self, lookups: dict) -> list[str]:
        """Keys of all rows, drafts too, that a lookup finds."""
        rows = self.model_class().objects.filter(**lookups).order_by().distinct()
        return [self.record_key(pk) for pk in rows.values_list("pk", flat=True)]


@dataclass(frozen=True, slots=True)
class Fallback:
    """What a list shows when it has no results."""

    cards: list[dict]
    themes: Mapping[str, int]  # slug of a family of themes -> records


_kinds: list[Kind] = []
_listings: list[Listing] = []
_not_searched: set[str] = set()


def discover() -> None:
    """Import the `kinds.py` of every app, once all models are there."""
    autodiscover_modules("kinds")


def register(kind: Kind) -> None:
    _kinds.append(kind)
    _kinds.sort(key=lambda one: one.order)
    facets.cache_clear()


def extend(
    key: str,
    *,
    record: Callable[[Model, Record], Record],
    facets: tuple[Facet, ...],
    shows: Mapping[str, tuple[str, ...]],
    named_by: Mapping[str, tuple[str, ...]],
    prefetch_related: tuple[str, ...],
) -> None:
    """What an app above knows of the rows of a kind, and its own app does not: more words, filters behind its own. It
    imports the `kinds.py` that registers it.

    record: (row, its record) -> the record with more in it; the rest as in `Kind`. An app that is there before what it
    says can be new (an award of a sheet) names it in `named_by`.
    """
    kind = by_key(key)
    made = kind.record
    _kinds.remove(kind)
    register(
        replace(
            kind,
            record=lambda row: record(row, made(row)),
            facets=(*kind.facets, *facets),
            shows={**kind.shows, **shows},
            named_by={**kind.named_by, **named_by},
            prefetch_related=(*kind.prefetch_related, *prefetch_related),
        )
    )


def register_listing(listing: Listing) -> None:
    """A list of several kinds: that of one kind comes with it."""
    _listings.append(listing)


def not_searched(*labels: str) -> None:
    """Page types that nobody looks for, because they are lists of what is searched."""
    _not_searched.update(labels)


def is_searched(label: str) -> bool:
    return label not in _not_searched


def all_kinds() -> tuple[Kind, ...]:
    return tuple(_kinds)


def by_key(key: str) -> Kind | None:
    return next((kind for kind in _kinds if kind.key == key), None)


def of_model(model: type) -> Kind | None:
    """The kind whose rows its rows are: its own, or that of a model that it extends."""
    labels = {base._meta.label for base in model.__mro__ if hasattr(base, "_meta")}
    return next((kind for kind in _kinds if kind.model in labels), None)


def listings() -> list[Listing]:
    """Those of one kind in the order of the kinds, then the others."""
    return [kind.listing for kind in _kinds if kind.listing] + _listings


@cache
def facets() -> tuple[Facet, ...]:
    """Each once, in an order that agrees with that of every kind: the one of addresses and pages."""
    return tuple(merged(kind.facets for kind in _kinds))


def merged(groups: Iterable[tuple[Facet, ...]]) -> list[Facet]:
    """A facet that several groups hold once, in the place that the first gives it; a new one behind its neighbour."""
    found: list[Facet] = []
    for group in groups:
        at = 0
        for facet in group:
            known = next((n for n, one in enumerate(found) if one.name == facet.name), None)
            if known is None:
                found.insert(at, facet)
                at += 1
            else:
                found[known] = _with_choices_of(found[known], facet)
                at = known + 1
    return found


def _with_choices_of(one: Facet, other: Facet) -> Facet:
    if one.choices is None or other.choices is None or one.choices is other.choices:
        return one
    first, second = one.choices, other.choices

    def choices() -> list[Choice]:
        known = {choice.value: choice for choice in [*second(), *first()]}
        return [known[value] for value in dict.fromkeys(c.value for c in [*first(), *second()])]

    return replace(one, choices=choices)


def difficulties() -> list[Difficulty]:
    return [one for kind in _kinds for one in kind.difficulties]
