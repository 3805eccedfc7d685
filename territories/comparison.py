"""How comparable two territories are: one ladder of constant weights, and its words.

What is found is the query's affair; comparability gives the order; relevance breaks ties. Each
rung is a clause that either holds or not, so that both search engines and `score` agree without
a script.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.records import Place
from core.words import number

from . import areas
from .models import Authority
from .settings_of_places import Setting
from .types import COMMUNE, DEPARTEMENT, GROUPEMENT, ORGANISME, REGION


@dataclass(frozen=True, slots=True)
class Term:
    field: str  # of Place: type, family, epci, departement, region
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    field: str  # of Place: population, lon, lat
    low: float
    high: float  # inclusive, as low is


@dataclass(frozen=True, slots=True)
class Clause:
    """A rung: its weight counts when every condition holds; a missing value does not hold."""

    rung: str
    weight: float
    conditions: tuple[Term | Range, ...]


# The ladder. Sums were chosen so that a reader's expectations come out (tests/territories/
# golden_comparison.json holds thirty of them), and so that ten territories whose sheets were
# judged by hand come out near the judges' order (nDCG@10 .96; a weight may move by a quarter
# without changing it much):
#
# - Size is what makes a solution fit: money, agents, elected time. Its three rungs add up to 34,
#   more than family (20) and type (8): Nantes looks at the Métropole of Metz before a hamlet,
#   though the hamlet is a commune as it is. There are few councils of a département or a région
#   and no town has their duties: the Lozère looks at any of them before a suburb of its size.
# - The setting (rural, périurbain, banlieue, ville) tells a small town from a suburb of its size,
#   and counts more than any nearness short of the same grouping.
# - Nearness adds up to 22 (4 + 3 for the boxes, 3 région, 4 département, 8 grouping). A neighbour
#   of twice one's size passes a twin at the other end of the country, in the same setting.
# - A city's peers are cities wherever they lie: there are too few for nearness to choose.
# - Overseas, law, distances and suppliers differ from the mainland's more than size does.
# - What one's own grouping or département did, one can often just use: these pass all that is not
#   of a comparable size, and none that is.
# - The syndicats and agencies of a département or a région work for it: they rank as its own kind
#   does (family, type and size without nearness); beside a grouping, those of its département
#   rank as a family. A grouping without known population resembles groupings of any size.
WEIGHTS: dict[str, float] = {
    "family": 20,
    "type": 8,
    "council": 10,
    "population_10": 10,
    "population_3": 16,
    "population_2": 8,
    "unsized": 20,
    "city": 8,
    "setting": 10,
    "overseas": 6,
    "overseas_family": 24,
    "epci": 8,
    "own_epci": 32,
    "own_departement": 38,
    "own_body": 62,
    "body_beside": 22,
    "departement": 4,
    "region": 3,
    "km_50": 3,
    "km_150": 4,
}
RATIOS = (10.0, 3.0, 2.0)
DISTANCES_KM = (150, 50)
LARGEST = 100_000_000  # more than any territory holds: an engine's range has an end
VILLAGE_UNDER = 2_000  # inhabitants
CITY = 100_000  # inhabitants from which a commune or a grouping is a city
# Below a hundred inhabitants a ratio means nothing: a hamlet of 20 and one of 90 are alike.
SMALLEST = 100
# A distance is told up to here only: beyond, the région says more.
MAX_STATED_KM = 150

_KM_PER_DEGREE = 111.195  # of latitude, on a sphere of 6,371 km


def clauses(place: Place) -> tuple[Clause, ...]:
    """The ladder as seen from `place`; rungs that it cannot judge (no population…) are left out."""
    return tuple(_clauses(place))


def _clauses(place: Place) -> Iterator[Clause]:
    def clause(rung: str, *conditions: Term | Range) -> Clause:
        return Clause(rung, WEIGHTS[rung], conditions)

    yield clause("family", Term("family", place.family))
    yield clause("type", Term("type", place.type))
    if place.family in (DEPARTEMENT, REGION):
        yield clause("council", Term("family", place.family))
    if place.population is not None:
        for ratio in RATIOS:
            low, high = population_bounds(place.population, ratio)
            yield clause(f"population_{ratio:g}", Range("population", low, high))
        if place.family == GROUPEMENT:
            yield clause("unsized", Term("unsized", GROUPEMENT))
        if place.population >= CITY and place.family in (COMMUNE, GROUPEMENT):
            for family in (COMMUNE, GROUPEMENT):
                yield clause("city", Range("population", CITY, LARGEST), Term("family", family))
    if place.setting:
        yield clause("setting", Term("setting", place.setting))
    if place.zone:
        yield clause("overseas", Term("zone", place.zone))
        yield clause("overseas_family", Term("zone", place.zone), Term("family", place.family))
    if place.epci:
        yield clause("epci", Term("epci", place.epci))
        if place.family == COMMUNE:
            yield clause("own_epci", Term("epci", place.epci), Term("family", GROUPEMENT))
    yield from _own(place, clause)
    if place.departement:
        yield clause("departement", Term("departement", place.departement))
    if place.region:
        yield clause("region", Term("region", place.region))
    if place.lon is not None and place.lat is not None:
        for km in DISTANCES_KM:
            yield clause(f"km_{km}", *box(place.lon, place.lat, km))


def _own(place: Place, clause: Callable[..., Clause]) -> Iterator[Clause]:
    """One's own département, and the bodies that work for a département, région or grouping."""
    of_area = Term("departement", place.departement)
    if place.departement and place.family in (COMMUNE, GROUPEMENT):
        yield clause("own_departement", of_area, Term("family", DEPARTEMENT))
    if place.departement and place.family == DEPARTEMENT:
        yield clause("own_body", of_area, Term("family", ORGANISME))
    if place.departement and place.family == GROUPEMENT:
        yield clause("body_beside", of_area, Term("family", ORGANISME))
    if place.region and place.family == REGION:
        yield clause("own_body", Term("region", place.region), Term("family", ORGANISME))


