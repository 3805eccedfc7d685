"""How long engines may take in one request of a visitor, over all its calls."""

import time
from contextlib import contextmanager

from asgiref.local import Local
from django.core.signals import request_finished, request_started

_request = Local()


def _started(**kwargs):
    _request.spent = 0.0


def _finished(**kwargs):
    _request.spent = None


request_started.connect(_started, dispatch_uid="search.time_budget.started")
request_finished.connect(_finished, dispatch_uid="search.time_budget.finished")


def left(limit: float) -> float:
    """Seconds that a call may take: `limit`, less what this request of a visitor has spent already.

    A server that answers each of ten calls just in time would otherwise hold the page for ten times as long.
    """
    spent = getattr(_request, "spent", None)
    return limit if spent is None else max(0.0, limit - spent)


@contextmanager
def spending():
    """Counts the time inside against the request under way, if any."""
    start = time.monotonic()
    try:
        yield
    finally:
        if getattr(_request, "spent", None) is not None:
            _request.spent += time.monotonic() - start
