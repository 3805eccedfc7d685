"""The authorities that resemble one most, among the whole register, by the lens that a visitor chooses.

The order is that of the one comparison. Only those that could be among the nearest are read: first the neighbourhood,
then wider, until whoever was left out could not reach the last that is shown.
"""

import math
from collections.abc import Callable, Iterator

from django.db.models import Q, QuerySet

from core.records import Place

from . import areas
from .comparison import (
    CITY,
    VILLAGE_UNDER,
    WEIGHTS,
    box,
    clauses,
    distance_km,
    population_bounds,
    scorer,
)
from .models import PLACE_COLUMNS, Authority, place_of
from .settings_of_places import SMALLEST_TOWN, Setting
from .types import COMMUNE, FAMILIES, GROUPEMENT

LIMIT = 20
SIZE, SETTING, EPCI, DEPARTEMENT = "taille", "ruralite", "epci", "departement"
LENSES = {
    SIZE: "Taille et cadre",
    SETTING: "Même cadre, au plus près",
    EPCI: "Même intercommunalité",
    DEPARTEMENT: "Même département",
}
_STEPS_KM = (25, 50, 150)
# Those that a comparison and a line of a list read, as `from_db` takes them.
_READ = {
    *("id", "code", "type", "type_wording", "name", "full_name", "tncc", "population"),
    *("epci", "departement", "region", "lon", "lat", "position_precision", "setting", "successor"),
}
_COLUMNS = [one.attname for one in Authority._meta.concrete_fields if one.name in _READ]
_PLACE = [_COLUMNS.index(name) for name in PLACE_COLUMNS]


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


def through(authority: Authority, lens: str) -> Q:
    """Whom a lens shows at all, wherever they stand in its order."""
    place = authority.place()
    shown = Q(type__in=[one for one, family in FAMILIES.items() if family == place.family])
    shown &= Q(retired_on=None) & ~Q(code=place.code)
    match lens:
        case "epci":
            return shown & Q(epci=place.epci)
        case "departement":
            return shown & Q(departement=place.departement)
        case "ruralite":
            return shown & Q(setting=place.setting) & _within(authority, _STEPS_KM[-1])
    return shown


def nearest(authority: Authority, lens: str = SIZE, limit: int = LIMIT) -> list[Authority]:
    """The first `limit`, the most alike first; through the lens of the setting, the closest by distance."""
    rows = Authority.objects.filter(through(authority, lens)).order_by()
    if lens == SETTING:
        return _closest(authority, rows, limit)
    order = _order(authority.place())
    known: set[str] = set()
    ranked: list[tuple] = []
    for wider, best_left_out in _steps(authority, lens):
        new = [(place, row) for place, row in _read(rows.filter(wider)) if place.code not in known]
        known.update(place.code for place, _ in new)
        ranked = sorted([*ranked, *((order(place), row) for place, row in new)])[:limit]
        if len(ranked) == limit and -ranked[-1][0][0] >= best_left_out:
            break
    return [_record(row) for _, row in ranked]


def nearest_among(authority: Authority, rows: QuerySet, limit: int) -> list[Authority]:
    """The first of `rows`, in the same order. One statement, which reads them all."""
    order = _order(authority.place())
    ranked = sorted((order(place), row) for place, row in _read(rows.order_by()))
    return [_record(row) for _, row in ranked[:limit]]


def _order(place: Place) -> Callable[[Place], tuple]:
    """The most alike first; of those that are equally so, the closest, then the one nearest in size."""
    score = scorer(place)

    def order(other: Place) -> tuple:
        km = distance_km(place, other)
        sizes = sorted((place.population or 0, other.population or 0))
        return (
            -score(other),
            math.inf if km is None else km,
            -(sizes[0] + 1) / (sizes[1] + 1),
            other.code,
        )

    return order


def _read(rows: QuerySet) -> Iterator[tuple[Place, tuple]]:
    """Each as a comparison sees it, and its columns: to make a record of each costs ten times what comparing it does."""
    for row in rows.values_list(*_COLUMNS):
        yield place_of(*(row[at] for at in _PLACE)), row


def _record(row: tuple) -> Authority:
    return Authority.from_db(None, _COLUMNS, row)


