"""Above the sheets of comparable territories: what is already open to the visitor's own, on what he asks about."""

from search import engines
from search.engines.base import EngineUnavailable
from search.engines.queries import SearchQuery
from search.listing.addresses import ListAddress
from search.listing.form import ListForm
from taxonomy.facets import THEME
from territories.choice import chosen_territory

from .choices import Answer
from .kinds import SERVICES
from .open_to import open_offers
from .records import KIND

SHOWN = 3
MATCHING = 100  # services looked through for the words and themes of the search


def already_open(code: str, form: ListForm) -> dict:
    """{"offers": the first, open ones first, "total", "unknown": how many of these nobody can tell, "authority", "url": of
    the list of all}; {} where there is nothing to say: without a territory, on a second page, for words that no service
    answers."""
    chosen = chosen_territory(code)
    if chosen is None or form.page > 1:
        return {}
    themes = form.filters.get(THEME.name, ())
    among = None
    if form.text or themes:
        query = SearchQuery(
            text=form.text,
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
    found = open_offers(chosen.authority, among=among)
    known = [one for one in found if one.answer != Answer.UNKNOWN]
    if not known:
        return {}
    address = ListAddress(
        SERVICES.path,
        text=form.text,
        filters={THEME.name: themes},
        territory=chosen.authority.code,
    )
    return {
        "offers": known[:SHOWN],
        "total": len(found),
        "unknown": len(found) - len(known),
        "authority": chosen.authority,
        "url": address.url(),
    }
