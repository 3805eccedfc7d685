"""A disk of a few megabytes, to be filled or made read-only. Needs the rights of root, to mount it."""

import contextlib
import os
import subprocess
from pathlib import Path

from django.core.management import CommandError

MOUNT, UNMOUNT = "/usr/bin/mount", "/usr/bin/umount"


class SmallDisk:
    def __init__(self, folder: Path, megabytes: int):
        if os.geteuid() != 0:
            raise CommandError("Un petit disque ne se monte qu’avec les droits de root.")
        self.folder = folder
        folder.mkdir()
        self._mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs")

    def _mount(self, *options: str) -> None:
        subprocess.run([MOUNT, *options, str(self.folder)], check=True)

    def remove(self) -> None:
        subprocess.run([UNMOUNT, "--lazy", str(self.folder)], check=True)

    @contextlib.contextmanager
    def full(self):
        filler = self.folder / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(b"\0" * 65536):
                pass
        yield
        filler.unlink()

    @contextlib.contextmanager
    def read_only(self):
        self._mount("-o", "remount,bind,ro")
        yield
        self._mount("-o", "remount,bind,rw")