def _steps(authority: Authority, lens: str) -> Iterator[tuple[Q, float]]:
    """Wider and wider circles, each with the most that anybody outside of it can score. The last holds everybody."""
    place = authority.place()
    most = scorer(place)(place)
    if place.population is None or place.family not in (COMMUNE, GROUPEMENT) or lens == EPCI:
        if (
            place.zone and place.family == COMMUNE and lens == SIZE
        ):  # TAAF, Clipperton: no population
            yield _elsewhere_left_out(place, most)
        yield Q(), -math.inf
        return
    # Too far in size, with all the rest.
    unlike = most - WEIGHTS["population_3"] - WEIGHTS["population_2"]
    if place.zone:
        overseas, best_elsewhere = _elsewhere_left_out(place, most)
        yield overseas | _of_size(place.population, 3), unlike - (most - best_elsewhere)
    elif place.population >= CITY:
        yield Q(population__gte=CITY // 5), unlike
        # There are too few of the largest: towns come next, and what is beside. Others have no setting of a town either.
        beside = Q(departement=place.departement) | Q(epci=place.epci)
        lost = sum(WEIGHTS[one] for one in ("city", "setting", "departement", "epci"))
        if place.setting == Setting.VILLE:
            yield Q(population__gte=SMALLEST_TOWN) | beside, unlike - lost
    elif place.family == COMMUNE:
        # Or in neither the département nor the grouping; or in nothing near that is alike.
        elsewhere = most - WEIGHTS["departement"] - (WEIGHTS["epci"] if place.epci else 0)
        near = Q(departement=place.departement) & _of_size(place.population, 3)
        if place.epci:
            near |= Q(epci=place.epci)
        around, lost = _alike_around(authority)
        if place.setting == Setting.RURAL and place.population < VILLAGE_UNDER:
            yield near, max(unlike, elsewhere)
        yield near | around, max(unlike, elsewhere - lost)
    # One without population resembles those of any size.
    yield _of_size(place.population, 3) | Q(population=None), unlike
    yield Q(), -math.inf


def _elsewhere_left_out(place: Place, most: float) -> tuple[Q, float]:
    """Those overseas, as `place` is; the most that anybody elsewhere can score, who is far in every way."""
    overseas = [code for code, _ in areas.all_regions() if areas.is_overseas(code)]
    lost = ("overseas", "overseas_family", "region", "departement", "epci", "km_50", "km_150")
    known = {clause.rung for clause in clauses(place)}
    return Q(region__in=overseas), most - sum(WEIGHTS[one] for one in lost if one in known)


def _alike_around(authority: Authority) -> tuple[Q, float]:
    """Those of its setting and nearly its size in its région or at most 150 km away; the least that others lose."""
    place = authority.place()
    alike, lost = _of_size(place.population or 0, 2), [WEIGHTS["population_2"]]
    if place.setting:
        alike &= Q(setting=place.setting)
        lost.append(WEIGHTS["setting"])
    near, of_place = Q(region=place.region), WEIGHTS["region"]
    if place.lon is not None:
        near |= _within(authority, _STEPS_KM[-1])
        of_place += WEIGHTS["km_150"] + WEIGHTS["km_50"]
    return alike & near, min(*lost, of_place)


def _closest(authority: Authority, rows: QuerySet, limit: int) -> list[Authority]:
    here = authority.place()
    ranked: list[tuple] = []
    for km in _STEPS_KM:
        far = [
            (distance, place.code, row)
            for place, row in _read(rows.filter(_within(authority, km)))
            if (distance := distance_km(here, place)) is not None and distance <= km
        ]
        ranked = sorted(far)[:limit]
        if len(ranked) == limit:
            break
    return [_record(row) for _, _, row in ranked]


def _of_size(population: int, ratio: float) -> Q:
    low, high = population_bounds(population, ratio)
    return Q(population__gte=low, population__lte=high)


def _within(authority: Authority, km: float) -> Q:
    place = authority.place()
    if place.lon is None or place.lat is None:
        return Q(pk=None)
    lon, lat = box(place.lon, place.lat, km)
    return Q(lon__gte=lon.low, lon__lte=lon.high, lat__gte=lat.low, lat__lte=lat.high)
