"""Uploaded files. A restoration unpacks them beside those in use, then exchanges the two by renaming."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings

from .archive import CHUNK, Reader, Refused

FOLDER = "media"
# Inside MEDIA_ROOT: it may be a disk of its own, and only within one disk is a renaming at once.
_NEW = ".restored"
_OLD = ".replaced"


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def files() -> Iterator[tuple[str, Path]]:
    """(name of the part, file) of all that was uploaded."""
    for folder, folders, names in os.walk(root()):
        folders[:] = sorted(name for name in folders if name not in (_NEW, _OLD))
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file():
                yield f"{FOLDER}/{path.relative_to(root()).as_posix()}", path


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def check(archive: Reader) -> None:
    """Whether all names lead below MEDIA_ROOT. Raises Refused."""
    for name in archive.names(FOLDER):
        parts = PurePosixPath(name).parts
        if ".." in parts or parts[1] in (_NEW, _OLD) or "\\" in name or "\0" in name:
            raise Refused(f"La sauvegarde est abîmée : {name!r} n’est pas un nom de fichier.")


class Exchange:
    """`unpack`, then `swap`; `undo` puts back what was there, `finish` forgets it."""

    def __init__(self):
        self._new, self._old = root() / _NEW, root() / _OLD
        self._moved: list[tuple[Path, Path]] = []

    def unpack(self, archive: Reader) -> None:
        """Raises OSError: no right, no room."""
        self.finish()
        self._new.mkdir(parents=True)
        for name in archive.names(FOLDER):
            target = self._new / PurePosixPath(name).relative_to(FOLDER)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as part, target.open("wb") as file:
                shutil.copyfileobj(part, file, CHUNK)
            if settings.FILE_UPLOAD_PERMISSIONS is not None:
                target.chmod(settings.FILE_UPLOAD_PERMISSIONS)

    def swap(self) -> None:
        self._old.mkdir()
        self._move(root(), self._old)
        self._move(self._new, root())

    def undo(self) -> None:
        while self._moved:
            source, target = self._moved.pop()
            target.rename(source)
        self.finish()

    def finish(self) -> None:
        for folder in (self._new, self._old):
            if folder.exists():
                shutil.rmtree(folder)

    def _move(self, source: Path, target: Path) -> None:
        for child in sorted(source.iterdir()):
            if child not in (self._new, self._old):
                child.rename(target / child.name)
                self._moved.append((child, target / child.name))
