"""From checked rows to the records of the register: parents, sums, positions, names.

Pure: no database. `build(rows)` gives unsaved objects, complete but for `retired_on`.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import names
from .models import Authority, Departement, Precision, Region
from .other_names import NameKind, OtherName, TownHall
from .population import population_class
from .register_files import EPCI_TYPES, RegisterRows, Row
from .settings_of_places import setting_of_commune, setting_of_grouping
from .types import AuthorityType

# Vintage of `population` in communes.csv.gz (data/territories/README.md); Mayotte's census is older.
POPULATION_YEAR = 2023
POPULATION_YEAR_OF_DEPARTEMENT = {"976": 2017}

# Where a commune's position comes from: its town hall or a point inside it are both exact.
_PRECISION = {
    "mairie": Precision.PLACE,
    "contour": Precision.PLACE,
    "epci": Precision.EPCI,
    "": Precision.NONE,
}
_NOWHERE: Row = {
    "lon": "",
    "lat": "",
    "position": "",
    "area_km2": "",
    "population_10km": "",
    "population_20km": "",
    "neighbours": "",
}

# Départements and régions of these zones have a council; overseas collectivities (com) are
# hand-written, and the French Southern Lands and Clipperton have no authority of their own.
_ZONES_WITH_COUNCILS = frozenset({"metro", "drom"})


@dataclass(slots=True)
class Figures:
    """Sum of commune populations, never mixed with another source; vintage None when mixed."""

    population: int | None
    year: int | None


def build_areas(rows: RegisterRows) -> tuple[list[Region], list[Departement]]:
    regions = [
        Region(code=row["code"], name=row["name"], tncc=row["tncc"], zone=row["zone"])
        for row in rows.regions
    ]
    departements = [
        Departement(
            code=row["code"],
            name=row["name"],
            tncc=row["tncc"],
            zone=row["zone"],
            region_id=row["region"],
        )
        for row in rows.departements
    ]
    return regions, departements


def build(rows: RegisterRows) -> tuple[list[Authority], dict[str, list[str]]]:
    """Authorities (EPCI first: communes refer to them) and extra départements by code."""
    by_epci: dict[str, list[Row]] = defaultdict(list)
    by_departement: dict[str, list[Row]] = defaultdict(list)
    by_region: dict[str, list[Row]] = defaultdict(list)
    for row in rows.communes:
        by_epci[row["epci"]].append(row)
        by_departement[row["department"]].append(row)
        by_region[row["region"]].append(row)

    region_of = {row["code"]: row["region"] for row in rows.departements}
    places = rows.places
    found = [_epci(row, by_epci[row["siren"]], region_of, places) for row in rows.epci]
    by_insee = {row["insee"]: row for row in rows.communes}
    for row in rows.epts:
        members = [by_insee[code] for code in row["members"].split() if code in by_insee]
        if members:
            found.append(_ept(row, members, region_of, places))
    found += [_commune(row, places.get(row["insee"], _NOWHERE)) for row in rows.communes]
    by_code = {authority.code: authority for authority in found}

    stood_for: set[str] = set()
    extra: dict[str, list[str]] = {}
    # A metropolis that is its own département takes its communes out of the council's: nobody
    # of the Métropole de Lyon votes for the Rhône's.
    taken: dict[str, set[str]] = defaultdict(set)
    for row in rows.special_bodies:
        stood_for.update(row["stands_for"].split())
        departements = row["departements"].split()
        body = by_code.get(row["code"])
        if body is None:
            communes = [one for code in departements for one in by_departement[code]]
            body = _special(row, departements, communes)
            found.append(body)
        else:
            body.type_wording = row["wording"]
            if not row["stands_for"]:
                taken[departements[0]].add(body.code)
        body.roles = row["roles"]
        extra[body.code] = departements[1:]

    for row in rows.departements:
        code = f"D{row['code']}"
        if row["zone"] in _ZONES_WITH_COUNCILS and code not in stood_for:
            communes = [
                one for one in by_departement[row["code"]] if one["epci"] not in taken[row["code"]]
            ]
            found.append(_departement_council(row, code, communes))
    for row in rows.regions:
        code = f"R{row['code']}"
        if row["zone"] in _ZONES_WITH_COUNCILS and code not in stood_for:
            found.append(_region_council(row, code, by_region[row["code"]]))
    found += [_retired(row, region_of) for row in rows.retired_bodies]
    return found, extra


def figures(communes: Iterable[Row]) -> Figures:
    """Sum over the communes whose population is known; None when none is."""
    known = [row for row in communes if row["population"]]
    if not known:
        return Figures(None, None)
    years = Counter(_population_year(row["department"]) for row in known)
    year = next(iter(years)) if len(years) == 1 else None
    return Figures(sum(int(row["population"]) for row in known), year)


def _population_year(departement: str) -> int:
    return POPULATION_YEAR_OF_DEPARTEMENT.get(departement, POPULATION_YEAR)


def _commune(row: Row, place: Row) -> Authority:
    population = int(row["population"]) if row["population"] else None
    area = float(place["area_km2"]) if place["area_km2"] else None
    around = int(place["population_10km"]) if place["population_10km"] else None
    return Authority(
        type=AuthorityType.COMMUNE,
        code=row["insee"],
        name=row["name"],
        full_name=row["name"],
        tncc=row["tncc"] or names.written_tncc(row["name"]),
        siren=row["siren"],
        population=population,
        population_year=_population_year(row["department"]) if population is not None else None,
        population_class=population_class(population),
        departement_id=row["department"],
        region_id=row["region"],
        epci_id=row["epci"] or None,
        lon=float(place["lon"]) if place["lon"] else None,
        lat=float(place["lat"]) if place["lat"] else None,
        position_precision=_PRECISION[place["position"]],
        postcodes=row["postcodes"],
        area_km2=area,
        population_10km=around,
        population_20km=int(place["population_20km"]) if place["population_20km"] else None,
        setting=setting_of_commune(population, area, around),
        neighbours=place["neighbours"],
        is_registered=True,
    )


def _epci(
    row: Row, members: list[Row], region_of: dict[str, str], places: dict[str, Row]
) -> Authority:
    kind = EPCI_TYPES[row["type"]]
    short, full, tncc = names.grouping_names(row["name"], str(kind.label))
    return _grouping(
        members,
        places,
        type=kind,
        code=row["siren"],
        name=short,
        full_name=full,
        tncc=tncc,
        siren=row["siren"],
        departement_id=row["main_department"],
        region_id=region_of[row["main_department"]],
    )


def _ept(
    row: Row, members: list[Row], region_of: dict[str, str], places: dict[str, Row]
) -> Authority:
    """A territory of the Métropole du Grand Paris; its département is that of most members."""
    departement = Counter(one["department"] for one in members).most_common(1)[0][0]
    return _grouping(
        members,
        places,
        type=AuthorityType.EPT,
        code=row["siren"],
        name=row["name"],
        full_name=row["name"],
        tncc=names.written_tncc(row["name"]),
        siren=row["siren"],
        departement_id=departement,
        region_id=region_of[departement],
    )


def _grouping(members: list[Row], places: dict[str, Row], **fields) -> Authority:
    body = _summed(members, **fields)
    known = [
        places[one["insee"]]
        for one in members
        if one["insee"] in places and places[one["insee"]]["lon"]
    ]
    if known:
        # The middle of its communes: as good as "epci" is for a commune.
        body.lon = round(sum(float(one["lon"]) for one in known) / len(known), 4)
        body.lat = round(sum(float(one["lat"]) for one in known) / len(known), 4)
        body.position_precision = Precision.EPCI
    areas_known = [float(one["area_km2"]) for one in known if one["area_km2"]]
    if areas_known:
        body.area_km2 = round(sum(areas_known), 2)
    body.setting = setting_of_grouping(body.population, body.area_km2)
    return body


def build_town_halls(rows: RegisterRows) -> list[TownHall]:
    return [
        TownHall(
            authority_id=row["insee"],
            email=row["email"],
            telephone=row["telephone"],
            # A few hold an e-mail or half an address there.
            site=row["site"] if row["site"].startswith(("http://", "https://")) else "",
            address=row["address"],
        )
        for row in rows.town_halls
    ]


def build_other_names(rows: RegisterRows, codes: set[str]) -> list[OtherName]:
    """Former communes, arrondissements, départements without council, and names written by hand.

    `codes`: of the authorities that there are; a name that leads to none of them is left out.
    """
    dates = {row["code"]: row for row in rows.movements}
    by_code = {row["insee"]: row for row in rows.former_communes}
    found = [
        OtherName(
            authority_id=row["commune"],
            kind=row["kind"],
            name=row["name"],
            tncc=row["tncc"],
            code=row["insee"],
            postcodes=row["postcodes"],
            year=int(dates[row["insee"]]["date"][:4]) if row["insee"] in dates else None,
        )
        for row in rows.former_communes
    ]
    found += [
        OtherName(
            authority_id=row["became"],
            kind=NameKind.FORMER,
            name=row["name"],
            code=row["code"],
            year=int(row["date"][:4]),
        )
        for row in rows.movements
        if row["code"] not in by_code
    ]
    departements = {row["code"]: row for row in rows.departements}
    for row in rows.special_bodies:
        for code in row["departements"].split():
            if f"D{code}" in row["stands_for"].split():
                area = departements[code]
                found.append(
                    OtherName(
                        authority_id=row["code"],
                        kind=NameKind.USUAL,
                        name=area["name"],
                        tncc=area["tncc"],
                        code=f"D{code}",
                    )
                )
    found += [
        OtherName(
            authority_id=row["code"],
            kind=row["kind"],
            name=row["name"],
            year=int(row["until"]) if row["until"] else None,
        )
        for row in rows.other_names
    ]
    return [one for one in found if one.authority_id in codes]


def _departement_council(row: Row, code: str, communes: list[Row]) -> Authority:
    name = f"Département {names.of_name(row['name'], row['tncc'])}"
    return _summed(
        communes,
        type=AuthorityType.DEPARTEMENT,
        code=code,
        name=name,
        full_name=name,
        tncc="2",
        departement_id=row["code"],
        region_id=row["region"],
    )


def _region_council(row: Row, code: str, communes: list[Row]) -> Authority:
    # It calls itself « Région Réunion », though the place is « La Réunion ».
    name = f"Région {row['name'].removeprefix('La ')}"
    return _summed(
        communes,
        type=AuthorityType.REGION,
        code=code,
        name=name,
        full_name=name,
        tncc="3",
        region_id=row["code"],
    )


def _special(row: Row, departements: list[str], communes: list[Row]) -> Authority:
    return _summed(
        communes,
        type=row["type"],
        type_wording=row["wording"],
        code=row["code"],
        name=row["name"],
        full_name=row["name"],
        tncc=row["tncc"],
        departement_id=departements[0] if departements else None,
        region_id=row["region"],
    )


def _retired(row: Row, region_of: dict[str, str]) -> Authority:
    short, full, tncc = names.grouping_names(row["name"], str(AuthorityType(row["type"]).label))
    return Authority(
        type=row["type"],
        code=row["code"],
        name=short,
        full_name=full,
        tncc=tncc,
        departement_id=row["departement"],
        region_id=region_of[row["departement"]],
        retired_on=datetime.date.fromisoformat(row["retired_on"]),
        successor_id=row["successor"] or None,
        is_registered=True,
    )


def _summed(communes: list[Row], **fields) -> Authority:
    summed = figures(communes)
    return Authority(
        population=summed.population,
        population_year=summed.year,
        population_class=population_class(summed.population),
        is_registered=True,
        **fields,
    )


def body_rows(lines: Iterable[Row]) -> Iterator[Authority]:
    """Bodies of `bodies.csv`: like those that an editor adds, not part of the register."""
    for row in lines:
        yield Authority(
            code=row["code"],
            type=row["type"],
            name=row["name"],
            tncc=row["tncc"],
            siren=row["siren"],
            departement_id=row["departement"] or None,
            region_id=row["region"] or None,
        )
