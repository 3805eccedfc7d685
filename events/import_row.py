"""One date of a content file (the shape of `data/demo/cases.json`, "events") -> the record that a line of a spreadsheet
would make. What is null there stays empty."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from catalogue.models import ImportedSheet, ProjectPage
from core.dates import parse as parse_date
from core.tables.content_file import Cells, record_of_cells
from core.tables.records import Record
from network.names import Directory
from taxonomy.importing import theme_at
from territories.models import Authority
from territories.names import fold
from territories.types import AuthorityType

from .choices import Format, Kind
from .spreadsheet.contents import DATES_TABLE
from .spreadsheet.references import EventReferences

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
_FORMATS = {"présentiel": Format.ON_SITE, "distanciel": Format.ONLINE, "hybride": Format.HYBRID}
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


@dataclass
class Sheets:
    """Those that `source` brought, by its own keys. None: deleted since."""

    by_key: dict[str, ProjectPage | None]

    @classmethod
    def of(cls, source: str) -> "Sheets":
        imported = ImportedSheet.objects.filter(source=source).select_related("page__authority")
        return cls({row.key: row.page for row in imported})

    def shown(self, keys: list[str]) -> list[ProjectPage]:
        for key in keys:
            if key not in self.by_key:
                raise ValidationError(f"fiche inconnue : « {key} »")
        return [sheet for key in keys if (sheet := self.by_key[key])]


def record_of(row: dict, references: EventReferences, sheets: Sheets) -> Record:
    """Raises ValidationError, or LookupError: a field that is missing."""
    themes = list(dict.fromkeys(theme_at(path, references.by_slug) for path in row["themes"]))
    shown = sheets.shown(row.get("case_ids", []))
    commune, named = _commune(row["city"], shown)
    start, end = _dates(row)
    source = row["source"] or {}
    cells = {
        "title": row["name"],
        "kind": _kind(row).value,
        "format": _format(row["format"]),
        "series": None if row["series"] in TOUR_SERIES else row["series"],
        "main_theme": themes[0].slug if themes else None,
        "other_themes": ";".join(theme.slug for theme in themes[1:]),
        "start": start,
        "end": None if end == start else end,
        "commune": commune.code if commune else None,
        "venue": ", ".join(part for part in (_venue(row), named) if part),
        "note": row["note"],
        "source_title": source.get("title"),
        "source_url": source.get("url"),
    }
    rows: dict[str, list[Cells]] = {
        "organisers": organisers(row["organiser"] or "", references.directory),
        "projects": [{"sheet": str(sheet.number)} for sheet in shown],
    }
    return record_of_cells(DATES_TABLE, row["name"], cells, rows)


def _dates(row: dict) -> tuple[str, str]:
    start = parse_date(row["date_start"]) if row["date_start"] else ""
    if start and row["date_precision"] != _PRECISIONS[len(start)]:
        raise ValidationError("la date et sa précision se contredisent")
    return start, parse_date(row["date_end"]) if row["date_end"] else ""


def _venue(row: dict) -> str:
    """« En ligne » is a format, not a place."""
    venue = row["venue"] or ""
    return "" if venue.lower() == "en ligne" else venue


def _format(value: str | None) -> str | None:
    if value is None:
        return None
    if value not in _FORMATS:
        raise ValidationError(f"format inconnu : « {value} »")
    return _FORMATS[value].value


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


def organisers(text: str, directory: Directory) -> list[dict[str, Any]]:
    """« Smart City Mag, FNCCR ; DSI13&+ » -> cells of rows; what the directory knows is linked, all is named
    as the source does."""
    rows = []
    for name in re.split(r"[;,](?![^(]*\))", text):
        name = name.strip()
        if not name:
            continue
        known = directory.named(name)
        same = known and known.name == name
        rows.append({"organisation": known.name if known else None, "name": None if same else name})
    return rows
