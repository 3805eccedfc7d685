"""The embedded engine: tantivy in this process, files on the local disk, no server."""

import itertools
import logging
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import filelock
import tantivy
from tantivy import Occur, Query

from core.records import Record
from search.engines import tantivy_schema
from search.engines.base import EngineUnavailable, Health, Hit, Page, RebuildInProgress
from search.engines.documents import TEXTS, facet_field
from search.engines.ladder import Ladder, ladder
from search.engines.queries import DATE, SOONEST, Part, SearchQuery
from search.engines.resembling import telling
from search.engines.tantivy_folder import IndexFolder
from search.engines.tantivy_index import fill, open_index, write_batch
from search.engines.tantivy_query import (
    among,
    beyond,
    clause_of,
    filter_queries,
    own,
    ranked,
    whole,
)
from search.engines.tantivy_schema import schema
from search.text import analysis
from search.text.parsing import Clause, ParsedText
from search.text.spelling import Vocabulary

logger = logging.getLogger(__name__)

OWN_LIMIT = 50
READ_IF_DAMAGED = 500  # records that are read when an answer has failed
MAX_BUCKETS = 1_000  # values of one facet that are counted
MOST_COUNTS = 20_000  # words whose records are kept counted
# Hits read beyond the page, for the case that it cuts a tie: more cost next to nothing, a second search as much again.
TIE_MARGIN = 100


class _Opened:
    """One index as this process has opened it."""

    def __init__(self, folder: Path, pointer_mark: tuple):
        self.folder = folder
        self.pid = os.getpid()
        self.pointer_mark = pointer_mark
        self.meta = folder / "meta.json"
        self.meta_mark = _mark(self.meta)
        self.index = open_index(folder)

    def is_current(self, pointer_mark: tuple) -> bool:
        return self.pid == os.getpid() and self.pointer_mark == pointer_mark


def _mark(path: Path) -> tuple:
    status = os.stat(path)
    return status.st_mtime_ns, status.st_ino


