"""The file of a backup: a zip of parts and a manifest with the sha256 of each.

What a reader refuses is said by `Refused`, in French: these sentences are what the operator reads.
"""

import contextlib
import hashlib
import json
import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
# What `zipfile` and `json` raise when bytes are not what was written; a wrong flag makes a part « encrypted » (RuntimeError).
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    RuntimeError,
)


class Refused(Exception):
    """Nothing was changed; the message says why, in French."""


class Writer:
    """Writes beside `path` a file that its owner alone may read; it takes that name when it is whole.

    facts: what the manifest says besides its parts: made_at, made_by, migrations.
    """

    def __init__(self, path: Path, facts: dict):
        self._path = path
        self._unfinished = path.with_name(f"{path.name}.part")
        self._facts = facts
        self._parts: dict[str, dict] = {}

    def __enter__(self):
        self._unfinished.unlink(missing_ok=True)
        file = os.open(self._unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(file, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        return self

    def __exit__(self, kind, error, trace):
        try:
            if kind is None:
                self._finish()
        finally:
            # After a failure, closing fails again for the same reason (a full disk).
            with contextlib.suppress(OSError, ValueError):
                self._zip.close()
            with contextlib.suppress(OSError):
                self._file.close()
            self._unfinished.unlink(missing_ok=True)

    def _finish(self) -> None:
        manifest = {"format": FORMAT, **self._facts, "parts": self._parts}
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._unfinished.rename(self._path)

    def add(self, name: str, chunks) -> None:
        """A part, made of pieces of bytes as they come."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._parts[name] = {"size": size, "sha256": digest.hexdigest()}


class Reader:
    """Opens a backup. Raises Refused for what is none, is cut, or comes from a later program."""

    def __init__(self, path: Path):
        try:
            self._zip = zipfile.ZipFile(path)
            with self._zip:
                manifest = json.loads(self._zip.read(MANIFEST))
                self.parts: dict[str, dict] = manifest["parts"]
                self.migrations: dict[str, str] = manifest["migrations"]
                self.made_at, self.made_by = manifest["made_at"], manifest["made_by"]
                is_known = manifest["format"] == FORMAT
        except _DAMAGE as error:
            raise Refused(
                f"{path} n’est pas une sauvegarde entière : le fichier est coupé, abîmé, ou n’en est pas une."
            ) from error
        if not is_known:
            raise Refused(
                f"{path} vient d’une autre version d’Essaim : son format est inconnu ici."
            )
        self._path = path

    def __enter__(self):
        self._zip = zipfile.ZipFile(self._path)
        return self

    def __exit__(self, *failure):
        self._zip.close()

    @property
    def size(self) -> int:
        """Bytes of all parts, unpacked."""
        return sum(part["size"] for part in self.parts.values())

    def names(self, folder: str) -> list[str]:
        return [name for name in self.parts if name.startswith(f"{folder}/")]

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name)

    def check(self) -> None:
        """Read all of it. Raises Refused at the first part that is not as it was written."""
        kept = set(self._zip.namelist()) - {MANIFEST}
        if kept != set(self.parts):
            raise Refused(
                "La sauvegarde est abîmée : ses parties ne sont pas celles qu’elle annonce."
            )
        for name, written in self.parts.items():
            try:
                is_as_written = self._measured(name) == (written["size"], written["sha256"])
            except _DAMAGE as error:
                raise Refused(f"La sauvegarde est abîmée : {name} n’est pas lisible.") from error
            if not is_as_written:
                raise Refused(
                    f"La sauvegarde est abîmée : {name} a changé depuis qu’elle a été faite."
                )

    def _measured(self, name: str) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        with self.open(name) as part:
            while chunk := part.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
        return size, digest.hexdigest()
