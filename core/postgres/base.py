"""Django's PostgreSQL, which nobody who asked for a page waits for without end.

A server that hangs keeps its connections open: neither libpq's own limits nor `statement_timeout`, which the server
itself would have to apply, ever end the wait. What runs outside of a page (an import, a rebuild) waits as long as it
takes.
"""

import functools
import threading

from django.core.signals import request_finished, request_started
from django.db.backends.postgresql import base
from django.db.utils import OperationalError
from psycopg.errors import ConnectionTimeout

from core.breaker import Breaker

ANSWERS_WITHIN = (
    20.0  # seconds for one statement, as SQLite waits for its turn (config/settings/database.py)
)
# Each try of a server that hangs takes a thread three seconds (connect_timeout); one that is gone refuses at once.
_breaker = Breaker(OperationalError, longest_pause=5.0)
_thread = threading.local()


def _page_begins(**kwargs) -> None:
    _thread.answers_within = ANSWERS_WITHIN


def _page_ends(**kwargs) -> None:
    _thread.answers_within = None


request_started.connect(_page_begins)
request_finished.connect(_page_ends)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        _breaker.enter()
        try:
            connection = super().get_new_connection(conn_params)
        except ConnectionTimeout as error:
            _breaker.failed(str(error))
            raise
        except Exception:
            # It refuses, or misses something: that is told at once, and may be asked again.
            _breaker.succeeded()
            raise
        _breaker.succeeded()
        connection.wait = functools.partial(_wait, connection)
        return connection


def _wait(connection, steps, **options):
    """psycopg's own, on which every statement waits for its answer."""
    within = getattr(_thread, "answers_within", None)
    try:
        return type(connection).wait(connection, steps, **({"timeout": within} | options))
    except base.Database.errors._WaitTimeout:
        # What comes next on it would be the answer to this one.
        connection.pgconn.finish()
        raise