class TantivyEngine:
    name = "tantivy"

    def __init__(self, root: Path):
        self.folder = IndexFolder(root)
        self._opened: _Opened | None = None
        self._opening = threading.Lock()
        self._vocabulary: tuple[str, Vocabulary] | None = None
        self._counts: tuple[str, dict] = ("", {})

    # Reading

    def search(self, query: SearchQuery, *, facets: Iterable[str] = ()) -> Page:
        (found,) = self.search_many([Part(query, tuple(facets))])
        return found

    def search_many(self, parts: Sequence[Part]) -> list[Page]:
        searcher = self.searcher()
        with self._answering():
            return [self._page(searcher, part) for part in parts]

    def _page(self, searcher: tantivy.Searcher, part: Part) -> Page:
        query = part.query
        rungs = self._ladder(searcher, query)
        apart = own(query.near) if query.near and query.own_apart else None
        own_listed = _Listed([], 0, 0)
        kept: list[tuple[Occur, Query]] = []
        if apart is not None:
            mine = [(Occur.Must, apart)]
            own_listed = self._listed(searcher, query, rungs, mine, 0, OWN_LIMIT)
            if own_listed.total:
                kept = [(Occur.MustNot, apart)]
        listed = self._listed(searcher, query, rungs, kept, query.offset, query.size)
        return Page(
            hits=listed.hits,
            total=listed.total + own_listed.total,
            facets=self._facets(searcher, query, rungs, list(part.facets)),
            own_hits=own_listed.hits,
            own_total=own_listed.total,
            whole=listed.whole + own_listed.whole,
            parsed=rungs.parsed,
            corrections=rungs.corrections,
        )

    def count(self, query: SearchQuery) -> int:
        searcher = self.searcher()
        with self._answering():
            return _count(searcher, among(query, self._ladder(searcher, query)))

    def ladder(self, query: SearchQuery) -> Ladder:
        """How a query is asked, for measuring."""
        return self._ladder(self.searcher(), query)

    def _ladder(self, searcher: tantivy.Searcher, query: SearchQuery) -> Ladder:
        if not query.parsed.required:
            return Ladder(query.parsed)

        def count(clauses):
            total = self._counted(searcher, query.kind, None)
            return total, [self._counted(searcher, query.kind, one) for one in clauses]

        return ladder(query, count, self.near_terms)

    def _counted(self, searcher: tantivy.Searcher, kind: str, clause: Clause | None) -> int:
        """Records that hold something, counted once per generation."""
        generation = self.generation()
        if self._counts[0] != generation or len(self._counts[1]) > MOST_COUNTS:
            self._counts = (generation, {})
        known = self._counts[1]
        key = (kind, clause.wordings if clause else None)
        if key not in known:
            if clause is not None:
                asked = clause_of(clause, kind)
            else:
                asked = among(SearchQuery(kind=kind), Ladder(ParsedText()))
            known[key] = _count(searcher, asked)
        return known[key]

    def terms(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        searcher = self.searcher()
        with self._answering():
            if limit is None:
                # Filtered, or words of deleted records would count until the next merge.
                return searcher.terms_with_prefix(
                    "words", prefix.lower(), filter_query=Query.all_query()
                )
            # The filter costs more than a few exact counts. The dictionary counts deleted records too: no less.
            found: list[tuple[str, int]] = []
            for word, most in searcher.terms_with_prefix("words", prefix.lower(), limit=2 * limit):
                if len(found) == limit and most < found[-1][1]:
                    break
                if count := self._records_with(searcher, word):
                    found = sorted([*found, (word, count)], key=lambda one: (-one[1], one[0]))
                    del found[limit:]
            return found

    def _records_with(self, searcher: tantivy.Searcher, word: str) -> int:
        query = Query.term_query(schema(), "words", word, index_option="basic")
        return searcher.search(query, limit=1, count=True).count

    def near_terms(self, word: str) -> list[tuple[str, int]]:
        return self.vocabulary().near(word)

    def vocabulary(self) -> Vocabulary:
        """All words of the index, read once per process and generation."""
        generation = self.generation()
        if self._vocabulary is None or self._vocabulary[0] != generation:
            self._vocabulary = (generation, Vocabulary(self.terms()))
        return self._vocabulary[1]

    def similar(self, key: str, limit: int = 3) -> list[Hit]:
        searcher = self.searcher()
        with self._answering():
            itself = Query.term_query(schema(), "key", key, index_option="basic")
            found = searcher.search(itself, limit=1, count=False).hits
            if not found:
                return []
            record = tantivy_schema.hit(searcher.doc(found[0][1]))
            words = telling(
                (
                    (name, term, times, searcher.doc_freq(name, term))
                    for name in TEXTS
                    for term, times in Counter(analysis.tokens(getattr(record, name))).items()
                ),
                searcher.num_docs,
            )
            if not words:
                return []
            alike = [
                (Occur.Should, Query.boost_query(Query.term_query(schema(), name, term), weight))
                for weight, name, term in words
            ]
            query = Query.boolean_query(
                [
                    (Occur.Must, Query.boolean_query(alike)),
                    *filter_queries(SearchQuery(kind=record.kind)),
                    (Occur.MustNot, itself),
                ]
            )
            hits, _ = _best(searcher, query, limit)
            return [tantivy_schema.hit(searcher.doc(where), score) for score, where in hits]

    def stamps(self) -> Iterator[tuple[str, str]]:
        searcher = self.searcher()
        with self._answering():
            live = searcher.terms_with_prefix("stamp", "", filter_query=Query.all_query())
        for value, _count in live:
            key, _, stamp = value.rpartition(" ")
            yield key, stamp

    def generation(self) -> str:
        opened, _ = self._current()
        return f"{opened.folder.name}:{opened.meta_mark[0]}:{opened.meta_mark[1]}"

    def health(self) -> Health:
        try:
            searcher = self.searcher()
            with self._answering():
                _read_through(searcher)
            return Health(self.name, True, searcher.num_docs)
        except EngineUnavailable as error:
            return Health(self.name, False, 0, str(error))

    def needs_rebuild(self) -> bool:
        """No index of this version is in service: never built, upgraded, or set aside, now if need be."""
        try:
            searcher = self.searcher()
            with self._answering():
                _read_through(searcher)
        except EngineUnavailable:
            return True
        return False

    # Writing

    @contextmanager
    def exclusive(self):
        try:
            lock = self.folder.write_lock()
            lock.acquire()
        except (filelock.Timeout, OSError) as error:
            raise EngineUnavailable(f"the index is busy: {error}") from error
        try:
            yield
        finally:
            lock.release()

    def write(self, upserts: Iterable[Record], deletes: Iterable[str]) -> None:
        upserts, deletes = list(upserts), list(deletes)
        with self.exclusive():
            opened, searcher = self._current()
            with self._answering():
                deletes = [key for key in deletes if searcher.doc_freq("key", key)]
                if upserts or deletes:
                    write_batch(opened.folder, upserts, deletes)

    def rebuild(
        self, records: Iterable[Record], catch_up: Callable[[Callable], None] | None = None
    ) -> int:
        try:
            with self.folder.rebuild_lock():
                return self._rebuild(records, catch_up)
        except filelock.Timeout as error:
            raise RebuildInProgress("another rebuild is under way") from error

    def _rebuild(self, records, catch_up) -> int:
        previous = self.folder.current()
        self.folder.clean(previous)  # what a killed rebuild left
        fresh = self.folder.new()
        try:
            index = tantivy.Index(schema(), path=str(fresh))
            tantivy_schema.register_tokenizers(index)
            count = fill(index, records)
            with self.exclusive():
                if catch_up:
                    catch_up(
                        lambda upserts, deletes: write_batch(fresh, list(upserts), list(deletes))
                    )
                self.folder.put_in_service(fresh)
        except BaseException:
            self.folder.clean(previous)
            raise
        # The one before stays until the next rebuild: a request under way may be reading it.
        self.folder.clean(fresh, previous)
        return count

    # Inside

    def searcher(self) -> tantivy.Searcher:
        """A searcher on the newest state of the index."""
        return self._current()[1]

    def _current(self) -> tuple[_Opened, tantivy.Searcher]:
        """The index in service, and a searcher on its newest state. Two `stat` calls when nothing changed."""
        while True:
            try:
                pointer = self.folder.pointer_mark()
            except OSError as error:
                raise EngineUnavailable("no index is in service") from error
            try:
                opened = self._opened
                if opened is None or not opened.is_current(pointer):
                    opened = self._open(pointer)
                mark = _mark(opened.meta)
                if mark != opened.meta_mark:
                    opened.index.reload()
                    opened.meta_mark = mark
                return opened, opened.index.searcher()
            except EngineUnavailable:
                raise
            except Exception as error:
                if self._has_moved(pointer):
                    continue  # a rebuild has replaced it since the pointer was read
                self._opened = None
                if (folder := self.folder.current()) is not None:
                    self.folder.set_aside(folder, error)
                raise EngineUnavailable(f"the index cannot be read: {error}") from error

    @contextmanager
    def _answering(self):
        """tantivy reports everything as ValueError or OSError: here, the engine is not usable.

        An index that opens may be damaged all the same: when it cannot be read through, it is set aside.
        """
        opened = self._opened
        try:
            yield
        except EngineUnavailable:
            raise
        except (ValueError, OSError) as error:
            logger.exception("search engine failed")
            self._set_aside_if_damaged(opened, error)
            raise EngineUnavailable(str(error)) from error
        except BaseException as error:
            # A panic of the library: no exception class of ours can name it, and it is no Exception.
            if type(error).__name__ != "PanicException":
                raise
            logger.exception("search engine panicked")
            self._set_aside_if_damaged(opened, error)
            raise EngineUnavailable(f"panic: {error}") from error

    def _set_aside_if_damaged(self, opened: _Opened | None, error: BaseException) -> None:
        if opened is None or self.folder.current() != opened.folder:
            return  # replaced since
        try:
            _read_through(opened.index.searcher(), records=READ_IF_DAMAGED)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001 - a panic is no Exception
            self._opened = None
            self.folder.set_aside(opened.folder, error)

    def _has_moved(self, pointer: tuple) -> bool:
        try:
            return self.folder.pointer_mark() != pointer
        except OSError:
            return True

    def _open(self, pointer: tuple) -> _Opened:
        with self._opening:
            if self._opened is not None and self._opened.is_current(pointer):
                return self._opened
            folder = self.folder.current()
            if folder is None:
                raise EngineUnavailable("no index of this version is in service")
            self._opened = _Opened(folder, pointer)
            return self._opened

    def _listed(
        self,
        searcher: tantivy.Searcher,
        query: SearchQuery,
        rungs: Ladder,
        kept: list[tuple[Occur, Query]],
        offset: int,
        size: int,
    ) -> "_Listed":
        """Those with all the words, then the others, each in the order of the query.

        kept: what else must hold, or must not.
        """

        def kept_of(found: Query) -> Query:
            return Query.boolean_query([(Occur.Must, found), *kept]) if kept else found

        hits: list = []
        whole_total = 0
        if rungs.can_be_whole:
            hits, whole_total = self._hits(
                searcher, kept_of(whole(query, rungs)), query, rungs, offset, size
            )
        if not rungs.is_soft:
            return _Listed([hit for hit, _ in hits], whole_total, whole_total)
        total = _count(searcher, kept_of(among(query, rungs)))
        wanted = min(size - len(hits), total - max(whole_total, offset))
        if wanted > 0:
            first = max(0, offset - whole_total)
            others, _ = self._hits(
                searcher, kept_of(beyond(query, rungs)), query, rungs, first, wanted
            )
            hits += _without_their_words(searcher, rungs, others)
        return _Listed([hit for hit, _ in hits], total, whole_total)

    def _hits(
        self,
        searcher: tantivy.Searcher,
        found: Query,
        query: SearchQuery,
        rungs: Ladder,
        offset: int,
        size: int,
    ) -> tuple[list[tuple[Hit, tantivy.DocAddress]], int]:
        if not size:
            return [], _count(searcher, found)
        if query.order in (DATE, SOONEST):
            way = tantivy.Order.Asc if query.order == SOONEST else tantivy.Order.Desc
            result = searcher.search(
                found, limit=size, offset=offset, count=True, order_by_field="order", order=way
            )
            return [
                (tantivy_schema.hit(searcher.doc(where)), where) for _, where in result.hits
            ], result.count
        hits, total = _best(searcher, ranked(query, rungs, found), offset + size)
        return [
            (tantivy_schema.hit(searcher.doc(where), score), where)
            for score, where in hits[offset:]
        ], total

    def _facets(
        self, searcher: tantivy.Searcher, query: SearchQuery, rungs: Ladder, names: list[str]
    ) -> dict[str, dict[str, int]]:
        """Counts of each facet, its own selection put aside."""
        counts: dict[str, dict[str, int]] = {}
        together = [name for name in names if name not in query.filters]
        if together:
            counts |= _count_values(searcher, among(query, rungs), together)
        for name in names:
            if name in query.filters:
                counts |= _count_values(searcher, among(query, rungs, ignoring=name), [name])
        return {name: counts[name] for name in names}


class _Listed(NamedTuple):
    hits: list[Hit]
    total: int
    whole: int


def _count(searcher: tantivy.Searcher, found: Query) -> int:
    return searcher.search(Query.const_score_query(found, 0.0), limit=1, count=True).count


def _without_their_words(searcher, rungs: Ladder, hits: list) -> list:
    """The hits, each with the words that it does not hold."""
    keys = Query.term_set_query(schema(), "key", [hit.key for hit, _ in hits])
    missing: dict[tuple[int, int], list[str]] = {}
    for one in rungs.words:
        having: set[tuple[int, int]] = set()
        if one.records:
            both = Query.boolean_query([(Occur.Must, keys), (Occur.Must, clause_of(one.clause))])
            found = searcher.search(Query.const_score_query(both, 0.0), limit=len(hits)).hits
            having = {(where.segment_ord, where.doc) for _, where in found}
        for _, where in hits:
            place = (where.segment_ord, where.doc)
            if place not in having:
                missing.setdefault(place, []).append(one.clause.typed)
    return [
        (replace(hit, missing=tuple(missing.get((where.segment_ord, where.doc), ()))), where)
        for hit, where in hits
    ]


def _read_through(searcher: tantivy.Searcher, records: int = 1) -> None:
    """Every kind of file of the index once: words, postings, columns, stored records. Raises when it meets damage.

    A sample, no checksum: tantivy reads some damaged postings as if they were sound.
    """
    some = searcher.search(Query.all_query(), limit=records, order_by_field="order").hits
    first = [tantivy.DocAddress(number, 0) for number in range(searcher.num_segments)]
    for where in [*first, *(where for _, where in some)]:
        tantivy_schema.hit(searcher.doc(where))
    likely = searcher.terms_with_prefix("words", "", limit=3)
    found = Query.boolean_query(
        [
            (Occur.Should, Query.term_query(schema(), name, word))
            for word, _ in likely
            for name in ("words", "title")
        ]
        or [(Occur.Must, Query.all_query())]
    )
    searcher.search(found, limit=1)
    searcher.aggregate(found, {"kind": {"terms": {"field": "kind", "size": 1}}})


def _best(searcher: tantivy.Searcher, found: Query, wanted: int) -> tuple[list, int]:
    """The best `wanted` hits and the total: (score, address), equal scores put in order.

    tantivy leaves equal scores in the order of its files, which changes with every merge: where the page
    cuts a tie, the whole tie is read.
    """
    limit = wanted + TIE_MARGIN
    while True:
        result = searcher.search(found, limit=limit, count=True)
        hits = result.hits
        if len(hits) < limit or hits[wanted - 1][0] != hits[-1][0]:
            break
        limit = min(limit * 8, result.count + 1)
    if len(hits) > wanted:
        last = hits[wanted - 1][0]
        hits = list(itertools.takewhile(lambda hit: hit[0] >= last, hits))
    if len({score for score, _ in hits}) < len(hits):
        orders = searcher.fast_field_values("order", [where for _, where in hits])
        ranks = sorted(range(len(hits)), key=lambda rank: (-hits[rank][0], -orders[rank]))
        hits = [hits[rank] for rank in ranks]
    return hits[:wanted], result.count


def _count_values(searcher: tantivy.Searcher, found: Query, names: list[str]) -> dict:
    aggregations = {
        name: {"terms": {"field": facet_field(name), "size": MAX_BUCKETS}} for name in names
    }
    answer = searcher.aggregate(found, aggregations)
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
        for name in names
    }
