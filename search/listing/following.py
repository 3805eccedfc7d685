"""All hits of a filtered list and its title, for feeds and calendars."""

from django.http import HttpResponse

from search import engines
from search.engines.base import Hit
from search.engines.queries import MAX_SIZE
from search.listing import results
from search.listing.request import ListRequest

_MAX_PAGES = 10


def all_hits(asked: ListRequest, **changes) -> list[Hit]:
    """Raises EngineUnavailable. changes: arguments of SearchQuery."""
    engine = engines.get_engine()
    found: list[Hit] = []
    for page in range(1, _MAX_PAGES + 1):
        answer = engine.search(asked.query(**changes, size=MAX_SIZE, page=page, near=None))
        found += answer.hits
        if len(answer.hits) < MAX_SIZE:
            break
    return found


def keys_of(hits: list[Hit]) -> list[int]:
    """Primary keys."""
    return [int(hit.key.rpartition(":")[2]) for hit in hits]


def named(asked: ListRequest, name: str) -> str:
    """« Agenda Essaim : Webinaire, Les Interconnectés »."""
    chosen = results.label_of(asked.choices, asked.query())
    words = [label for values in chosen.values() for label in values.values()]
    if asked.form.text:
        words.append(f"« {asked.form.text} »")
    return name + (f" : {', '.join(words)}" if words else "")


def later() -> HttpResponse:
    response = HttpResponse("La recherche est momentanément indisponible.", status=503)
    response["Retry-After"] = "120"
    return response
