"""The kinds of record that search holds, one declaration each, and which of them may be shown.

A new kind is one `Source` below: the index, the search page and its facet of kinds, the listening and the
checks follow. A page type that is deliberately not searched is named in `NOT_SEARCHED`.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.apps import apps
from django.db.models import QuerySet

from core.records import Record
from core.visibility import visible
from directory.organisations import public_organisations
from events.records import with_state

CHUNK = 200
# The facet of kinds: its values are the kinds themselves.
KIND_FACET = "rubrique"


@dataclass(frozen=True)
class Source:
    """A model whose rows are records (`search_record()`): a page type, or any other."""

    kind: str
    model: str
    label: str  # in the facet of kinds, plural
    # Template that shows one hit in a list of several kinds; `hit` and `row` are given to it.
    component: str = "components/found_row.html"
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

    def model_class(self):
        return apps.get_model(self.model)

    def may_be_shown(self) -> QuerySet:
        return self.floor(self.model_class().objects.all())

    def ways_to(self, label: str) -> tuple[str, ...]:
        return (*self.shows.get(label, ()), *self.named_by.get(label, ()))

    def followed(self) -> set[str]:
        """Labels of the models whose changes change records."""
        return {*self.shows, *self.named_by}

    def keys(self, lookups: dict) -> list[str]:
        """Keys of all rows, drafts too, that a lookup finds."""
        rows = self.model_class().objects.filter(**lookups).order_by().distinct()
        return [self.key(pk) for pk in rows.values_list("pk", flat=True)]

    def key(self, pk: int) -> str:
        return f"{self.kind}:{pk}"

    def records(self, pks: Iterable[int] | None = None) -> Iterator[Record]:
        """Records of what may be shown, all of it or those of some primary keys."""
        rows = self.may_be_shown()
        if pks is not None:
            rows = rows.filter(pk__in=pks)
        rows = rows.select_related(*self.select_related).prefetch_related(*self.prefetch_related)
        for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
            record = row.search_record()
            yield replace(record, facets=record.facets | {KIND_FACET: (self.kind,)})


SOURCES = (
    Source(
        kind="projet",
        model="catalogue.ProjectPage",
        label="Projets",
        component="components/card.html",
        shows={
            "taxonomy.Theme": (
                "main_theme",
                "main_theme__parent",
                "other_themes",
                "other_themes__parent",
            ),
            "taxonomy.Tool": ("tools__tool",),
            "territories.Authority": ("authority",),
            "territories.Departement": ("authority__departement", "authority__extra_departements"),
            "territories.Region": ("authority__region",),
        },
        select_related=(
            "main_theme__parent",
            "authority__departement",
            "authority__region",
        ),
        prefetch_related=(
            "other_themes__parent",
            "authority__extra_departements",
            "costs",
            "difficulties",
            "results",
            "partners",
            "debate_items",
            "tools__tool",
        ),
    ),
    Source(
        kind="evenement",
        model="events.EventPage",
        label="Événements",
        component="components/event_row.html",
        completed=with_state,
        shows={
            "taxonomy.Theme": (
                "main_theme",
                "main_theme__parent",
                "other_themes",
                "other_themes__parent",
            ),
            "territories.Authority": ("commune", "host"),
            "territories.Departement": ("commune__departement", "host__departement"),
            "territories.Region": ("commune__region", "host__region"),
            "network.Organisation": ("organisers__organisation",),
            "events.TourPage": ("tour",),
            "catalogue.ProjectPage": ("projects__sheet",),
        },
        select_related=(
            "main_theme__parent",
            "tour",
            "commune__departement",
            "commune__region",
            "host",
        ),
        prefetch_related=(
            "other_themes__parent",
            "commune__extra_departements",
            "host__extra_departements",
            "organisers__organisation",
            "sessions",
            "speakers",
            "documents",
            "projects",
        ),
    ),
    Source(
        kind="tournee",
        model="events.TourPage",
        label="Tournées",
        shows={"taxonomy.Theme": ("themes", "themes__parent")},
        prefetch_related=("themes__parent",),
    ),
    Source(
        kind="organisation",
        model="network.Organisation",
        label="Organisations",
        floor=public_organisations,
        named_by={
            "catalogue.ProjectPage": ("sheet_parts__page", "authority__sheets"),
            "catalogue.ProjectPartner": ("sheet_parts",),
            "events.EventPage": ("eventorganiser_rows__page",),
            "events.EventOrganiser": ("eventorganiser_rows",),
            "events.TourPage": ("tourorganiser_rows__page",),
            "events.TourOrganiser": ("tourorganiser_rows",),
        },
    ),
    Source(kind="page", model="home.PlainPage", label="Pages"),
)

# Page types that nobody looks for, because they are lists of what is searched.
NOT_SEARCHED = frozenset(
    {
        "home.HomePage",
        "catalogue.ProjectIndexPage",
        "events.AgendaPage",
        "events.ToursPage",
    }
)

BY_KIND = {source.kind: source for source in SOURCES}


def source_of(model: type) -> Source | None:
    return next((source for source in SOURCES if source.model == model._meta.label), None)


def count() -> int:
    return sum(source.may_be_shown().count() for source in SOURCES)


def all_records() -> Iterator[Record]:
    for source in SOURCES:
        yield from source.records()


def records_of(keys: Iterable[str]) -> Iterator[Record]:
    """Records that may be shown among these keys; unknown keys and kinds are left out."""
    by_kind: dict[str, list[int]] = {}
    for key in keys:
        kind, _, pk = key.rpartition(":")
        if kind in BY_KIND and pk.isdecimal():
            by_kind.setdefault(kind, []).append(int(pk))
    for kind, pks in by_kind.items():
        yield from BY_KIND[kind].records(pks)
