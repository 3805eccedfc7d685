"""An index of Elasticsearch: its name, its fields, its analysis, and a record as one of its documents.

    essaim-production-records-s1a1f1c2d                   alias: what code of this version reads and writes
    essaim-production-records-s1a1f1c2d-2026…-1f…     an index, beside others being built or just replaced

The name says by which schema and analysis it was made, so that two versions of the site, during an upgrade,
each have their own.
"""

import datetime
import secrets
import unicodedata

from core.records import Record
from search import facets
from search.engines import documents
from search.engines.base import order_of
from search.engines.documents import PLACE_NUMBERS, PLACE_TERMS, facet_field, place_field
from search.engines.elasticsearch_address import ServerAddress
from search.engines.map_places import ON_MAP, place_on_map
from search.engines.queries import MAX_PAGE, MAX_SIZE
from search.text import analysis

# Raise it when the fields change: the next start then builds an index of its own beside the old.
SCHEMA = 7

# Stands in a text without words. Lucene weighs a word by the number of records whose field holds any word at
# all, tantivy by the number of records: this makes them the same.
EMPTY = "0vide0"

LONGEST_KEYWORD = 1_000  # characters; Lucene refuses a term beyond 32,766 bytes


def version() -> str:
    return f"s{SCHEMA}a{analysis.VERSION}f{facets.digest()}"


def stem_of(address: ServerAddress) -> str:
    """How the names of all our indexes begin, whatever their version."""
    return f"{address.base}-records-"


def alias_of(address: ServerAddress) -> str:
    return f"{stem_of(address)}{version()}"


def new_name(address: ServerAddress) -> str:
    now = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%d%H%M%S")
    return f"{alias_of(address)}-{now}-{secrets.token_hex(3)}"


def settings(address: ServerAddress) -> dict:
    return {
        "number_of_shards": address.shards,
        "number_of_replicas": address.replicas,
        # A batch shows when we say so, all of it at once.
        "refresh_interval": "-1",
        "max_result_window": MAX_PAGE * MAX_SIZE + 1,
        "analysis": ANALYSIS,
    }


# Texts and queries come as terms already: `analysis.indexed`.
ANALYSIS = {
    "filter": {"gaps": {"type": "stop", "stopwords": [analysis.GAP]}},
    "analyzer": {
        "terms": {"type": "custom", "tokenizer": "whitespace", "filter": ["gaps"]},
    },
}


def mappings() -> dict:
    keyword = {"type": "keyword", "ignore_above": LONGEST_KEYWORD}
    properties: dict = {
        "key": keyword,
        "kind": keyword,
        "words": keyword,  # as typed, for completion
        "plain_words": keyword,  # without accents, for spelling
        "spellings": keyword,  # "ecole école": one beside the other
        "order": {"type": "long"},
        "stamp": {"type": "keyword", "index": False},
        # Kept apart from the source, so that a list of hits need not take each document apart.
        "payload": {"type": "text", "index": False, "store": True},
    }
    for name in documents.TEXTS:
        properties[name] = {"type": "text", "analyzer": "terms"}
    for name in (*facets.names(), ON_MAP):
        properties[facet_field(name)] = keyword
    for name in PLACE_TERMS:
        properties[place_field(name)] = keyword
    for name in PLACE_NUMBERS:
        properties[place_field(name)] = {"type": "double"}
    return {"dynamic": "strict", "_source": {"excludes": ["payload"]}, "properties": properties}


def text(typed: str) -> str:
    """As the index is given it: NFKC, half surrogates as "?"."""
    return unicodedata.normalize("NFKC", typed).encode("utf-8", "replace").decode()


def document(record: Record) -> dict:
    payload = documents.payload(record)
    texts, typed = documents.texts(record)
    words = sorted(typed)
    fields: dict = {
        "key": record.key,
        "kind": record.kind,
        "words": words,
        "plain_words": sorted({analysis.plain(word) for word in words}),
        "spellings": [f"{analysis.plain(word)} {word}" for word in words],
        "order": order_of(record),
        "stamp": documents.stamp(record, payload),
        "payload": payload.decode(),
    }
    for name in documents.TEXTS:
        has_words = bool(set(texts[name].split()) - {analysis.GAP})
        fields[name] = text(texts[name]) if has_words else EMPTY
    for name in facets.names():
        if values := record.facets.get(name):
            fields[facet_field(name)] = [text(value) for value in dict.fromkeys(values)]
    if record.place:
        fields[facet_field(ON_MAP)] = place_on_map(record.place)
        for name in (*PLACE_TERMS, *PLACE_NUMBERS):
            if (value := getattr(record.place, name)) not in (None, ""):
                fields[place_field(name)] = value
    return fields
