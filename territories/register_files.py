"""Reading the register's files: every line is checked before anything is written.

`read_register(folder)` gives plain rows or raises `RegisterError` with each broken line's file,
number and reason, in French: these are read by whoever runs the command.
"""

import csv
import datetime
import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from .models import siren_is_valid
from .names import TNCC_CODES
from .types import AuthorityType

COMMUNES = "communes.csv.gz"
EPCI = "epci.csv.gz"
DEPARTEMENTS = "departements.csv.gz"
REGIONS = "regions.csv.gz"
SPECIAL_BODIES = "special_bodies.csv"
RETIRED_BODIES = "retired_bodies.csv"
EPTS = "epts.csv.gz"
PLACES = "places.csv.gz"
TOWN_HALLS = "mairies.csv.gz"
FORMER_COMMUNES = "former_communes.csv.gz"
OTHER_NAMES = "other_names.csv"
MOVEMENTS = "movements.csv"
FILES = (
    REGIONS,
    DEPARTEMENTS,
    EPCI,
    COMMUNES,
    SPECIAL_BODIES,
    RETIRED_BODIES,
    EPTS,
    PLACES,
    TOWN_HALLS,
    FORMER_COMMUNES,
    OTHER_NAMES,
    MOVEMENTS,
)

ZONES = frozenset({"metro", "drom", "com"})
POSITIONS = frozenset({"mairie", "contour", "epci", ""})
EPCI_TYPES = {
    "CC": AuthorityType.COMMUNAUTE_COMMUNES,
    "CA": AuthorityType.COMMUNAUTE_AGGLO,
    "CU": AuthorityType.COMMUNAUTE_URBAINE,
    "METRO": AuthorityType.METROPOLE,
    "MET69": AuthorityType.METROPOLE,
}
FORMER_KINDS = frozenset({"déléguée", "associée", "arrondissement"})
MAX_PROBLEMS = 20  # beyond, the file as a whole is wrong

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    line: int  # 0 when the file as a whole is wrong
    reason: str

    def __str__(self):
        where = f"{self.file}, ligne {self.line}" if self.line else self.file
        return f"{where} : {self.reason}"


class RegisterError(Exception):
    """The files are not loaded, and nothing was changed. `problems` says why."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(slots=True)
class RegisterRows:
    """Checked rows by file, each a dict of strings as in the file."""

    regions: list[Row] = field(default_factory=list)
    departements: list[Row] = field(default_factory=list)
    epci: list[Row] = field(default_factory=list)
    communes: list[Row] = field(default_factory=list)
    special_bodies: list[Row] = field(default_factory=list)
    retired_bodies: list[Row] = field(default_factory=list)
    epts: list[Row] = field(default_factory=list)
    places: dict[str, Row] = field(default_factory=dict)  # by INSEE code
    town_halls: list[Row] = field(default_factory=list)
    former_communes: list[Row] = field(default_factory=list)
    other_names: list[Row] = field(default_factory=list)
    movements: list[Row] = field(default_factory=list)


class _Reader:
    """Reads files of one folder and gathers what is wrong with them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[Problem] = []

    def report(self, file: str, line: int, reason: str) -> None:
        self.problems.append(Problem(file, line, reason))
        if len(self.problems) >= MAX_PROBLEMS:
            raise RegisterError(self.problems)

    def rows(self, file: str, columns: str, key: str, check: Callable[[Row], Iterator[str]]):
        """The file's rows; those that `check` faults or whose key is taken are reported."""
        seen: dict[str, int] = {}
        kept: list[Row] = []
        for line, row in self._lines(file, columns.split()):
            faults = list(check(row))
            if row[key] in seen:
                faults.append(f"« {row[key]} » est déjà à la ligne {seen[row[key]]}")
            for fault in faults:
                self.report(file, line, fault)
            seen.setdefault(row[key], line)
            kept.append(row)
        return kept

    def _lines(self, file: str, columns: list[str]) -> Iterator[tuple[int, Row]]:
        path = self.folder / file
        line = 0
        try:
            with _open_text(path) as stream:
                reader = csv.reader(stream, strict=True)
                header = next(reader, [])
                missing = [column for column in columns if column not in header]
                if missing:
                    self.report(file, 1, f"colonnes absentes : {', '.join(missing)}")
                    return
                for values in reader:
                    line = reader.line_num
                    if not values:
                        continue
                    if len(values) != len(header):
                        self.report(file, line, f"{len(values)} valeurs au lieu de {len(header)}")
                        continue
                    if any("\x00" in value for value in values):
                        self.report(file, line, "caractère nul")
                        continue
                    yield line, dict(zip(header, (value.strip() for value in values), strict=True))
        except FileNotFoundError:
            self.report(file, 0, "fichier absent")
        except csv.Error as error:
            self.report(file, line + 1, f"CSV mal formé ({error})")
        except UnicodeDecodeError:
            self.report(file, line + 1, "texte qui n'est pas en UTF-8")
        except (OSError, EOFError) as error:
            self.report(file, line + 1, f"fichier illisible ou tronqué ({error})")


