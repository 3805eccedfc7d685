"""Whom a content file names: an organisation of the directory, a body of the register, or a name alone."""

from territories.matching import authority_for, body_named, departement_council, region_council
from territories.models import Authority
from territories.names import fold
from territories.types import AuthorityType

from .models import NamedBody
from .names import Directory

_COUNCILS = (AuthorityType.DEPARTEMENT, AuthorityType.REGION)
# As sources write them, before the name of the register.
_BEFORE = (
    *("ville de ", "ville d'", "commune de ", "commune d'", "mairie de "),
    *("communauté de communes ", "communauté d'agglomération "),
)


def fill(
    row: NamedBody, directory: Directory, codes: dict | None = None, *, makes: bool = False
) -> NamedBody:
    """Link `row`, which has its label, to whom it names. codes: {insee, siren, departement, region} of the file.

    makes: an organisation of that name, where nobody has it. Raises LookupError of a code that nobody has.
    """
    row.organisation = directory.named(row.label)
    if row.organisation is None:
        row.authority = authority_meant(row.label, codes or {})
    if makes and row.organisation is None and row.authority is None:
        row.organisation = directory.named_or_made(row.label)
    return row


def authority_meant(name: str, codes: dict) -> Authority | None:
    """By its code; else the council or body of that very name; else the commune or grouping that alone has it."""
    if codes.get("insee") or codes.get("siren"):
        return authority_for(codes)
    if council := Authority.objects.filter(type__in=_COUNCILS, name=name).first():
        return council
    if departement := codes.get("departement"):
        council = departement_council(departement)
        if fold(name) in (fold(council.name), fold(council.departement.name)):
            return council
    if region := codes.get("region"):
        council = region_council(region)
        if fold(name) in (fold(council.name), fold(council.region.name)):
            return council
    return body_named(name) or _of_the_register(name)


def _of_the_register(name: str) -> Authority | None:
    plain = next(
        (name[len(before) :] for before in _BEFORE if name.casefold().startswith(before)), name
    )
    current = Authority.objects.current()
    if plain != name:
        found = list(current.filter(name=plain, type=AuthorityType.COMMUNE)[:2])
        if len(found) == 1:
            return found[0]
    found = [
        *current.filter(name__in={name, plain}).exclude(type=AuthorityType.COMMUNE)[:2],
    ]
    return found[0] if len(found) == 1 else None
