"""The authorities that resemble one most, among the whole register, by the lens that a visitor chooses.

The order is that of the one comparison. Cells of the register (`cells`) are walked through from the one whose members may
score most, until those that are left could not reach the last that is shown.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from dataclasses import replace
from heapq import nsmallest
from typing import NamedTuple

from core.records import Place

from .cells import UNKNOWN, Cell, cells
from .comparison import Clause, Range, box, clauses, distance_to, holds
from .models import Authority
from .types import COMMUNE, GROUPEMENT

LIMIT = 20
SIZE, SETTING, EPCI, DEPARTEMENT = "taille", "ruralite", "epci", "departement"
LENSES = {
    SIZE: "Taille et cadre",
    SETTING: "Même cadre, au plus près",
    EPCI: "Même intercommunalité",
    DEPARTEMENT: "Même département",
}
FARTHEST_KM = 150  # of those of the same setting
_STEPS_KM = (25, 50, FARTHEST_KM)
_SHOWN = {
    *("id", "code", "type", "type_wording", "name", "full_name", "tncc", "population"),
    *("epci", "departement", "region"),
}


def lenses(authority: Authority) -> dict[str, str]:
    """Those that an authority can look through: {key: label}, the default first."""
    place = authority.place()
    has = {
        SIZE: True,
        SETTING: bool(place.setting and place.lon is not None),
        EPCI: bool(place.family == COMMUNE and place.epci),
        DEPARTEMENT: bool(place.family in (COMMUNE, GROUPEMENT) and place.departement),
    }
    return {key: label for key, label in LENSES.items() if has[key]}


def nearest(
    authority: Authority,
    lens: str = SIZE,
    limit: int = LIMIT,
    among: Container[int] | None = None,
) -> list[int]:
    """Keys of the first `limit` (of those `among` them alone), the most alike first: of its own family, that the lens
    shows. Through the lens of the setting, the closest by distance. One statement.
    """
    walk = _Walk(authority, limit, among)
    match lens:
        case "ruralite":
            return walk.closest()
        case "epci":
            return walk.of_grouping()
        case "departement":
            return walk.most_alike(departement=walk.place.departement)
    return walk.most_alike()


def records(keys: list[int]) -> dict[int, Authority]:
    """As a line of a list shows them. One statement."""
    return Authority.objects.only(*_SHOWN).in_bulk(keys)


class _Found(NamedTuple):
    """In order: the most alike first; of those that are equally so, the closest, then the one nearest in size."""

    against: float  # the score, less than nought
    km: float
    sizes: float  # less than nought too
    rank: int
    key: int


class _Walk:
    def __init__(self, authority: Authority, limit: int, among: Container[int] | None):
        self.place = authority.place()
        self.own_key = authority.pk
        self.limit = limit
        self.among = among
        known = cells()
        self.cells = known.by_family.get(self.place.family, [])
        self.grouping = known.groupings.get(self.place.epci, -1) if self.place.epci else -1
        self.km_to = distance_to(self.place)
        own = clauses(self.place)
        # Each condition is on a figure of the size, on where a place lies, or on a word that a whole cell shares.
        self.by_size = [one for one in own if _is_about(one, {"population", "unsized"})]
        self.boxes = [one for one in own if _is_about(one, {"lon", "lat"})]
        self.words = [one for one in own if one not in self.by_size and one not in self.boxes]

    def most_alike(self, *, departement: str = "") -> list[int]:
        best: list[_Found] = []
        # Those of its own grouping have more than the rest of their cells: they come first.
        if self.grouping >= 0:
            best = self._keep(best, self._members(departement))
        for most, cell, first, end, of_all in self._spans(departement):
            if len(best) == self.limit and most < -best[-1].against:
                break
            best = self._keep(best, self._judged(cell, range(first, end), of_all))
        return [one.key for one in best]

    def of_grouping(self) -> list[int]:
        return [one.key for one in self._keep([], self._members(""))]

    def closest(self) -> list[int]:
        found: list[tuple[float, int, int]] = []
        for km in _STEPS_KM:
            found = nsmallest(self.limit, self._within(km))
            if len(found) == self.limit:
                break
        return [key for _, _, key in found]

    def _keep(self, best: list[_Found], found: Iterator[_Found]) -> list[_Found]:
        return nsmallest(self.limit, [*best, *found])

    def _wanted(self, key: int) -> bool:
        return key != self.own_key and (self.among is None or key in self.among)

    def _members(self, departement: str) -> Iterator[_Found]:
        for cell in self.cells:
            if departement and cell.place.departement != departement:
                continue
            start, at = 0, []
            while (start := _index(cell.groupings, self.grouping, start)) >= 0:
                at.append(start)
                start += 1
            if at:
                shared = self._of_words(replace(cell.place, epci=self.place.epci))
                for one in at:
                    size = self._of_size(cell.populations[one])
                    yield from self._judged(cell, [one], shared + size, members=True)

    def _spans(self, departement: str) -> list[tuple[float, Cell, int, int, float]]:
        """(the most that any of them scores, cell, first, end, what they all score), the best first: those of a cell whose
        sizes score alike."""
        found = []
        sizes = [(low, high, self._of_size(low)) for low, high in self._sizes()]
        for cell in self.cells:
            if departement and cell.place.departement != departement:
                continue
            shared = self._of_words(cell.place)
            near = sum(one.weight for one in self.boxes if _may_lie_in(one, cell))
            for low, high, weight in sizes:
                first = bisect_left(cell.populations, low)
                end = bisect_right(cell.populations, high, first)
                if first < end:
                    found.append((shared + weight + near, cell, first, end, shared + weight))
        found.sort(key=lambda one: -one[0])
        return found

    def _sizes(self) -> list[tuple[float, float]]:
        """Populations from-to within which every clause holds for all or for none."""
        ranges = [
            condition
            for clause in self.by_size
            for condition in clause.conditions
            if isinstance(condition, Range)
        ]
        starts = {0, *(math.ceil(one.low) for one in ranges)}
        starts |= {math.floor(one.high) + 1 for one in ranges}
        edges = sorted(starts)
        ends = [*(one - 1 for one in edges[1:]), math.inf]
        return [(UNKNOWN, UNKNOWN), *zip(edges, ends, strict=True)]

    def _of_size(self, population: int) -> float:
        family = self.place.family
        of_it = replace(
            _NOBODY,
            family=family,
            population=None if population == UNKNOWN else population,
            unsized=family if population == UNKNOWN else "",
        )
        return sum(one.weight for one in self.by_size if holds(one, of_it))

    def _of_words(self, shared: Place) -> float:
        return sum(one.weight for one in self.words if holds(one, shared))

    def _judged(self, cell: Cell, at, of_all: float, *, members: bool = False) -> Iterator[_Found]:
        boxes = [(*_box_of(one), one.weight) for one in self.boxes if _may_lie_in(one, cell)]
        mine = self.place.population or 0
        for one in at:
            if not members and cell.groupings[one] == self.grouping:
                continue
            if not self._wanted(cell.keys[one]):
                continue
            score, lon, lat = of_all, cell.lons[one], cell.lats[one]
            for west, east, south, north, weight in boxes:
                if west <= lon <= east and south <= lat <= north:
                    score += weight
            km = self.km_to(lon, lat)
            theirs = max(cell.populations[one], 0)
            sizes = (min(mine, theirs) + 1) / (max(mine, theirs) + 1)
            yield _Found(
                -score, math.inf if math.isnan(km) else km, -sizes, cell.ranks[one], cell.keys[one]
            )

    def _within(self, km: int) -> Iterator[tuple[float, int, int]]:
        """(distance, rank of the code, key) of those of its setting that lie that near."""
        place = self.place
        if place.lon is None or place.lat is None:
            return
        around = Clause("", 0, box(place.lon, place.lat, km))
        west, east, south, north = _box_of(around)
        for cell in self.cells:
            if cell.place.setting != place.setting or not _may_lie_in(around, cell):
                continue
            lons = cell.lons
            for one, lat in enumerate(cell.lats):
                if south <= lat <= north and west <= lons[one] <= east:
                    away = self.km_to(lons[one], lat)
                    if away <= km and self._wanted(cell.keys[one]):
                        yield away, cell.ranks[one], cell.keys[one]


_NOBODY = Place(
    code="",
    type="",
    family="",
    population=None,
    epci="",
    departement="",
    region="",
    lon=None,
    lat=None,
)


def _is_about(clause: Clause, fields: set[str]) -> bool:
    return any(condition.field in fields for condition in clause.conditions)


def _box_of(clause: Clause) -> tuple[float, float, float, float]:
    lon, lat = clause.conditions
    return lon.low, lon.high, lat.low, lat.high


def _may_lie_in(clause: Clause, cell: Cell) -> bool:
    west, east, south, north = _box_of(clause)
    return cell.west <= east and west <= cell.east and cell.south <= north and south <= cell.north


def _index(values, value: int, start: int) -> int:
    """Of the first from `start` on, -1 when there is none."""
    try:
        return values.index(value, start)
    except ValueError:
        return -1