def _open_text(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def read_register(folder: Path) -> RegisterRows:
    """All rows of the folder's files, checked one by one and against one another."""
    reader = _Reader(folder)
    rows = RegisterRows()
    rows.regions = reader.rows(REGIONS, "code name tncc zone", "code", _check_area)
    regions = {row["code"] for row in rows.regions}

    def check_departement(row: Row) -> Iterator[str]:
        yield from _check_area(row)
        if row["region"] not in regions:
            yield f"région inconnue : « {row['region']} »"

    rows.departements = reader.rows(
        DEPARTEMENTS, "code name tncc region zone", "code", check_departement
    )
    region_of = {row["code"]: row["region"] for row in rows.departements}

    def check_epci(row: Row) -> Iterator[str]:
        if not siren_is_valid(row["siren"]):
            yield f"SIREN faux : « {row['siren']} »"
        if not row["name"]:
            yield "nom vide"
        if row["type"] not in EPCI_TYPES:
            yield f"type d'EPCI inconnu : « {row['type']} »"
        if row["main_department"] not in region_of:
            yield f"département inconnu : « {row['main_department']} »"

    rows.epci = reader.rows(EPCI, "siren name type main_department", "siren", check_epci)
    epci = {row["siren"] for row in rows.epci}

    def check_commune(row: Row) -> Iterator[str]:
        yield from _check_commune(row)
        if row["department"] not in region_of:
            yield f"département inconnu : « {row['department']} »"
        elif row["region"] != region_of[row["department"]]:
            yield (
                f"région « {row['region']} », alors que le département {row['department']} "
                f"est dans la région « {region_of[row['department']]} »"
            )
        if row["epci"] and row["epci"] not in epci:
            yield f"EPCI inconnu : « {row['epci']} »"

    rows.communes = reader.rows(
        COMMUNES,
        "insee name tncc zone department region epci siren population postcodes",
        "insee",
        check_commune,
    )
    known = epci | {row["insee"] for row in rows.communes}

    def check_special(row: Row) -> Iterator[str]:
        if row["type"] and row["type"] not in AuthorityType.values:
            yield f"type inconnu : « {row['type']} »"
        if not row["name"] and row["code"] not in known:
            yield f"nom vide, et « {row['code']} » n'est ni une commune ni un EPCI du registre"
        for role in row["roles"].split():
            if role not in AuthorityType.values:
                yield f"rôle inconnu : « {role} »"
        for departement in row["departements"].split():
            if departement not in region_of:
                yield f"département inconnu : « {departement} »"
        if row["region"] not in regions:
            yield f"région inconnue : « {row['region']} »"

    rows.special_bodies = reader.rows(
        SPECIAL_BODIES,
        "code type wording name tncc roles departements region",
        "code",
        check_special,
    )

    def check_retired(row: Row) -> Iterator[str]:
        if row["type"] not in AuthorityType.values:
            yield f"type inconnu : « {row['type']} »"
        if not row["name"]:
            yield "nom vide"
        if row["departement"] not in region_of:
            yield f"département inconnu : « {row['departement']} »"
        if row["successor"] and row["successor"] not in known:
            yield f"successeur inconnu : « {row['successor']} »"
        try:
            datetime.date.fromisoformat(row["retired_on"])
        except ValueError:
            yield f"date illisible : « {row['retired_on']} » (attendu : AAAA-MM-JJ)"

    rows.retired_bodies = reader.rows(
        RETIRED_BODIES, "code type name departement retired_on successor", "code", check_retired
    )
    _read_around_communes(reader, rows)
    _read_names(reader, rows, known)
    if reader.problems:
        raise RegisterError(reader.problems)
    return rows


def _read_around_communes(reader: _Reader, rows: RegisterRows) -> None:
    """Where communes lie, their town halls and the territories of Greater Paris."""
    communes = {row["insee"] for row in rows.communes}

    def check_place(row: Row) -> Iterator[str]:
        yield from _check_position(row)
        for column in ("population_10km", "population_20km"):
            if row[column] and not re.fullmatch(r"[0-9]{1,8}", row[column]):
                yield f"population illisible : « {row[column]} »"
        if row["area_km2"] and not re.fullmatch(r"[0-9]+(\.[0-9]+)?", row["area_km2"]):
            yield f"superficie illisible : « {row['area_km2']} »"
        if len(row["neighbours"]) > 400:
            yield "plus de communes voisines que possible"

    places = reader.rows(
        PLACES,
        "insee lon lat position area_km2 population_10km population_20km neighbours",
        "insee",
        check_place,
    )
    rows.places = {row["insee"]: row for row in places}
    halls = reader.rows(TOWN_HALLS, "insee email telephone site address", "insee", _check_town_hall)
    rows.town_halls = [row for row in halls if row["insee"] in communes]

    def check_ept(row: Row) -> Iterator[str]:
        if not siren_is_valid(row["siren"]):
            yield f"SIREN faux : « {row['siren']} »"
        if not row["name"]:
            yield "nom vide"
        if not row["members"]:
            yield "aucune commune"

    rows.epts = reader.rows(EPTS, "siren name members", "siren", check_ept)


def _read_names(reader: _Reader, rows: RegisterRows, known: set[str]) -> None:
    """Names that lead to an authority of today; those of communes that are not here are left out."""

    def check_former(row: Row) -> Iterator[str]:
        if not row["name"]:
            yield "nom vide"
        if row["kind"] not in FORMER_KINDS:
            yield f"nature inconnue : « {row['kind']} »"
        if row["tncc"] and row["tncc"] not in TNCC_CODES:
            yield f"code d'article inconnu : « {row['tncc']} »"

    def check_movement(row: Row) -> Iterator[str]:
        if not row["name"]:
            yield "nom vide"
        try:
            datetime.date.fromisoformat(row["date"])
        except ValueError:
            yield f"date illisible : « {row['date']} » (attendu : AAAA-MM-JJ)"

    movements = reader.rows(MOVEMENTS, "code name became date", "code", check_movement)
    became = {row["code"]: row["became"] for row in movements}
    rows.movements = [
        row | {"became": last}
        for row in movements
        if (last := _last(row["became"], became, known)) in known
    ]
    former = reader.rows(
        FORMER_COMMUNES, "insee name tncc kind commune postcodes", "insee", check_former
    )
    rows.former_communes = [
        row | {"commune": last}
        for row in former
        if (last := _last(row["commune"], became, known)) in known
    ]

    def check_other_name(row: Row) -> Iterator[str]:
        if not row["name"] or not row["code"]:
            yield "nom ou code vide"
        if row["kind"] not in ("ancien", "usuel"):
            yield f"nature inconnue : « {row['kind']} »"
        if row["until"] and not re.fullmatch(r"[0-9]{4}", row["until"]):
            yield f"année illisible : « {row['until']} »"

    rows.other_names = reader.rows(OTHER_NAMES, "name code kind until", "name", check_other_name)


def _last(code: str, became: dict[str, str], known: set[str]) -> str:
    """The code of today, through several changes if need be; the last one that is told of when none is known."""
    seen = set()
    while code not in known and code in became and code not in seen:
        seen.add(code)
        code = became[code]
    return code


def _check_area(row: Row) -> Iterator[str]:
    if not re.fullmatch(r"[0-9][0-9AB][0-9]?", row["code"]):
        yield f"code faux : « {row['code']} »"
    if not row["name"]:
        yield "nom vide"
    if row["tncc"] not in TNCC_CODES:
        yield f"code d'article inconnu : « {row['tncc']} »"
    if row["zone"] not in ZONES:
        yield f"zone inconnue : « {row['zone']} »"


def _check_position(row: Row) -> Iterator[str]:
    if row["position"] not in POSITIONS:
        yield f"précision de position inconnue : « {row['position']} »"
    for column, limit in (("lon", 180), ("lat", 90)):
        value = row[column]
        if bool(value) != bool(row["position"]):
            yield f"position incomplète : {column} et précision vont ensemble"
        elif value and not (
            re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", value) and abs(float(value)) <= limit
        ):
            yield f"position illisible : {column} « {value} »"


def _check_town_hall(row: Row) -> Iterator[str]:
    for column, longest in (("email", 120), ("telephone", 20), ("site", 200), ("address", 200)):
        if len(row[column]) > longest:
            yield f"{column} de plus de {longest} caractères"


def _check_commune(row: Row) -> Iterator[str]:
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", row["insee"]):
        yield f"code INSEE faux : « {row['insee']} »"
    if not row["name"]:
        yield "nom vide"
    if row["tncc"] and row["tncc"] not in TNCC_CODES:
        yield f"code d'article inconnu : « {row['tncc']} »"
    if row["zone"] not in ZONES:
        yield f"zone inconnue : « {row['zone']} »"
    if row["siren"] and not siren_is_valid(row["siren"]):
        yield f"SIREN faux : « {row['siren']} »"
    if row["population"] and not re.fullmatch(r"[0-9]{1,8}", row["population"]):
        yield f"population illisible : « {row['population']} »"
    for postcode in row["postcodes"].split():
        if not re.fullmatch(r"[0-9]{5}", postcode):
            yield f"code postal faux : « {postcode} »"
