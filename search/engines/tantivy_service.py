"""The index in service as this process has opened it: kept current, and set aside when it is damaged."""

import logging
import os
import threading
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from search.engines import tantivy_schema
from search.engines.base import EngineUnavailable, Hit
from search.engines.documents import MOST_READ
from search.engines.tantivy_files import IndexFiles
from search.engines.tantivy_folder import IndexFolder
from search.engines.tantivy_index import open_index
from search.engines.tantivy_schema import schema

logger = logging.getLogger(__name__)

READ_IF_DAMAGED = 500  # records that are read when an answer has failed


class Snapshot:
    """One state of the index, and what this process has read of it: what is kept here goes with it."""

    def __init__(self, folder: Path, generation: str, searcher: tantivy.Searcher):
        self.folder = folder
        self.generation = generation
        self.searcher = searcher
        self.counts: dict = {}  # records that hold a clause
        self.similar: dict = {}  # where those are that resemble a record
        self.begun: dict = {}  # the most frequent words of a beginning
        self._hit = lru_cache(MOST_READ)(partial(_read, searcher))

    def hit(self, where: tantivy.DocAddress) -> Hit:
        return self._hit(where.segment_ord, where.doc)


def _read(searcher: tantivy.Searcher, segment: int, number: int) -> Hit:
    return tantivy_schema.hit(searcher.doc(tantivy.DocAddress(segment, number)))


class _Opened:
    """One index as this process has opened it."""

    def __init__(self, folder: Path, pointer_mark: tuple):
        self.folder = folder
        self.pid = os.getpid()
        self.pointer_mark = pointer_mark
        self.meta = folder / "meta.json"
        self.meta_mark = _mark(self.meta)
        self.files = IndexFiles(folder)
        self.files.check()
        self.index = open_index(folder)
        self.snapshot = self._taken(self.meta_mark)

    def reload(self, meta_mark: tuple) -> None:
        self.index.reload()
        self.snapshot = self._taken(meta_mark)
        self.meta_mark = meta_mark

    def _taken(self, mark: tuple) -> Snapshot:
        generation = f"{self.folder.name}:{mark[0]}:{mark[1]}"
        return Snapshot(self.folder, generation, self.index.searcher())

    def is_current(self, pointer_mark: tuple) -> bool:
        return self.pid == os.getpid() and self.pointer_mark == pointer_mark


def _mark(path: Path) -> tuple:
    status = os.stat(path)
    return status.st_mtime_ns, status.st_ino


class IndexInService:
    """Opened once per process and rebuild; `answering` turns what tantivy raises into `EngineUnavailable`."""

    def __init__(self, folder: IndexFolder):
        self.folder = folder
        self._opened: _Opened | None = None
        self._opening = threading.Lock()

    def generation(self) -> str:
        """Another one each time that the index has changed."""
        return self.current().generation

    def searcher(self) -> tantivy.Searcher:
        """A searcher on the newest state of the index."""
        return self.current().searcher

    def current(self) -> Snapshot:
        """The newest state of the index in service. Two `stat` calls when nothing changed."""
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
                opened.files.check_sizes()
                if mark != opened.meta_mark:
                    opened.files.check()
                    opened.reload(mark)
                return opened.snapshot
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
    def answering(self):
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
            read_through(opened.index.searcher(), records=READ_IF_DAMAGED)
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


def read_through(searcher: tantivy.Searcher, records: int = 1) -> None:
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
