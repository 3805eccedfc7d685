"""A record as any engine keeps it: the same payload, the same words for completion, the same fields."""

import json

from core.records import Place, Record
from search import analysis
from search.engines.base import Hit, place_as_dict

TEXTS = ("title", "summary", "body")
PLACE_TERMS = ("code", "type", "family", "epci", "departement", "region")
PLACE_NUMBERS = ("population", "lon", "lat")
SHORTEST_WORD = 3  # letters, of a word that is offered for completion or spelling


def facet_field(name: str) -> str:
    return f"facet_{name}"


def place_field(name: str) -> str:
    return f"place_{name}"


def payload(record: Record) -> bytes:
    """All that a hit needs, as JSON in UTF-8; half surrogates become "?"."""
    return json.dumps(
        {
            "key": record.key,
            "kind": record.kind,
            "title": record.title,
            "summary": record.summary,
            "body": record.body,
            "place": place_as_dict(record.place),
            "card": record.card,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "replace")


def hit(stored: bytes | str, score: float = 0.0) -> Hit:
    """From a `payload`."""
    content = json.loads(stored)
    place = content.pop("place")
    return Hit(place=Place(**place) if place else None, score=score, **content)


def surface_words(record: Record) -> set[str]:
    """Words as typed, in lowercase, each once."""
    return {
        word.lower()
        for text in (record.title, record.summary, record.body)
        for word in analysis.words(text)
        if SHORTEST_WORD <= len(word) <= analysis.LONGEST and analysis.term(word)
    }
