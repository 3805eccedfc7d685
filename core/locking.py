"""One process at a time, over all that share a database: the second says that it waits."""

import contextlib
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from filelock import FileLock, Timeout

# Of PostgreSQL's advisory locks, which are numbers: « essaim ».
_NUMBER = 0x65737361696D
WAITS = "Un autre démarrage prépare déjà cette base : celui-ci attend qu’il ait fini."


@contextlib.contextmanager
def alone(say: Callable[[str], object]) -> Iterator[None]:
    """say: called with `WAITS` when somebody else is at it. May be nested in one process."""
    if connection.vendor == "postgresql":
        with _advisory_lock(say):
            yield
        return
    lock = FileLock(settings.VAR_DIR / "prepare.lock", is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(WAITS)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _advisory_lock(say: Callable[[str], object]) -> Iterator[None]:
    """Given back by the server, too, when this process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_NUMBER])
        if not cursor.fetchone()[0]:
            say(WAITS)
            cursor.execute("SELECT pg_advisory_lock(%s)", [_NUMBER])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_NUMBER])
