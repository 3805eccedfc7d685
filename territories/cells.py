"""Every body of the register of today, held in the process for those who look for the nearest: under 4 MB for 37,000.

Cells gather those that are alike in all that is a word (type, setting, département, région), in the order of their
populations: a comparison judges a cell at once, and its members by figures alone.
"""

import math
from array import array
from dataclasses import dataclass, field

from core.generations import PerGeneration
from core.records import Place

from .models import PLACE_COLUMNS, Authority, RegisterState, place_of

UNKNOWN = -1  # instead of a population
_NOWHERE = math.nan  # instead of a longitude or a latitude


@dataclass(slots=True)
class Cell:
    """place: what all its members have in common. Arrays: one value for each member."""

    place: Place
    keys: array = field(default_factory=lambda: array("q"))  # of the database
    populations: array = field(default_factory=lambda: array("l"))  # in order, UNKNOWN first
    lons: array = field(default_factory=lambda: array("d"))
    lats: array = field(default_factory=lambda: array("d"))
    groupings: array = field(default_factory=lambda: array("l"))  # `Cells.groupings` of its EPCI
    ranks: array = field(default_factory=lambda: array("l"))  # of its code among all
    west: float = math.inf
    east: float = -math.inf
    south: float = math.inf
    north: float = -math.inf


@dataclass(frozen=True, slots=True)
class Cells:
    by_family: dict[str, list[Cell]]
    groupings: dict[str, int]  # code of an EPCI -> its number


def _read() -> Cells:
    cells: dict[tuple, Cell] = {}
    groupings: dict[str, int] = {}
    rows = Authority.objects.current().values_list("pk", *PLACE_COLUMNS)
    ranks = {code: rank for rank, code in enumerate(sorted(row[1] for row in rows))}
    by_size = sorted(rows, key=lambda row: UNKNOWN if row[4] is None else row[4])
    for key, *columns in by_size:
        place = place_of(*columns)
        shared = (place.type, place.setting, place.departement, place.region)
        cell = cells.get(shared)
        if cell is None:
            cell = cells[shared] = Cell(_in_common(place))
        cell.keys.append(key)
        cell.populations.append(UNKNOWN if place.population is None else place.population)
        cell.groupings.append(groupings.setdefault(place.epci, len(groupings)))
        cell.ranks.append(ranks[columns[0]])
        if place.lon is None or place.lat is None:
            cell.lons.append(_NOWHERE)
            cell.lats.append(_NOWHERE)
            continue
        cell.lons.append(place.lon)
        cell.lats.append(place.lat)
        cell.west, cell.east = min(cell.west, place.lon), max(cell.east, place.lon)
        cell.south, cell.north = min(cell.south, place.lat), max(cell.north, place.lat)
    by_family: dict[str, list[Cell]] = {}
    for cell in cells.values():
        by_family.setdefault(cell.place.family, []).append(cell)
    return Cells(by_family, groupings)


def _in_common(place: Place) -> Place:
    return Place(
        code="",
        type=place.type,
        family=place.family,
        population=None,
        epci="",
        departement=place.departement,
        region=place.region,
        lon=None,
        lat=None,
        setting=place.setting,
        zone=place.zone,
    )


kept: PerGeneration[Cells] = PerGeneration(_read)


def cells() -> Cells:
    """Of the register as it is now: one query, and another when it has changed since."""
    return kept.get(RegisterState.names_generation())
