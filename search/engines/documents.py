"""A record as any engine keeps it: the same payload, the same words for completion, the same fields."""

import hashlib
import json
from dataclasses import fields
from functools import lru_cache

from core.records import Place, Record
from search.engines.base import Hit
from search.text import analysis

TEXTS = ("title", "summary", "difficulties", "body", "territory")
SPELT = TEXTS[:-1]  # whose words are offered for completion and spelling
PLACE_TERMS = (
    "code",
    "type",
    "family",
    "epci",
    "departement",
    "region",
    "setting",
    "zone",
    "unsized",
)
PLACE_NUMBERS = ("population", "lon", "lat")
SHORTEST_WORD = 3  # letters, of a word that is offered for completion or spelling

MOST_READ = 1_000  # records that a process keeps read, some 10 KB each
BOUND = "\x00"  # between the parts of a payload: JSON escapes it
_PLACE = tuple(one.name for one in fields(Place))
_read = json.JSONDecoder().raw_decode


def facet_field(name: str) -> str:
    return f"facet_{name}"


def place_field(name: str) -> str:
    return f"place_{name}"


def payload(record: Record) -> bytes:
    """All that a hit needs, in UTF-8: JSON, then the texts as they are, which JSON would take as long to read.

    Half surrogates become "?".
    """
    place = [getattr(record.place, name) for name in _PLACE] if record.place else None
    head = [record.key, record.kind, place, record.card]
    texts = (getattr(record, name).replace(BOUND, " ") for name in TEXTS)
    parts = (json.dumps(head, ensure_ascii=False, separators=(",", ":")), *texts)
    return BOUND.join(parts).encode("utf-8", "replace")


# Reading twenty of them is a third of an answer's time, and the same ones are found again and again.
@lru_cache(MOST_READ)
def hit(stored: str | bytes) -> Hit:
    """From a `payload`, decoded or not. Its card is shared: nobody writes in it."""
    if isinstance(stored, bytes):
        stored = stored.decode()
    (key, kind, place, card), end = _read(stored)
    title, summary, difficulties, body, territory = stored[end + 1 :].split(BOUND)
    where = Place(*place) if place else None
    return Hit(key, kind, title, summary, difficulties, body, where, card, territory=territory)


def stamp(record: Record, content: bytes) -> str:
    """Short digest of all that is indexed of a record: two that differ differ in the index.

    content: its `payload`; what that leaves out is added.
    """
    facets = sorted((name, list(values)) for name, values in record.facets.items())
    rest = json.dumps([record.url, str(record.date), facets], ensure_ascii=False)
    digest = hashlib.blake2b(content, digest_size=8)
    digest.update(rest.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def texts(record: Record) -> tuple[dict[str, str], set[str]]:
    """The texts as `analysis.indexed` gives them, and their words as typed, in lowercase, each once."""
    words = {name: analysis.words(getattr(record, name)) for name in TEXTS}
    offered = set(map(_offered, set().union(*(words[name] for name in SPELT)))) - {""}
    return {name: analysis.joined(found) for name, found in words.items()}, offered


@lru_cache(maxsize=200_000)
def _offered(word: str) -> str:
    """The word as completion and spelling offer it; "" when they do not."""
    is_fit = SHORTEST_WORD <= len(word) <= analysis.LONGEST and analysis.term(word)
    return word.lower() if is_fit else ""
