"""A first page that is not full goes on with what resembles its hits, apart from them and told as such."""

from search.engines.base import Hit, Page, SearchEngine
from search.engines.queries import SearchQuery

LOOKED_AT = 3  # first hits whose likes are shown


def alike(engine: SearchEngine, query: SearchQuery, answer: Page) -> list[Hit]:
    """What fills the first page of a search for words in one kind of record; [] when it is full or filtered."""
    shown = [*answer.own_hits, *answer.hits]
    room = query.size - len(shown)
    if room <= 0 or not shown or query.page > 1 or query.filters or not query.parsed.required:
        return []
    known = {*(hit.key for hit in shown), *query.besides}
    rows = [engine.similar(hit.key, room) for hit in answer.hits[:LOOKED_AT]]
    found: dict[str, Hit] = {}
    for rank in range(room):
        for row in rows:
            if rank < len(row) and row[rank].key not in known:
                found.setdefault(row[rank].key, row[rank])
    return list(found.values())[:room]
