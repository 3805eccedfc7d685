"""Above the sheets of comparable territories: what is already open to the visitor's own, on what he asks about."""

from search import engines
from search.engines.base import EngineUnavailable
from search.engines.queries import SearchQuery
from search.listing.addresses import ListAddress
from search.listing.form import ListForm
from taxonomy.facets import THEME
from territories.choice import chosen_territory
from territories.models import Authority

from .choices import Answer
from .kinds import SERVICES
from .open_to import open_offers
from .records import KIND

SHOWN = 3
MATCHING = 100  # services looked through for the words and themes of the search


def already_open(code: str, form: ListForm) -> dict:
    """As `open_on`, for a list; {} on a second page too."""
    chosen = chosen_territory(code)
    if chosen is None or form.page > 1:
        return {}
    return open_on(chosen.authority, form.text, form.filters.get(THEME.name, ()))


def open_on(authority: Authority, text: str, themes: tuple[str, ...], request=None) -> dict:
    """{"offers": the first, open ones first, "total", "unknown": how many of these nobody can tell, "authority", "url": of
    the list of all}; {} where there is nothing to say: for words that no service answers."""
    among = None
    if text or themes:
        query = SearchQuery(
            text=text,
            kind=KIND,
            filters={THEME.name: themes} if themes else {},
            size=MATCHING,
        )
        try:
            hits = engines.get_engine().search(query).hits
        except EngineUnavailable:
            return {}
        among = [int(hit.key.rpartition(":")[2]) for hit in hits]
        if not among:
            return {}
    found = open_offers(authority, request, among=among)
    known = [one for one in found if one.answer != Answer.UNKNOWN]
    if not known:
        return {}
    address = ListAddress(
        SERVICES.path, text=text, filters={THEME.name: themes}, territory=authority.code
    )
    return {
        "offers": known[:SHOWN],
        "total": len(found),
        "unknown": len(found) - len(known),
        "authority": authority,
        "url": address.url(),
    }
