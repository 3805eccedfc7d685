"""The normalised column that `known_names` reads: written here, for one authority at a time."""

from . import areas, names
from .types import AuthorityType

COLUMN_LENGTH = 800


def lookup_text(authority) -> str:
    """ " l hay les roses|communaute; 94038 94240 219400389 ": the name in full words, then words of
    the full name that it does not have, then codes. authority: a `territories.Authority`, which calls this when it is saved."""
    name = _searched_name(authority)
    known = set(name.split())
    also = dict.fromkeys(w for w in names.words(authority.full_name) if w not in known)
    codes = [authority.code.lower(), *authority.postcodes.split(), authority.siren]
    return f" {name}|{' '.join(also)}; {' '.join(filter(None, codes))} "[:COLUMN_LENGTH]


def _searched_name(authority) -> str:
    """Councils are looked for by their area: "loire", not "département de la Loire"."""
    if authority.type == AuthorityType.DEPARTEMENT and authority.code.startswith("D"):
        return " ".join(names.spelt_words(areas.departement_name(authority.departement_id)))
    if authority.type == AuthorityType.REGION and authority.code.startswith("R"):
        return " ".join(names.spelt_words(areas.region_name(authority.region_id)))
    return " ".join(names.spelt_words(authority.name))
