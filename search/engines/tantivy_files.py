"""Are the files of an index as they were written? Looked at before tantivy maps them: to read a mapped file that was cut
short ends the process (SIGBUS), and damaged postings are read as if they were sound.

Each file of a segment ends with `{"crc": …}` in JSON, the length of that text and a magic number, both of four bytes.
"""

import json
import struct
import time
import zlib
from pathlib import Path

_TAIL = struct.Struct("<II")  # length of the JSON, magic number
_MAGIC = 1337
_LONGEST_FOOTER = 4096
_CHUNK = 1024 * 1024
LOOK_AGAIN = 1.0  # seconds between two looks at the sizes of files that are mapped


class Damaged(OSError):
    """A file is not as it was written."""


class IndexFiles:
    """The files of one index folder that this process has found whole."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._whole: dict[Path, tuple] = {}
        self._looked_at = 0.0

    def check(self) -> None:
        """Sizes and checksums of the files that `meta.json` names; those found whole before are not read again.

        Raises Damaged, ValueError or OSError.
        """
        files = _named(self._folder)
        known = self._whole
        self._whole = {}
        for file in files:
            try:
                mark = _mark(file)
                if known.get(file) != mark:
                    _check(file)
            except FileNotFoundError:
                continue  # merged meanwhile by another process; what is truly missing tantivy says
            self._whole[file] = mark
        self._looked_at = time.monotonic()

    def check_sizes(self) -> None:
        """That no mapped file was cut or replaced, by a `stat` of each, once in a while. Raises Damaged."""
        if time.monotonic() - self._looked_at < LOOK_AGAIN:
            return
        for file, mark in self._whole.items():
            try:
                if _mark(file) != mark:
                    raise Damaged(f"{file.name} has changed since it was opened")
            except FileNotFoundError:
                continue
        self._looked_at = time.monotonic()


def _mark(file: Path) -> tuple:
    status = file.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _named(folder: Path) -> list[Path]:
    """Files of the segments in service. Others may be in the making, or left over."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    named = set()
    for segment in meta["segments"]:
        name = segment["segment_id"].replace("-", "")
        deletes = segment.get("deletes")
        named.add(f"{name}.{deletes['opstamp']}.del" if deletes else "")
        named |= {path.name for path in folder.glob(f"{name}.*") if path.suffix != ".del"}
    return sorted(folder / name for name in named if name)


def _check(file: Path) -> None:
    size = file.stat().st_size
    with file.open("rb") as opened:
        opened.seek(max(0, size - _TAIL.size))
        tail = opened.read()
        if len(tail) < _TAIL.size:
            raise Damaged(f"{file.name} is cut short")
        length, magic = _TAIL.unpack(tail)
        payload = size - _TAIL.size - length
        if magic != _MAGIC or length > _LONGEST_FOOTER or payload < 0:
            raise Damaged(f"{file.name} has no footer: it is cut short")
        opened.seek(payload)
        written = json.loads(opened.read(length))["crc"]
        opened.seek(0)
        found, left = 0, payload
        while left and (chunk := opened.read(min(left, _CHUNK))):
            found = zlib.crc32(chunk, found)
            left -= len(chunk)
    if left or found != written:
        raise Damaged(f"{file.name} is not as it was written")
