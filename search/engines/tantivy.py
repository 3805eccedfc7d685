"""The embedded engine: tantivy in this process, files on the local disk, no server."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import filelock
import tantivy
from tantivy import Occur, Query

from core.records import Record
from search.engines import tantivy_reading as reading
from search.engines import tantivy_schema
from search.engines.base import EngineUnavailable, Health, Hit, Page, RebuildInProgress
from search.engines.documents import TEXTS, facet_field, place_field
from search.engines.ladder import Ladder, ladder
from search.engines.queries import PAGE_SIZE, Part, SearchQuery
from search.engines.resembling import steps, telling
from search.engines.tantivy_folder import IndexFolder
from search.engines.tantivy_index import fill, write_batch
from search.engines.tantivy_query import (
    among,
    any_of,
    clause_of,
    filter_queries,
    own,
)
from search.engines.tantivy_schema import schema
from search.engines.tantivy_service import IndexInService, Snapshot, read_through
from search.text import analysis
from search.text.parsing import Clause, ParsedText
from search.text.spelling import Vocabulary

OWN_LIMIT = 50
PLACE_CODE = place_field("code")
MOST_COUNTS = 20_000  # words whose records are kept counted
MOST_SIMILAR = 1_000  # records whose likes are kept
MOST_BEGUN = 2_000  # beginnings of words whose completions are kept


class TantivyEngine:
    name = "tantivy"

    def __init__(self, root: Path):
        self.folder = IndexFolder(root)
        self.in_service = IndexInService(self.folder)
        self._vocabulary: tuple[str, Vocabulary] | None = None

    # Reading

    def search(self, query: SearchQuery, *, facets: Iterable[str] = ()) -> Page:
        (found,) = self.search_many([Part(query, tuple(facets))])
        return found

    def search_many(self, parts: Sequence[Part]) -> list[Page]:
        snapshot = self.in_service.current()
        with self.in_service.answering():
            return [self._page(snapshot, part) for part in parts]

    def _page(self, snapshot: Snapshot, part: Part) -> Page:
        query, searcher = part.query, snapshot.searcher
        rungs = self._ladder(snapshot, query)
        total, facets = reading.counts(searcher, query, rungs, part.facets)
        own_listed = reading.Listed([], 0, 0)
        kept: list[tuple[Occur, Query]] = []
        if query.near and query.own_apart and searcher.doc_freq(PLACE_CODE, query.near.code):
            apart = own(query.near)
            mine = [(Occur.Must, apart)]
            if among_own := reading.count(
                searcher, Query.boolean_query([(Occur.Must, among(query, rungs)), *mine])
            ):
                own_listed = reading.listed(snapshot, query, rungs, mine, among_own, 0, OWN_LIMIT)
                kept = [(Occur.MustNot, apart)]
        others = total - own_listed.total
        listed = reading.listed(snapshot, query, rungs, kept, others, query.offset, query.size)
        return Page(
            hits=listed.hits,
            total=total,
            facets=facets,
            own_hits=own_listed.hits,
            own_total=own_listed.total,
            whole=listed.whole + own_listed.whole,
            parsed=rungs.parsed,
            corrections=rungs.corrections,
        )

    def count(self, query: SearchQuery) -> int:
        snapshot = self.in_service.current()
        with self.in_service.answering():
            rungs = self._ladder(snapshot, query)
            return reading.count(snapshot.searcher, among(query, rungs))

    def ladder(self, query: SearchQuery) -> Ladder:
        """How a query is asked, for measuring."""
        return self._ladder(self.in_service.current(), query)

    def _ladder(self, snapshot: Snapshot, query: SearchQuery) -> Ladder:
        if not query.parsed.required:
            return Ladder(query.parsed)

        def count(clauses):
            total = _counted(snapshot, query.kind, None)
            return total, [_counted(snapshot, query.kind, one) for one in clauses]

        return ladder(query, count, self.near_terms)

    def terms(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        found = self._terms(prefix, limit)
        if found or not analysis.plain(prefix):
            return found
        return self.vocabulary().beginning(prefix)[:limit]

    def _terms(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        snapshot, prefix = self.in_service.current(), prefix.lower()
        with self.in_service.answering():
            if limit is None:
                # Filtered, or words of deleted records would count until the next merge.
                return snapshot.searcher.terms_with_prefix(
                    "words", prefix, filter_query=Query.all_query()
                )
            if (found := snapshot.begun.get((prefix, limit))) is None:
                if len(snapshot.begun) >= MOST_BEGUN:
                    snapshot.begun.clear()
                found = self._most_frequent(snapshot.searcher, prefix, limit)
                snapshot.begun[prefix, limit] = found
            return list(found)

    def _most_frequent(self, searcher, prefix: str, limit: int) -> list[tuple[str, int]]:
        # The filter costs more than a few exact counts. The dictionary counts deleted records too: no less.
        found: list[tuple[str, int]] = []
        for word, most in searcher.terms_with_prefix("words", prefix, limit=2 * limit):
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
            self._vocabulary = (generation, Vocabulary(self._terms()))
        return self._vocabulary[1]

    def similar(
        self, key: str, limit: int = 3, *, first: Sequence[tuple[str, str]] = ()
    ) -> list[Hit]:
        snapshot = self.in_service.current()
        asked = (key, tuple(first), max(limit, PAGE_SIZE))
        with self.in_service.answering():
            found = snapshot.similar.get(asked)
            if found is None:
                if len(snapshot.similar) >= MOST_SIMILAR:
                    snapshot.similar.clear()
                found = snapshot.similar[asked] = _similar(snapshot.searcher, *asked)
            return [snapshot.hit(where) for where in found[:limit]]

    def stamps(self) -> Iterator[tuple[str, str]]:
        searcher = self.in_service.searcher()
        with self.in_service.answering():
            live = searcher.terms_with_prefix("stamp", "", filter_query=Query.all_query())
        for value, _count in live:
            key, _, stamp = value.rpartition(" ")
            yield key, stamp

    def generation(self) -> str:
        return self.in_service.generation()

    def health(self) -> Health:
        try:
            searcher = self.in_service.searcher()
            with self.in_service.answering():
                read_through(searcher)
            return Health(self.name, True, searcher.num_docs)
        except EngineUnavailable as error:
            return Health(self.name, False, 0, str(error))

    def needs_rebuild(self) -> bool:
        """No index of this version is in service: never built, upgraded, or set aside, now if need be."""
        try:
            searcher = self.in_service.searcher()
            with self.in_service.answering():
                read_through(searcher)
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
            snapshot = self.in_service.current()
            with self.in_service.answering():
                deletes = [key for key in deletes if snapshot.searcher.doc_freq("key", key)]
                if upserts or deletes:
                    write_batch(snapshot.folder, upserts, deletes)

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
        return self.in_service.searcher()


def _similar(
    searcher: tantivy.Searcher, key: str, first: Sequence[tuple[str, str]], limit: int
) -> list[tantivy.DocAddress]:
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
    beforehand = [
        (Occur.Should, Query.const_score_query(any_of(facet_field(name), [value]), weight))
        for weight, name, value in steps(first)
    ]
    query = Query.boolean_query(
        [
            (Occur.Must, Query.boolean_query(alike)),
            *beforehand,
            *filter_queries(SearchQuery(kind=record.kind)),
            (Occur.MustNot, itself),
        ]
    )
    return [where for _, where in reading.best(searcher, query, limit)[0]]


def _counted(snapshot: Snapshot, kind: str, clause: Clause | None) -> int:
    """Records of a kind that hold a clause, all of the kind without one: counted once."""
    key = (kind, (clause.field, clause.wordings) if clause else None)
    known = snapshot.counts
    if (found := known.get(key)) is None:
        if len(known) >= MOST_COUNTS:
            known.clear()
        if clause is not None:
            asked = clause_of(clause, kind)
        else:
            asked = among(SearchQuery(kind=kind), Ladder(ParsedText()))
        found = known[key] = reading.count(snapshot.searcher, asked)
    return found
