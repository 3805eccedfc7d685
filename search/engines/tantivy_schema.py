"""Fields of the embedded index, and a record as one of its documents."""

from functools import cache

import tantivy

from core.records import Record
from search import facets
from search.engines import documents
from search.engines.base import Hit, order_of
from search.engines.documents import PLACE_NUMBERS, PLACE_TERMS, facet_field, place_field
from search.engines.map_places import ON_MAP, place_on_map
from search.text import analysis

# Raise it when the fields change: the next start then builds an index of its own beside the old.
VERSION = 9


ANYWHERE = "anywhere"


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
    for name in documents.TEXTS:
        builder.add_text_field(name, tokenizer_name="terms", index_option="position")
    # The terms of all texts, each once: what holds a word is one list to read, not one for each text.
    builder.add_text_field(ANYWHERE, tokenizer_name="terms", index_option="basic")
    # Words as typed, for completion and spelling.
    builder.add_text_field("words", tokenizer_name="terms", index_option="basic")
    for name in (*facets.names(), ON_MAP):
        builder.add_text_field(
            facet_field(name), tokenizer_name="raw", index_option="basic", fast=True
        )
    for name in PLACE_TERMS:
        builder.add_text_field(place_field(name), tokenizer_name="raw", index_option="basic")
    for name in PLACE_NUMBERS:
        builder.add_float_field(place_field(name), fast=True)
    builder.add_unsigned_field("order", fast=True)
    builder.add_text_field("stamp", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("payload", stored=True)
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """At every open: tantivy does not keep them. Terms are made in Python and joined by spaces."""
    analyser = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        # Leaves the gap that a dropped word leaves in Lucene.
        .filter(tantivy.Filter.custom_stopword([analysis.GAP]))
        .build()
    )
    index.register_tokenizer("terms", analyser)


def document(record: Record) -> tantivy.Document:
    place = record.place
    texts, words = documents.texts(record)
    payload = documents.payload(record)
    fields: dict = texts | {
        "key": record.key,
        "kind": record.kind,
        ANYWHERE: " ".join(set(" ".join(texts.values()).split())),
        "words": " ".join(words),
        "order": order_of(record),
        "stamp": f"{record.key} {documents.stamp(record, payload)}",
        "payload": payload,
    }
    for name in facets.names():
        if values := record.facets.get(name):
            fields[facet_field(name)] = list(dict.fromkeys(values))
    if place:
        fields[facet_field(ON_MAP)] = place_on_map(place)
        for name in PLACE_TERMS:
            if value := getattr(place, name):
                fields[place_field(name)] = value
        for name in PLACE_NUMBERS:
            if (value := getattr(place, name)) is not None:
                fields[place_field(name)] = float(value)
    return tantivy.Document.from_dict(fields, schema())


def hit(document: tantivy.Document) -> Hit:
    return documents.hit(document.get_first("payload"))
