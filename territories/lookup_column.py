"""The normalised column that `lookup` searches: written here, for one authority at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import areas, names
from .types import AuthorityType

if TYPE_CHECKING:
    from .models import Authority

COLUMN_LENGTH = 800

_TYPE_WORDS = {
    AuthorityType.COMMUNAUTE_COMMUNES: "communaute communes cc",
    AuthorityType.COMMUNAUTE_AGGLO: "communaute agglomeration ca agglo",
    AuthorityType.COMMUNAUTE_URBAINE: "communaute urbaine cu",
    AuthorityType.METROPOLE: "metropole",
    AuthorityType.DEPARTEMENT: "departement conseil departemental",
    AuthorityType.REGION: "region conseil regional",
}
# Communes are too many to spell these out in each: the type answers them.
COMMUNE_WORDS = frozenset({"commune", "mairie", "ville"})
KIND_WORDS = COMMUNE_WORDS.union(*(words.split() for words in _TYPE_WORDS.values()))


def lookup_text(authority: Authority) -> str:
    """The searched column: " boe|;lot;garonne; 47031 47550 214700312 ".

    A space opens a word of the name or a code, ";" one that does not suffice alone (else every
    commune of the Lot would answer "lot"), "|" ends the name.
    """
    name = _searched_name(authority)
    area = names.words(
        areas.departement_name(authority.departement_id) or areas.region_name(authority.region_id)
    )
    kinds = _TYPE_WORDS.get(AuthorityType(authority.type), "").split()
    known = {*name.split(), *kinds}
    also = [word for word in names.words(authority.full_name) if word not in known]
    codes = [authority.code.lower(), *authority.postcodes.split(), authority.siren]
    rest = " ".join(dict.fromkeys([*also, *(code for code in codes if code)]))
    further = "".join(f";{word}" for word in dict.fromkeys([*kinds, *area]))
    return f" {name}|{further}; {rest} "[:COLUMN_LENGTH]


def _searched_name(authority: Authority) -> str:
    """Councils are looked for by their area: "loire", not "département de la Loire"."""
    if authority.type == AuthorityType.DEPARTEMENT and authority.code.startswith("D"):
        return " ".join(names.words(areas.departement_name(authority.departement_id)))
    if authority.type == AuthorityType.REGION and authority.code.startswith("R"):
        return " ".join(names.words(areas.region_name(authority.region_id)))
    return " ".join(names.words(authority.name))
