#!/usr/bin/env python3
"""Puts veraPDF, the checker of PDF/UA, in place: `tools/verapdf.py FOLDER`.

It comes from Maven Central (org.verapdf:validation-model and what it needs), pinned, and is kept only when its files are
those that were read when it was pinned. Standard library and Maven only; `tools/pdf_ua.js` runs it.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

VERSION = "1.30.2"
SHA256 = "33355ed0a62e0333552e52f6d2a8bdc65c71b1b1d24fc80ef5db209f715fdc1f"  # of all files, `digest` below
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>essaim</groupId><artifactId>verapdf</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.verapdf</groupId><artifactId>validation-model</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(folder.glob("*.jar")):
        found.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def main(folder: Path) -> None:
    folder = folder.resolve()  # Maven reads a relative one from where its own file lies
    if folder.is_dir() and digest(folder) == SHA256:
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        print(f"Fetching veraPDF {VERSION} (17 MB, once)…", file=sys.stderr)
        (Path(work) / "pom.xml").write_text(POM)
        got = Path(work) / "jars"
        command = ["mvn", "-q", "-B", "-f", f"{work}/pom.xml", COPY, f"-DoutputDirectory={got}"]
        subprocess.run(command, check=True, stdout=sys.stderr)
        if digest(got) != SHA256:
            raise SystemExit(f"veraPDF {VERSION} is not what it was: SHA-256 {digest(got)}.")
        # Renamed when complete and known: a killed download leaves nothing that looks right.
        if folder.exists():
            folder.rename(Path(work) / "former")
        got.rename(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
