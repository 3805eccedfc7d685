"""The records of the kinds that apps declare (`core.kinds`), as the database has them now."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core import kinds
from core.kinds import Kind
from core.records import Record
from search.facets import KIND_FACET

CHUNK = 200


def count() -> int:
    return sum(kind.may_be_shown().count() for kind in kinds.all_kinds())


def all_records() -> Iterator[Record]:
    for kind in kinds.all_kinds():
        yield from records(kind)


def records(kind: Kind, pks: Iterable[int] | None = None) -> Iterator[Record]:
    """Records of what may be shown, all of it or those of some primary keys."""
    rows = kind.may_be_shown()
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    for row in kind.loaded(rows).order_by("pk").iterator(chunk_size=CHUNK):
        record = kind.record(row)
        yield replace(record, facets=record.facets | {KIND_FACET.name: (kind.key,)})


def records_of(keys: Iterable[str]) -> Iterator[Record]:
    """Records that may be shown among these keys; unknown keys and kinds are left out."""
    by_kind: dict[str, list[int]] = {}
    for key in keys:
        name, _, pk = key.rpartition(":")
        if pk.isdecimal():
            by_kind.setdefault(name, []).append(int(pk))
    for name, pks in by_kind.items():
        if kind := kinds.by_key(name):
            yield from records(kind, pks)
