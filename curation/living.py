"""A search that goes on: what an editor pasted, read as the list of sheets itself reads its addresses."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import QueryDict

from catalogue.kinds import CATALOGUE
from catalogue.records import KIND
from core.retained import PARAMETER
from search import engines, facets
from search.engines.base import EngineUnavailable
from search.engines.queries import Part
from search.listing import choices
from search.listing.following import all_hits, keys_of
from search.listing.request import ListRequest
from search.listing.results import listed_hits
from search.listing.shown import shown_pages, still_named
from search.models import IndexState
from search.text.highlighting import Highlighter

SHOWN = 12
# Of an address, what says which part of the list one looks at and how, and what its reader retains.
_OF_THE_READER = frozenset({"page", "vue", PARAMETER})


@dataclass(frozen=True, slots=True)
class Found:
    """cards: as components/card.html shows them; None, no engine answers. total: all that the list has."""

    url: str
    cards: list[dict] | None
    total: int


def read(address: str) -> ListRequest | None:
    """What an address of the list of sheets selects; None of "". Raises ValidationError in words for its field.

    A visitor's address is made to fit; an editor's is refused, or its collection would show what nobody chose.
    """
    if not address.strip():
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        raise ValidationError("Ce n’est pas une adresse.") from None
    if parts.path not in ("", CATALOGUE.path) or not parts.query:
        raise ValidationError(
            f"Collez l’adresse d’une liste de fiches, avec ses filtres : elle contient « {CATALOGUE.path}? »."
        )
    params = QueryDict(parts.query)
    if "territoire" in params:
        raise ValidationError(
            "Retirez le territoire de la recherche : un parcours est le même pour tous."
        )
    asked = ListRequest(params, CATALOGUE)
    if unknown := _not_understood(params, asked):
        raise ValidationError(f"Ce filtre n’est pas connu, ou n’a plus de fiche : « {unknown} ».")
    if not (asked.form.text or asked.form.filters):
        raise ValidationError("Donnez à la recherche au moins un mot ou un filtre.")
    return asked


def _not_understood(params: QueryDict, asked: ListRequest) -> str:
    """The first « nom=valeur » that the list dropped; "" when it took all."""
    names = facets.list_names()
    for name, values in params.lists():
        if name in _OF_THE_READER or not any(values):
            continue
        if name in names:
            taken = asked.form.filters.get(name, ())
            # What was merged is understood as what it became.
            moved = [one.value for one in asked.choices.get(name, ()) if one.instead in taken]
            known: Collection[str] = (*taken, *moved)
        elif name == "q":
            known = values if asked.form.text else ()
        elif name == "tri":
            known = (asked.form.sort,)
        else:
            known = ()
        for value in values:
            if value not in known:
                return f"{name}={value}"[:80]
    return ""


def address_of(asked: ListRequest) -> str:
    """The one address of what it selects."""
    return asked.address.url(vue="", **{PARAMETER: ()})


def found(address: str, besides: Collection[int]) -> Found | None:
    """The first sheets of the search, without those of `besides` (primary keys); None where there is no search.

    A filter that went since the collection was saved (a theme that has no sheet any more) finds nothing rather than
    everything; the editors are told (`unread`).
    """
    asked = still_read(address)
    if asked is None:
        return None
    query = asked.query(size=SHOWN, page=1)
    try:
        counted, rest = engines.get_engine().search_many(
            [
                Part(replace(query, size=0)),
                Part(replace(query, besides=tuple(f"{KIND}:{pk}" for pk in besides))),
            ]
        )
    except EngineUnavailable:
        return Found(address_of(asked), None, 0)
    (shown,) = shown_pages([rest])
    cards = listed_hits(shown.hits, Highlighter(()))
    return Found(address_of(asked), cards, counted.total)


def keys(address: str) -> list[int]:
    """Primary keys of all that the search finds. Raises EngineUnavailable."""
    asked = still_read(address)
    return keys_of(all_hits(asked)) if asked else []


def unread(addresses: Iterable[str]) -> set[str]:
    """Those, as they were kept, that name what the list does not know any more. A statement for each filter, whatever
    their number."""
    params = {address: QueryDict(urlsplit(address).query) for address in addresses}
    known = choices.cache.get(IndexState.current().words)
    found = set()
    for facet in facets.every():
        named = {value for one in params.values() for value in one.getlist(facet.name)}
        if not facet.rows or not named:
            continue
        became = {one.value: one.instead or one.value for one in known[facet.name]}
        asked = tuple({became[value] for value in named if value in became})
        stands = set(still_named(facet, asked))
        gone = {value for value in named if became.get(value) not in stands}
        found |= {address for address, one in params.items() if gone & {*one.getlist(facet.name)}}
    return found


def still_read(address: str) -> ListRequest | None:
    try:
        return read(address)
    except ValidationError:
        return None
