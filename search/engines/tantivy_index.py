"""Writing an index of the embedded engine: a batch, or all of it. The callers hold the locks."""

from collections.abc import Iterable
from pathlib import Path

import tantivy

from core.records import Record
from search.engines import tantivy_schema
from search.engines.tantivy_schema import schema

WRITER_HEAP = 20_000_000  # bytes, for a batch of the outbox
# A rebuild writes a segment each time that this is full, some 20,000 sheets. A commit every so often would bound
# memory no better, and make enough segments to be merged: that reads all of them at once, 200 MB more.
REBUILD_HEAP = 60_000_000


def open_index(folder: Path) -> tantivy.Index:
    """Raises ValueError or OSError on anything that is not an index of this schema."""
    if not (folder / "meta.json").exists():
        raise OSError("no meta.json")
    index = tantivy.Index(schema(), path=str(folder), reuse=True)
    tantivy_schema.register_tokenizers(index)
    index.config_reader("manual")
    return index


def write_batch(folder: Path, upserts: list[Record], deletes: list[str]) -> None:
    """One commit. The index is opened afresh: long-lived writers leave orphan files."""
    index = open_index(folder)
    writer = index.writer(heap_size=WRITER_HEAP, num_threads=1)
    try:
        for key in [*deletes, *(record.key for record in upserts)]:
            writer.delete_documents_by_term("key", key)
        for record in upserts:
            writer.add_document(tantivy_schema.document(record))
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        # Waits for merges and gives the writer's own lock back.
        writer.wait_merging_threads()


def fill(index: tantivy.Index, records: Iterable[Record]) -> int:
    writer = index.writer(heap_size=REBUILD_HEAP, num_threads=1)
    count = 0
    try:
        for record in records:
            writer.add_document(tantivy_schema.document(record))
            count += 1
        writer.commit()
    finally:
        writer.wait_merging_threads()
    return count
