"""The list that asked for a territory, or the page of one of its rows, to which the choice leads back: parameter
`retour`, a local address.

What comes of it is never an address that was typed: the path is that of a list or of such a page, its parameters are
bounded, and it drops those that it does not know.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse

from core import kinds
from core.kinds import Listing

MAX_BACK = 4_000  # characters
MAX_PARAMETERS = 60
LONGEST = 200  # characters of one value
# Of this page, or replaced by what it decides.
_DROPPED = frozenset({"nom", "code", "retour", "liste", "territoire", "page"})
# Parameter `liste` of addresses made before `retour` -> name of the URL.
_FORMER = {"recherche": "site_search", "agenda": "agenda"}


@dataclass(frozen=True, slots=True)
class ReturnUrl:
    listing: Listing
    pairs: tuple[tuple[str, str], ...]  # parameters of the list
    page: str = ""  # path of the page of one row; "" is the list

    def url(self, code: str = "") -> str:
        """The list or page for a territory; without code, as it was."""
        pairs = [*self.pairs]
        if code:
            # An order that was chosen gives way to the one that a territory brings.
            pairs = [pair for pair in pairs if pair[0] != "tri"] + [("territoire", code)]
        path = self.page or self.listing.path
        return f"{path}?{urlencode(pairs)}" if pairs else path


def return_url(params: QueryDict) -> ReturnUrl:
    """The first list there is when nothing valid is said."""
    known = {listing.url_name: listing for listing in kinds.listings()}
    default = next(iter(known.values()))
    text = params.get("retour", "")
    if not text:
        listing = known.get(_FORMER.get(params.get("liste", ""), ""), default)
        return ReturnUrl(listing, _kept((k, v) for k, values in params.lists() for v in values))
    try:
        address = urlsplit(text if len(text) <= MAX_BACK else text.partition("?")[0][:MAX_BACK])
        is_local = not (address.scheme or address.netloc)
        listing, page = _meant(address.path, known) if is_local else (default, "")
        pairs = parse_qsl(address.query) if is_local else ()
    except (ValueError, KeyError, Resolver404):
        return ReturnUrl(default, ())
    return ReturnUrl(listing, _kept(pairs), page)


def _meant(path: str, known: dict[str, Listing]) -> tuple[Listing, str]:
    """A list, and the page of one of its rows or "". Raises KeyError, Resolver404."""
    found = resolve(path)
    for listing in known.values():
        if listing.page_url_name and listing.page_url_name == found.url_name:
            return listing, reverse(found.url_name, kwargs=found.kwargs)
    return known[found.url_name], ""


def _kept(pairs) -> tuple[tuple[str, str], ...]:
    kept = [
        (name, value[:LONGEST])
        for name, value in pairs
        if value and name not in _DROPPED and "\x00" not in name + value and len(name) <= 40
    ]
    return tuple(kept[:MAX_PARAMETERS])
