"""One writer and one rebuild at a time, over all processes that share the index of a server.

Those processes share the database too: with PostgreSQL they may be on several hosts, and its advisory
locks go when their connection does (a killed process holds up nobody); with SQLite they are on one.
"""

import hashlib
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import filelock
from django.db import connection

from search.engines.base import EngineUnavailable, RebuildInProgress

# A publishing editor may be waiting: what cannot be written now is written by the next drain.
WAIT = 1.0  # seconds
PAUSE = 0.02


class FileLocks:
    def __init__(self, folder: Path):
        self._folder = Path(folder)

    @contextmanager
    def writing(self):
        with self._held("server-write.lock", WAIT) as is_held:
            if not is_held:
                raise EngineUnavailable("the index is being written by another process")
            yield

    @contextmanager
    def rebuilding(self):
        with self._held("server-rebuild.lock", 0) as is_held:
            if not is_held:
                raise RebuildInProgress("another rebuild is under way")
            yield

    @contextmanager
    def _held(self, name: str, wait: float):
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self._folder / name)
        try:
            lock.acquire(timeout=wait, poll_interval=PAUSE)
        except filelock.Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()


_guards: dict[int, threading.Lock] = {}


class DatabaseLocks:
    """PostgreSQL's advisory locks, named after the indexes that they guard."""

    def __init__(self, name: str):
        self._name = name

    @contextmanager
    def writing(self):
        with self._held("write", WAIT) as is_held:
            if not is_held:
                raise EngineUnavailable("the index is being written by another process")
            yield

    @contextmanager
    def rebuilding(self):
        with self._held("rebuild", 0) as is_held:
            if not is_held:
                raise RebuildInProgress("another rebuild is under way")
            yield

    @contextmanager
    def _held(self, what: str, wait: float):
        digest = hashlib.blake2b(f"{self._name}:{what}".encode(), digest_size=8).digest()
        key = int.from_bytes(digest, signed=True)
        end = time.monotonic() + wait
        # An advisory lock is given twice to one connection: this one is not.
        guard = _guards.setdefault(key, threading.Lock())
        if not guard.acquire(timeout=wait):
            yield False
            return
        try:
            with self._advisory(key, end) as is_held:
                yield is_held
        finally:
            guard.release()

    @contextmanager
    def _advisory(self, key: int, end: float):
        while not _asked("SELECT pg_try_advisory_lock(%s)", key):
            if time.monotonic() > end:
                yield False
                return
            time.sleep(PAUSE)
        try:
            yield True
        finally:
            _asked("SELECT pg_advisory_unlock(%s)", key)


def _asked(statement: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        return cursor.fetchone()[0]


def locks_for(name: str, folder: Path) -> FileLocks | DatabaseLocks:
    return DatabaseLocks(name) if connection.vendor == "postgresql" else FileLocks(folder)
