"""From a territory as the content files describe it to its record in the register.

Exact codes first, then the council of a département or région, then bodies by name. Nothing is
guessed: what cannot be told for certain is an error that says why.
"""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Q

from .body_files import codes_by_name
from .loading import data_folder
from .models import Authority, Departement, Region
from .names import fold
from .types import AuthorityType

Area = TypeVar("Area", Departement, Region)


class NoSuchAuthority(LookupError):
    """The reason, in French, for the report of an import."""


def authority_for(territory: Mapping[str, object]) -> Authority:
    """The record of a territory of `cases.json`, or `NoSuchAuthority`.

    Reads `insee`, `siren`, `type`, `name`, `departement_code`, `region_code`; each may be missing
    or None. A territory with a wrong code is refused, even when its name is known.
    """
    insee, siren, kind, name = (_text(territory, key) for key in ("insee", "siren", "type", "name"))
    if insee:
        return _one(
            Authority.objects.filter(code=insee), f"aucune commune de code INSEE « {insee} »"
        )
    if siren:
        return _one(
            Authority.objects.filter(Q(code=siren) | Q(siren=siren)),
            f"aucun organisme de SIREN « {siren} »",
        )
    departement, region = _text(territory, "departement_code"), _text(territory, "region_code")
    if kind == AuthorityType.DEPARTEMENT and departement:
        return departement_council(departement)
    if kind == AuthorityType.REGION and region:
        return region_council(region)
    return _by_name(name, kind, departement, region)


def area_of(model: type[Area], code: str) -> Area:
    """A département or a région by its code, or `NoSuchAuthority`."""
    found = model._default_manager.filter(code=code).first()
    if found is None:
        raise NoSuchAuthority(f"{model._meta.verbose_name} inconnu : « {code} »")
    return found


def departement_council(code: str) -> Authority:
    """The body that governs a département: its council, or the one that stands in for it."""
    here = Q(departement=code) | Q(extra_departements=code)
    council = Authority.objects.filter(here, type=AuthorityType.DEPARTEMENT).distinct()
    standing_in = Authority.objects.filter(here, roles__contains="departement").distinct()
    return _one(
        council if council.exists() else standing_in,
        f"aucun conseil pour le département « {code} »",
    )


def region_council(code: str) -> Authority:
    """The body that governs a région: its council, or the one that stands in for it."""
    return _one(
        Authority.objects.filter(
            Q(type=AuthorityType.REGION) | Q(roles__contains="region"), region=code
        ),
        f"aucun conseil pour la région « {code} »",
    )


def body_named(name: str) -> Authority | None:
    """A body of the register by its name, its acronym or another name that `bodies.csv` gives."""
    if code := codes_by_name(data_folder()).get(fold(name)):
        found = Authority.objects.select_related("successor").filter(code=code).first()
        if found:
            return found.standing
    wanted = fold(name)
    candidates = Authority.objects.filter(
        is_registered=False, lookup__contains=wanted.split(" ")[0]
    ).select_related("successor")
    same = {one.standing for one in candidates if fold(one.name) == wanted}
    return same.pop() if len(same) == 1 else None


def _by_name(name: str, kind: str, departement: str, region: str) -> Authority:
    if not name:
        raise NoSuchAuthority("ni code, ni nom")
    if found := body_named(name):
        return found
    # A grouping that no longer exists has no code in the files: its full name, in its département.
    area = {"departement_id": departement} if departement else {"region_id": region or None}
    same = {
        one.standing
        for one in Authority.objects.filter(type=kind, **area).select_related("successor")
        if fold(name) in (fold(one.full_name), fold(one.name))
    }
    if len(same) == 1:
        return same.pop()
    where = f" (type « {kind} », département « {departement} », région « {region} »)"
    reason = "plusieurs collectivités s'appellent" if same else "aucune collectivité ne s'appelle"
    raise NoSuchAuthority(f"{reason} « {name} »{where}")


def _one(found, reason: str) -> Authority:
    # What was merged has the SIREN of the one it became, or had it.
    matches = list({one.standing for one in found.select_related("successor")[:3]})
    if len(matches) != 1:
        raise NoSuchAuthority(f"plusieurs réponses : {reason}" if matches else reason)
    return matches[0]


def _text(territory: Mapping[str, object], key: str) -> str:
    value = territory.get(key)
    return value.strip() if isinstance(value, str) else ""
