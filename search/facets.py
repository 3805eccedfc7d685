"""The facets of the search: those that the kinds declare, and the facet of kinds itself."""

import hashlib

from core import kinds
from core.kinds import Choice, Facet


def sections() -> list[Choice]:
    return [Choice(kind.key, kind.label) for kind in kinds.all_kinds()]


# Its values are the kinds themselves.
KIND_FACET = Facet("rubrique", "Rubrique", sections, open=True, everywhere=True)


def every() -> tuple[Facet, ...]:
    """In the order of addresses and pages."""
    return (KIND_FACET, *kinds.facets())


def names() -> tuple[str, ...]:
    """Parameters of addresses, and fields of the index."""
    return tuple(facet.name for facet in every())


def list_names() -> tuple[str, ...]:
    """Those that the address of a list may select whose kind is fixed."""
    return tuple(facet.name for facet in kinds.facets())


def names_for(key: str) -> tuple[str, ...]:
    """Facets that the list of one kind offers; "" is the search over all kinds."""
    if not key:
        return tuple(facet.name for facet in every() if facet.everywhere)
    kind = kinds.by_key(key)
    return tuple(facet.name for facet in kind.facets) if kind else ()


def digest() -> str:
    """Part of the version of an index: another facet needs another field, so the next start builds another index."""
    return hashlib.blake2b(" ".join(sorted(names())).encode(), digest_size=2).hexdigest()
