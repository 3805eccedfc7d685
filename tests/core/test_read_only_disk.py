"""A database on a disk that takes no writing any more is read all the same."""

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from core.sqlite.base import DatabaseWrapper

NOBODY = 65534


@pytest.fixture
def frozen():
    """A database in WAL mode, closed, in a folder where nobody may write."""
    folder = Path(tempfile.mkdtemp())
    connection = sqlite3.connect(folder / "essaim.sqlite3")
    connection.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE t (x); INSERT INTO t VALUES (47)"
    )
    connection.close()
    (folder / "essaim.sqlite3").chmod(0o444)
    folder.chmod(0o555)
    yield folder / "essaim.sqlite3"
    folder.chmod(0o755)
    shutil.rmtree(folder)


def _read(file: Path) -> int:
    wrapper = DatabaseWrapper(
        {
            "NAME": str(file),
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL"},
            **dict.fromkeys(("CONN_MAX_AGE", "AUTOCOMMIT", "ATOMIC_REQUESTS"), 0),
            "CONN_HEALTH_CHECKS": False,
            "TIME_ZONE": None,
        }
    )
    wrapper.connection = wrapper.get_new_connection(wrapper.get_connection_params())
    return wrapper.connection.execute("SELECT x FROM t").fetchone()[0]


def test_it_is_read(frozen):
    # In a child that is nobody: an administrator writes wherever it likes.
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setuid(NOBODY)
            os._exit(_read(frozen))
        except BaseException:  # noqa: BLE001 - the child must not go on as a second pytest
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 47


def test_a_database_with_unfinished_business_is_not_taken_for_a_whole_one(frozen):
    frozen.parent.chmod(0o755)
    Path(f"{frozen}-wal").write_bytes(b"x")
    Path(f"{frozen}-wal").chmod(0o444)
    frozen.parent.chmod(0o555)
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setuid(NOBODY)
            _read(frozen)
            os._exit(0)
        except sqlite3.OperationalError:
            os._exit(3)
        except BaseException:  # noqa: BLE001 - the child must not go on as a second pytest
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
