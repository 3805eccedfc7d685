"""Folders of the embedded index: which one serves, who may write, what to do with a broken one.

    <root>/current              name of the folder that serves, replaced atomically
    <root>/s1a1f1c2d-2026…/     one index; the name says by which schema and analysis it was made
    <root>/aside-…/             what could not be opened, kept for whoever wants to look
    <root>/write.lock, rebuild.lock

Local disk only: the locks and the memory-mapped files do not stand a network share.
"""

import contextlib
import datetime
import logging
import os
import secrets
import shutil
from pathlib import Path

import filelock

from search import facets
from search.engines import tantivy_schema
from search.text import analysis

logger = logging.getLogger(__name__)

WRITE_TIMEOUT = 20  # seconds; a batch takes well under one
KEPT_ASIDE = 2


def version() -> str:
    return f"s{tantivy_schema.VERSION}a{analysis.VERSION}f{facets.digest()}"


class IndexFolder:
    def __init__(self, root: Path):
        self.root = Path(root)
        self._pointer = self.root / "current"
        self._write_lock: filelock.BaseFileLock | None = None
        self._locks_of: int | None = None

    def write_lock(self) -> filelock.BaseFileLock:
        """Reentrant within a thread's context; raises filelock.Timeout."""
        if self._write_lock is None or self._locks_of != os.getpid():
            self.root.mkdir(parents=True, exist_ok=True)
            self._write_lock = filelock.FileLock(self.root / "write.lock", timeout=WRITE_TIMEOUT)
            self._locks_of = os.getpid()
        return self._write_lock

    def rebuild_lock(self) -> filelock.BaseFileLock:
        """Fails at once (filelock.Timeout) when somebody else is rebuilding."""
        self.root.mkdir(parents=True, exist_ok=True)
        return filelock.FileLock(self.root / "rebuild.lock", timeout=0)

    def current(self) -> Path | None:
        """The folder that serves; None when there is none of this version."""
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        if not name.startswith(f"{version()}-") or "/" in name:
            return None
        return self.root / name

    def pointer_mark(self) -> tuple:
        """Changes when another folder is put in service. Raises OSError when there is none."""
        status = os.stat(self._pointer)
        return status.st_mtime_ns, status.st_ino

    def new(self) -> Path:
        """An empty folder beside the one that serves."""
        now = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%d%H%M%S")
        folder = self.root / f"{version()}-{now}-{secrets.token_hex(3)}"
        folder.mkdir(parents=True)
        return folder

    def put_in_service(self, folder: Path) -> None:
        temporary = self.root / f"current.{os.getpid()}.{secrets.token_hex(3)}"
        with temporary.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, self._pointer)

    def clean(self, *keep: Path | None) -> None:
        """Remove the indexes other than those to keep; the caller holds the rebuild lock."""
        kept = {folder.name for folder in keep if folder}
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name not in kept and not folder.name.startswith("aside-"):
                shutil.rmtree(folder, ignore_errors=True)
        aside = sorted(self.root.glob("aside-*"), key=lambda one: one.stat().st_mtime)
        for folder in aside[:-KEPT_ASIDE]:
            shutil.rmtree(folder, ignore_errors=True)

    def set_aside(self, folder: Path, reason: object) -> None:
        """Take a folder that cannot be opened out of service, once, whoever finds it first."""
        target = self.root / f"aside-{folder.name}-{secrets.token_hex(3)}"
        try:
            with self.write_lock():
                if self.current() != folder:
                    return  # somebody else has done it
                logger.warning(
                    "search index %s cannot be opened (%s): moved to %s", folder, reason, target
                )
                self._pointer.unlink(missing_ok=True)
                with contextlib.suppress(FileNotFoundError):
                    folder.rename(target)
        except OSError as error:
            # A disk that takes no writing: nothing says that the index is damaged.
            logger.warning(
                "search index %s cannot be opened (%s), nor moved: %s", folder, reason, error
            )
