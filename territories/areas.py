"""Names of départements and régions by code, without a query per use.

135 rows that change once in a decade: each process reads them once and again when it meets a
code that it does not know.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps

from . import names


@dataclass(frozen=True, slots=True)
class AreaName:
    code: str
    name: str
    tncc: str
    region: str  # of a département; a région is its own


_departements: dict[str, AreaName] = {}
_regions: dict[str, AreaName] = {}


def departement(code: str | None) -> AreaName | None:
    """The département of that INSEE code ("47", "2A", "971"), or None."""
    return _find(code, _departements, "Departement")


def region(code: str | None) -> AreaName | None:
    """The région of that INSEE code ("75"), or None."""
    return _find(code, _regions, "Region")


def departement_name(code: str | None) -> str:
    found = departement(code)
    return found.name if found else ""


def region_name(code: str | None) -> str:
    found = region(code)
    return found.name if found else ""


def is_overseas(region_code: str | None) -> bool:
    """Whether a région lies overseas: INSEE numbers these 01 to 06, and 975 to 989."""
    return bool(region_code) and (region_code[0] == "0" or region_code[:2] in ("97", "98"))


def departements_of(region_code: str) -> list[str]:
    """Codes of a région's départements, in order."""
    _find("", _departements, "Departement", fill=True)
    return sorted(area.code for area in _departements.values() if area.region == region_code)


def all_departements() -> list[tuple[str, AreaName]]:
    _find("", _departements, "Departement", fill=True)
    return sorted(_departements.items())


def all_regions() -> list[tuple[str, str]]:
    _find("", _regions, "Region", fill=True)
    return sorted((code, area.name) for code, area in _regions.items())


@lru_cache(maxsize=1)
def departement_codes() -> frozenset[str]:
    return frozenset(code for code, _ in all_departements())


@lru_cache(maxsize=1)
def by_words() -> dict[str, frozenset[str]]:
    """Name in folded words without spaces -> codes that bear it: "53" a département, "R53" a région."""
    found: dict[str, frozenset[str]] = {}
    for code, name in all_regions():
        found["".join(names.words(name))] = frozenset({f"R{code}"})
    for code, area in all_departements():
        key = "".join(names.words(area.name))
        found[key] = found.get(key, frozenset()) | {code}
    return found


def forget() -> None:
    """After a change of the areas (register loaded, test database replaced)."""
    _departements.clear()
    _regions.clear()
    departement_codes.cache_clear()
    by_words.cache_clear()


def _find(
    code: str | None, known: dict[str, AreaName], model_name: str, *, fill: bool = False
) -> AreaName | None:
    if (code and code not in known) or (fill and not known):
        model = apps.get_model("territories", model_name)
        region = "region_id" if model_name == "Departement" else "code"
        rows = model.objects.values_list("code", "name", "tncc", region)
        known.update({row[0]: AreaName(*row) for row in rows})
    return known.get(code or "")
