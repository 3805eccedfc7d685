"""What happens to the files of the embedded engine: broken, foreign, shared, killed."""

import contextlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from search.engines import tantivy_files, tantivy_folder, tantivy_reading
from search.engines.base import EngineUnavailable
from search.engines.queries import SearchQuery
from search.engines.tantivy import TantivyEngine
from tests.search.corpus import keys, simple


def total(engine) -> int:
    return engine.count(SearchQuery())


def serving(root):
    return root / (root / "current").read_text()


@pytest.fixture
def root(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(root):
    made = TantivyEngine(root)
    made.rebuild([simple(1, title="Cantine"), simple(2, title="Piscine")])
    return made


def test_nothing_there_yet(root):
    engine = TantivyEngine(root)
    assert engine.needs_rebuild()
    assert not engine.health().ok
    with pytest.raises(EngineUnavailable):
        engine.search(SearchQuery())


def _truncate(folder):
    for path in folder.iterdir():
        if path.suffix in (".term", ".store", ".idx", ".fast"):
            # Another file of that name: to shorten one that is mapped would kill its reader (SIGBUS).
            path.unlink()
            path.write_bytes(b"\x00garbage")


def _drop_meta(folder):
    (folder / "meta.json").unlink()


def _foreign(folder):
    (folder / "meta.json").write_text('{"segments": [], "schema": [{"name": "autre"}]}')


def _empty(folder):
    for path in folder.iterdir():
        path.unlink()


@pytest.mark.parametrize("damage", [_truncate, _drop_meta, _foreign, _empty])
@pytest.mark.parametrize("opened", [False, True])
def test_a_broken_folder_is_moved_aside_with_a_warning(engine, root, damage, opened, caplog):
    if opened:
        assert total(engine) == 2
    else:
        engine = TantivyEngine(root)
    damage(serving(root))
    if opened:
        # What is open stays readable; the process that comes next meets the damage.
        engine = TantivyEngine(root)
    with pytest.raises(EngineUnavailable):
        engine.search(SearchQuery("cantine"), facets=["theme"])
    assert "moved to" in caplog.text
    assert list(root.glob("aside-*"))
    assert engine.needs_rebuild()
    engine.rebuild([simple(3, title="Cantine")])
    assert keys(engine.search(SearchQuery("cantine")).hits) == ["projet:3"]


PARTS = (".store", ".term", ".fast", ".idx", ".pos", ".fieldnorm")


def _scribble(folder, suffix):
    """The head of each file, in place: it opens all the same."""
    for path in folder.glob(f"*{suffix}"):
        with path.open("r+b") as part:
            part.write(b"\xff" * min(4096, path.stat().st_size * 3 // 4))


@pytest.mark.parametrize("suffix", PARTS)
@pytest.mark.parametrize("asked", ["search", "health", "needs_rebuild"])
def test_a_damaged_index_that_opens_is_set_aside_too(root, suffix, asked):
    TantivyEngine(root).rebuild(
        [simple(n, title=f"Cantine {n}", body="eau " * n) for n in range(300)]
    )
    folder = serving(root)
    _scribble(folder, suffix)
    engine = TantivyEngine(root)
    if asked == "search":
        with contextlib.suppress(EngineUnavailable):
            engine.search(SearchQuery(text="cantine"), facets=["theme"])
    else:
        getattr(engine, asked)()
    assert engine.needs_rebuild()
    assert not folder.exists()
    assert not engine.health().ok
    engine.rebuild([simple(1, title="Cantine")])
    assert total(engine) == 1
    assert engine.health().ok


READ_IN_A_CHILD = """
import sys, time
from pathlib import Path
import django
django.setup()
from search.engines.base import EngineUnavailable
from search.engines.queries import SearchQuery
from search.engines.tantivy import TantivyEngine
from search.engines import tantivy_files
root, is_open = Path(sys.argv[1]), sys.argv[2] == "open"
tantivy_files.LOOK_AGAIN = float(sys.argv[3])
engine = TantivyEngine(root)
if is_open:
    engine.search(SearchQuery(), facets=["theme"])
print("ready", flush=True)
for line in sys.stdin:
    if line.strip() == "end":
        break
    try:
        engine.search(SearchQuery(), facets=["theme", "population"])
        engine.terms()
        engine.similar("projet:7")
        print("whole", flush=True)
    except EngineUnavailable:
        print("unavailable", flush=True)
"""


class Reader:
    """A worker, as far as the index is concerned: a process of its own, which a signal may kill."""

    def __init__(self, root, *, is_open: bool, looks_again: float = tantivy_files.LOOK_AGAIN):
        when = "open" if is_open else "later"
        self._process = subprocess.Popen(
            [sys.executable, "-c", READ_IN_A_CHILD, str(root), when, str(looks_again)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        )
        assert self._process.stdout.readline() == "ready\n"

    def ask(self) -> str:
        self._process.stdin.write("ask\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def end(self) -> int:
        self._process.communicate("end\n")
        return self._process.returncode


def _cut(path, share):
    os.truncate(path, int(path.stat().st_size * share))


def _flip(path, share):
    with path.open("r+b") as file:
        file.seek(int((path.stat().st_size - 1) * share))
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 0x10]))


def _damages(folder):
    """(name, how, where) of each file, at several places."""
    for path in sorted(folder.glob("*.*")):
        if path.suffix in PARTS:
            for share in (0, 0.1, 0.5, 0.9, 0.999):
                yield path.name, _cut, share
                yield path.name, _flip, share


def test_no_damage_to_any_file_kills_a_reader_or_passes_for_sound(root, tmp_path):
    """Cut short or changed at any place while a worker has it open: it says so, and its process lives on."""
    records = [simple(n, title=f"Cantine {n}", body="eau " * n) for n in range(1, 200)]
    TantivyEngine(root).rebuild(records)
    whole = tmp_path / "whole"
    shutil.copytree(root, whole)
    damages = list(_damages(serving(whole)))
    assert len(damages) >= 56
    reader = Reader(root, is_open=True, looks_again=0)
    for name, damage, share in damages:
        shutil.rmtree(root)
        shutil.copytree(whole, root)
        assert reader.ask() == "whole", (name, damage.__name__, share)
        # tantivy's bindings open an index twice, the first time in a thread of theirs that nothing waits for.
        time.sleep(0.05)
        damage(serving(root) / name, share)
        assert reader.ask() == "unavailable", (name, damage.__name__, share)
        assert list(root.glob("aside-*"))
    assert reader.end() == 0


def test_a_worker_that_starts_on_a_damaged_index_and_one_that_has_it_open(root):
    for is_open in (True, False):
        TantivyEngine(root).rebuild(
            [simple(n, title=f"Cantine {n}", body="eau " * n) for n in range(1, 200)]
        )
        reader = Reader(root, is_open=is_open)
        (fast,) = serving(root).glob("*.fast")
        os.truncate(fast, 100)
        time.sleep(tantivy_files.LOOK_AGAIN + 0.1)
        assert reader.ask() == "unavailable"
        # As `due` does.
        engine = TantivyEngine(root)
        assert engine.needs_rebuild()
        engine.rebuild([simple(7, title="Cantine")])
        assert reader.ask() == "whole"
        assert reader.end() == 0


def test_files_found_whole_are_read_once(engine, root, monkeypatch):
    assert total(engine) == 2
    read = []
    check = tantivy_files._check
    monkeypatch.setattr(tantivy_files, "_check", lambda file: (read.append(file.name), check(file)))
    engine.write([simple(3, title="Gare")], [])
    assert total(engine) == 3
    first = len(read)
    assert total(engine) == 3
    assert len(read) == first
    assert not {name for name in read if read.count(name) > 1}


def test_a_sound_index_stays_whatever_a_query_raises(engine, root, monkeypatch):
    folder = serving(root)

    def fail(*args, **kwargs):
        raise ValueError("a bug of ours")

    with monkeypatch.context() as patched:
        patched.setattr(tantivy_reading, "count", fail)
        with pytest.raises(EngineUnavailable):
            engine.count(SearchQuery(text="cantine"))
    assert serving(root) == folder
    assert total(engine) == 2


@pytest.mark.parametrize("content", ["", "../../etc", "s0a0-old", "\x00\xff", "s1a1-absent"])
def test_a_strange_pointer_means_no_index(engine, root, content):
    (root / "current").write_text(content, encoding="latin-1")
    assert engine.needs_rebuild()
    engine.rebuild([simple(3, title="Cantine")])
    assert total(engine) == 1


def test_another_version_builds_its_own(engine, root, monkeypatch):
    monkeypatch.setattr(tantivy_folder, "version", lambda: "s99a1")
    newer = TantivyEngine(root)
    assert newer.needs_rebuild()
    newer.rebuild([])
    assert total(newer) == 0


def test_one_process_sees_what_another_wrote(engine, root):
    other = TantivyEngine(root)
    assert total(other) == 2
    engine.write([simple(3, title="Gare")], [])
    assert total(other) == 3
    engine.rebuild([simple(4, title="Port")])
    assert total(other) == 1


def test_old_folders_are_cleaned_and_a_killed_rebuild_leaves_none(engine, root):
    (root / f"{tantivy_folder.version()}-20200101000000-dead00").mkdir()
    for number in range(4):
        engine.rebuild([simple(number, title="Cantine")])
    folders = [path for path in root.iterdir() if path.is_dir()]
    assert len(folders) == 2  # the one that serves, and the one that a slow request may be reading


def _write_many(root, start):
    engine = TantivyEngine(root)
    for number in range(start, start + 15):
        engine.write([simple(number, title="Cantine")], [])


def test_many_writers_at_once(engine, root):
    context = multiprocessing.get_context("fork")
    writers = [
        context.Process(target=_write_many, args=(root, 100 * number)) for number in range(1, 5)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    assert total(engine) == 2 + 4 * 15


def _write_for_ever(root):
    engine = TantivyEngine(root)
    number = 1000
    while True:
        engine.write([simple(number + one, title="Cantine") for one in range(20)], [])
        number += 20


@pytest.mark.parametrize("after", [0.05, 0.2, 0.4])
def test_a_writer_that_is_killed_leaves_a_good_index(engine, root, after):
    victim = multiprocessing.get_context("fork").Process(target=_write_for_ever, args=(root,))
    victim.start()
    time.sleep(after)
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    fresh = TantivyEngine(root)
    before = total(fresh)
    assert (before - 2) % 20 == 0  # a batch is all there or not at all
    fresh.write([simple(3, title="Gare")], [])
    assert total(fresh) == before + 1


def test_reading_goes_on_during_rebuilds(engine):
    stop, seen = threading.Event(), []

    def read():
        while not stop.is_set():
            seen.append(total(engine))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(10):
            engine.rebuild([simple(1, title="Cantine"), simple(2, title="Piscine")])
    finally:
        stop.set()
        reader.join()
    assert set(seen) == {2}


def test_a_forked_process_opens_its_own(engine):
    assert total(engine) == 2
    engine.write([simple(3, title="Gare")], [])
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    child = context.Process(target=lambda: there.send(total(engine)))
    child.start()
    assert here.poll(30)
    assert here.recv() == 3
    child.join()
