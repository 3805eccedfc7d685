"""Events and tours of a content file: all of them or nothing, and never twice the same row."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from catalogue.models import ImportedSheet, ProjectPage
from core.dates import parse as parse_date
from core.importing import ImportReport, import_rows
from core.publishing import publish_new, refuse_unless_publishable
from network.names import Directory
from taxonomy.importing import theme_at
from taxonomy.models import Theme
from territories.models import Authority
from territories.names import fold
from territories.types import AuthorityType

from .choices import Format, Kind
from .models import (
    AgendaPage,
    EventOrganiser,
    EventPage,
    EventProject,
    ImportedEvent,
    TourOrganiser,
    TourPage,
    ToursPage,
)

# Series whose events are stages in several places: their page is a tour. Others come back in one
# place or online, and their events only name each other.
TOUR_SERIES = (
    "IntercoTOUR",
    "Ateliers du Smart Cities Tour",
    "Ateliers des Territoires connectés",
    "NEC locaux",
    "Tournée des usages numériques",
    "Opérations libres",
)
# The sources name no kind: it is read off the words of the title or series, most telling first.
_KIND_WORDS = (
    (Kind.LOCAL_DEBATE, ("debats locaux",)),
    (Kind.WEBINAR, ("webinaire", "web conference", "webcast", "visioconference", "cafe atelier")),
    (Kind.FORUM, ("forum", "rencontres nationales")),
    (Kind.CONGRESS, ("congres", "convention", "assises")),
    (Kind.COLLOQUIUM, ("colloque", "trip")),
    (Kind.WORKING_GROUP, ("groupe de travail", "commission", "club")),
    (Kind.STUDY_DAY, ("journee", "journees", "atelier", "rex", "exercice")),
)


def import_events(
    rows: list[dict],
    *,
    source: str,
    agenda: AgendaPage,
    tours: ToursPage,
    user=None,
    progress: Callable[[Iterable], Iterable] = iter,
) -> ImportReport[EventPage]:
    """Publish the rows (as in `cases.json`, "events") that `source` has not brought before.

    Import the organisations and sheets first. Raises ImportRefused with every broken row.
    """
    known = dict(ImportedEvent.objects.filter(source=source).values_list("key", "page"))
    references = References.load(source)

    def make(row):
        event = _event(row, references)
        event.clean_fields(
            exclude={"path", "depth", "slug", "url_path", "locale", "content_type", "time_zone"}
        )
        refuse_unless_publishable(event)
        return event

    def save(read):
        stages: dict[str, list[EventPage]] = {}
        for row in read:
            if row.data["series"] in TOUR_SERIES:
                stages.setdefault(row.data["series"], []).append(row.thing)
        by_series = {
            name: _tour(name, events, source, known, tours, user) for name, events in stages.items()
        }
        for row in progress(read):
            row.thing.tour = by_series.get(row.data["series"])
            publish(row.thing, slug=row.key, parent=agenda, user=user)
            ImportedEvent.objects.create(source=source, key=row.key, page=row.thing)

    return import_rows(rows, named_by="name", key=key_of, known=known, make=make, save=save)


def key_of(name: str) -> str:
    """Rows have no identifier: their name is unique in a file and becomes the address."""
    return slugify(name)[:150].strip("-")


def publish(page, *, slug: str, parent, user=None) -> None:
    parent.refresh_from_db()
    publish_new(page, slug=slug, parent=parent, user=user)


def _tour(name, stages, source, known, tours, user) -> TourPage | None:
    key = f"tournee:{name}"
    if key in known:
        # Made before; None when somebody deleted it since.
        return TourPage.objects.filter(pk=known[key]).first()
    tour = TourPage(title=name, series=name)
    labels = {}
    for stage in stages:
        for organiser in stage.organisers.all():
            labels.setdefault(organiser.label, organiser)
    # Who organises every stage organises the tour.
    shared = [
        one
        for label, one in labels.items()
        if all(label in [row.label for row in stage.organisers.all()] for stage in stages)
    ]
    tour.organisers = [
        TourOrganiser(organisation=one.organisation, name=one.name) for one in shared
    ]
    publish(tour, slug=name, parent=tours, user=user)
    ImportedEvent.objects.create(source=source, key=key, page=tour)
    return tour


# --- Reading --------------------------------------------------------------------------------------


@dataclass
class References:
    """What rows refer to by name, read once for a whole file."""

    themes: dict[str, Theme]
    directory: Directory
    sheets: dict[str, ProjectPage | None]  # None: deleted since

    @classmethod
    def load(cls, source: str) -> "References":
        imported = ImportedSheet.objects.filter(source=source).select_related("page__authority")
        return cls(
            themes={theme.slug: theme for theme in Theme.objects.select_related("parent")},
            directory=Directory(),
            sheets={row.key: row.page for row in imported},
        )

    def sheet(self, key: str) -> ProjectPage | None:
        if key not in self.sheets:
            raise ValidationError(f"fiche inconnue : « {key} »")
        return self.sheets[key]


def _event(row: dict, references: References) -> EventPage:
    found = list(dict.fromkeys(theme_at(path, references.themes) for path in row["themes"]))
    shown = [references.sheet(key) for key in row.get("case_ids", ())]
    shown = [sheet for sheet in shown if sheet is not None]
    commune, named = _commune(row["city"], shown)
    start = parse_date(row["date_start"]) if row["date_start"] else ""
    end = parse_date(row["date_end"]) if row["date_end"] else ""
    if start and row["date_precision"] != {4: "year", 7: "month", 10: "day"}[len(start)]:
        raise ValidationError("la date et sa précision se contredisent")
    source = row["source"] or {}
    event = EventPage(
        title=row["name"],
        kind=_kind(row),
        format=_format(row["format"]),
        series="" if row["series"] in TOUR_SERIES else row["series"] or "",
        main_theme=found[0] if found else None,
        start=start,
        end="" if end == start else end,
        commune=commune,
        venue=", ".join(part for part in (_venue(row), named) if part),
        note=row["note"] or "",
        source_title=source.get("title") or "",
        source_url=source.get("url") or "",
    )
    event.other_themes = found[1:]
    event.organisers = organisers(row["organiser"] or "", references.directory)
    event.projects = [EventProject(sheet=sheet) for sheet in shown]
    return event


def _venue(row: dict) -> str:
    """« En ligne » is a format, not a place."""
    venue = row["venue"] or ""
    return "" if venue.lower() == "en ligne" else venue


def _format(value: str | None) -> str:
    known = {"présentiel": Format.ON_SITE, "distanciel": Format.ONLINE, "hybride": Format.HYBRID}
    if value is None:
        return ""
    if value not in known:
        raise ValidationError(f"format inconnu : « {value} »")
    return known[value]


def _kind(row: dict) -> Kind:
    if row["series"] in TOUR_SERIES:
        return Kind.STAGE
    for text in (row["series"], row["name"]):
        words = f" {fold(text or '')} "
        for kind, openings in _KIND_WORDS:
            if any(f" {word} " in words for word in openings):
                return kind
    return Kind.MEETING


def _commune(city: str | None, shown: list[ProjectPage]) -> tuple[Authority | None, str]:
    """The commune of that name, or (None, the name) when no commune has it ("Paris-La Défense").

    Homonyms are told apart by the département of the sheets that are shown there, else refused.
    """
    if not city:
        return None, ""
    communes = Authority.objects.current().filter(type=AuthorityType.COMMUNE)
    same = list(communes.filter(name__iexact=city))
    if len(same) > 1:
        areas = {sheet.authority.departement_id for sheet in shown if sheet.authority_id}
        same = [one for one in same if one.departement_id in areas] or same
    if len(same) > 1:
        # A host of a national meeting is the town, not its namesake hamlet.
        first, second = sorted(same, key=lambda one: -(one.population or 0))[:2]
        if (first.population or 0) < 20 * (second.population or 1):
            raise ValidationError(f"plusieurs communes s’appellent « {city} »")
        same = [first]
    return (same[0], "") if same else (None, city)


# --- Organisers -----------------------------------------------------------------------------------


def organisers(text: str, directory: Directory) -> list[EventOrganiser]:
    """« Smart City Mag, FNCCR ; DSI13&+ » -> rows; what the directory knows is linked, all is named
    as the source does."""
    rows = []
    for name in re.split(r"[;,](?![^(]*\))", text):
        name = name.strip()
        if not name:
            continue
        known = directory.named(name)
        same = known and known.name == name
        rows.append(EventOrganiser(organisation=known, name="" if same else name))
    return rows