def population_bounds(population: int, ratio: float) -> tuple[float, float]:
    """Populations within `ratio` of that one, both ends included."""
    low = population / ratio if population >= SMALLEST else 0
    return math.floor(low), math.ceil(max(population, SMALLEST) * ratio)


def box(lon: float, lat: float, km: float) -> tuple[Range, Range]:
    """Longitudes and latitudes at most `km` away: what an engine can filter without geometry."""
    by_lat = km / _KM_PER_DEGREE
    by_lon = by_lat / max(math.cos(math.radians(lat)), 0.01)
    return (
        Range("lon", round(lon - by_lon, 5), round(lon + by_lon, 5)),
        Range("lat", round(lat - by_lat, 5), round(lat + by_lat, 5)),
    )


def score(place: Place, other: Place) -> float:
    """Sum of the weights of the clauses of `place` that `other` satisfies: the reference."""
    return scorer(place)(other)


def scorer(place: Place) -> Callable[[Place], float]:
    """`score` as seen from `place`, for many others."""
    own = clauses(place)
    return lambda other: sum(clause.weight for clause in own if holds(clause, other))


def holds(clause: Clause, other: Place) -> bool:
    for condition in clause.conditions:
        value = getattr(other, condition.field)
        if isinstance(condition, Term):
            if value != condition.value:
                return False
        elif value is None or not condition.low <= value <= condition.high:
            return False
    return True


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance, None unless both positions are known (never a département's centre)."""
    if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
        return None
    return _on_a_sphere(a.lon, a.lat, b.lon, b.lat)


def distance_to(place: Place) -> Callable[[float, float], float]:
    """`distance_km` to many others, each by (lon, lat); not a number for those whose position is none, or its own is."""
    lon = math.nan if place.lon is None else place.lon
    lat = math.nan if place.lat is None else place.lat
    return lambda to_lon, to_lat: _on_a_sphere(lon, lat, to_lon, to_lat)


def _on_a_sphere(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    north_a, north_b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((north_b - north_a) / 2) ** 2
    half += math.cos(north_a) * math.cos(north_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(math.sqrt(half), 1.0))  # of what is no number, none


# --- Words ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a territory is comparable: words first, then parts to be joined by « · ».

    Shown as « words : part · part »; words alone when there is no part.
    """

    words: str
    figures: tuple[str, ...] = ()

    def __str__(self):
        return f"{self.words} : {' · '.join(self.figures)}" if self.figures else self.words

    def as_dict(self) -> dict:
        return {"words": self.words, "figures": list(self.figures)}


def reason(mine: Place, other: Place, *, at_mine: str) -> Reason:
    """« Taille proche : 8 430 habitants, 5 846 à Boé · Île-de-France ».

    `at_mine` is `Authority.at_name` of the visitor's territory ("à Boé", "au Havre").
    """
    return Reason(_words(mine, other), tuple(_figures(mine, other, at_mine)))


def reason_for(mine: Authority, other: Place) -> Reason:
    """`reason` for a record at hand."""
    return reason(mine.place(), other, at_mine=mine.at_name)


def _words(mine: Place, other: Place) -> str:
    if mine.code == other.code:
        return "Votre territoire"
    if other.family == GROUPEMENT and mine.epci == other.code:
        return "Votre intercommunalité"
    if mine.family == GROUPEMENT and other.epci == mine.code:
        return "Une commune de votre territoire"
    if other.family == DEPARTEMENT and mine.departement and other.departement == mine.departement:
        return "Même département"
    if other.family == REGION and mine.region and other.region == mine.region:
        return "Même région"
    if mine.epci and mine.epci == other.epci:
        return "Même intercommunalité"
    if mine.population is None or other.population is None:
        return _words_without_population(mine, other)
    if alike := _alike(mine, other):
        return alike
    for ratio, words in ((1.5, "Taille proche"), (3.0, "Taille comparable")):
        low, high = population_bounds(mine.population, ratio)
        if low <= other.population <= high:
            return words
    low, high = population_bounds(mine.population, 10)
    if other.population > mine.population:
        return "Plus grand" if other.population <= high else "Beaucoup plus grand"
    return "Plus petit" if other.population >= low else "Beaucoup plus petit"


def _alike(mine: Place, other: Place) -> str:
    """« Village rural comme le vôtre »: same kind, same setting, a comparable size."""
    if mine.population is None or other.population is None or mine.family != other.family:
        return ""
    low, high = population_bounds(mine.population, RATIOS[1])
    if not mine.setting or mine.setting != other.setting or not low <= other.population <= high:
        return ""
    setting = Setting(mine.setting)
    if mine.family == GROUPEMENT:
        return "Intercommunalité rurale comme la vôtre" if setting is Setting.RURAL else ""
    if mine.family != COMMUNE:
        return ""
    if setting is Setting.RURAL:
        is_village = max(mine.population, other.population) < VILLAGE_UNDER
        return "Village rural comme le vôtre" if is_village else "Commune rurale comme la vôtre"
    if setting is Setting.VILLE and min(mine.population, other.population) >= CITY:
        return "Grande ville comme la vôtre"
    return {
        Setting.PERIURBAIN: "Commune périurbaine comme la vôtre",
        Setting.BANLIEUE: "Commune de banlieue comme la vôtre",
        Setting.VILLE: "Ville comme la vôtre",
    }[setting]


def _words_without_population(mine: Place, other: Place) -> str:
    if mine.type == other.type:
        return "Même type d'organisme" if other.population is None else "Même type de territoire"
    if mine.departement and mine.departement == other.departement:
        return "Même département"
    if mine.region and mine.region == other.region:
        return "Même région"
    return "Autre territoire"


def _figures(mine: Place, other: Place, at_mine: str) -> Iterator[str]:
    if mine.code == other.code:
        return
    if other.population is not None:
        theirs = f"{number(other.population)} {'habitants' if other.population > 1 else 'habitant'}"
        mine_told = f", {number(mine.population)} {at_mine}" if mine.population is not None else ""
        yield theirs + mine_told
    if mine.epci and mine.epci == other.epci:
        return  # the same grouping says where
    words, where = _words(mine, other), _where(mine, other)
    if where and where.lower() != words.lower():
        yield where
    distance = distance_km(mine, other)
    if distance is not None and (text := distance_in_words(distance)):
        yield text


def _where(mine: Place, other: Place) -> str:
    if other.departement and mine.departement == other.departement:
        return "même département"
    if other.region and mine.region == other.region:
        return "même région"
    return areas.region_name(other.region)


def distance_in_words(km: float) -> str:
    """« à environ 45 km »: rounded, since half of the positions are known to 10 km only."""
    rounded = 5 * round(km / 5)
    if rounded < 10:
        return "à moins de 10 km"
    return f"à environ {rounded} km" if rounded < MAX_STATED_KM else ""
