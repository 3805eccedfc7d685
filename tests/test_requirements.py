"""What `make run` and `make test` install is pinned, file by file: anything else is refused."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIN = re.compile(
    r"^([A-Za-z0-9_.-]+)==\S+(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.M,
)


def pinned(name: str) -> set[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    rest = PIN.sub("", text)
    loose = [line for line in rest.splitlines() if line and not line.startswith(("#", "-r "))]
    assert not loose, "without a hash"
    return {plain(match[1]) for match in PIN.finditer(text)}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.lower())


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-uv"])
def test_every_requirement_is_pinned_with_the_hashes_of_its_files(name):
    asked = re.findall(r"^[A-Za-z0-9_.-]+", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.M)
    missing = {plain(one) for one in asked if one != "-r"} - pinned(f"{name}.txt")
    assert not missing, "run `make lock`"


def test_machines_of_another_kind_find_their_files():
    """A package with compiled code has a file for each of these; pip would refuse one that is not listed."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    files = {plain(match[1]): match[2].count("--hash") for match in PIN.finditer(text)}
    assert all(files[name] > 10 for name in ("pillow", "psycopg-binary", "rapidfuzz", "cffi"))


def test_the_makefile_installs_nothing_without_them():
    makefile = (ROOT / "Makefile").read_text()
    ways = re.findall(r"^(PIP|UV) := (.*)$", makefile, re.M)
    assert [name for name, _ in ways] == ["PIP", "UV"]
    for _, command in ways:
        assert "--require-hashes" in command
        # Nothing else is looked for than what they name.
        assert "--no-deps" in command
    steps = re.findall(r"^\t.*install.*$|^\t.*\$\((?:PIP|UV)\).*$", makefile, re.M)
    assert [step.strip() for step in steps] == [
        "$(PIP) requirements-uv.txt",
        "$(UV) requirements.txt || $(PIP) requirements.txt",
        "$(UV) requirements-dev.txt || $(PIP) requirements-dev.txt",
    ]
