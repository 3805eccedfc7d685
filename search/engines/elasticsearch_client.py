"""Calls to Elasticsearch. The only module that imports its libraries: the rest of the search takes
the names of the query language from here.

A call is tried for `TRY` seconds at a time and `IN_ALL` seconds in all, on one address after the other; after
that the server is left alone for a while (`Breaker`).
"""

import logging
import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import TypeVar

import urllib3
from elastic_transport import Urllib3HttpNode
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    Elasticsearch,
    NotFoundError,
    TransportError,
    UnsupportedProductError,
)
from elasticsearch.helpers import scan, streaming_bulk
from elasticsearch_dsl import Q, Search

from core.breaker import Breaker
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch_address import ServerAddress
from search.engines.time_budget import left, spending

__all__ = ["NO_INDEX", "Q", "Search", "Server", "scan", "streaming_bulk"]

logger = logging.getLogger(__name__)
# Says at each retry what `Server.call` says once, with a traceback.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)

TRY = 0.5  # seconds
IN_ALL = 1.8
MAX_TRIES = 2  # of each address
PAUSE = 0.1  # before the same address is tried again
PATIENT = 20.0  # seconds a call, for rebuilds and comparisons
SHORTEST = 0.02
NO_INDEX = "no index of this version is in service"
BUSY = frozenset({429, 502, 503, 504})

Result = TypeVar("Result")


class _Node(Urllib3HttpNode):
    """Its limit holds for connecting and answering together, not for each."""

    def perform_request(self, method, target, body=None, headers=None, request_timeout=TRY):
        # Handed on to urllib3 as it is.
        total = urllib3.Timeout(total=request_timeout)
        return super().perform_request(method, target, body, headers, request_timeout=total)  # type: ignore[arg-type]


class Server:
    def __init__(self, address: ServerAddress):
        self.address = address
        self.breaker = Breaker(EngineUnavailable)
        self._client: Elasticsearch | None = None
        self._pid = 0

    def client(self) -> Elasticsearch:
        """One per process: connections do not survive a fork."""
        if self._client is None or self._pid != os.getpid():
            address = self.address
            options: dict = {}
            if address.api_key:
                options["api_key"] = address.api_key
            if address.account:
                options["basic_auth"] = address.account
            if address.ca_certs:
                options["ca_certs"] = address.ca_certs
            self._client = Elasticsearch(
                list(address.hosts), node_class=_Node, max_retries=0, request_timeout=TRY, **options
            )
            self._pid = os.getpid()
        return self._client

    def call(self, action: Callable[[Elasticsearch], Result], *, extra: float = 0.0) -> Result:
        """What `action` returns. Raises EngineUnavailable, within `IN_ALL` + `extra` seconds.

        extra: seconds granted beyond the usual, for what grows with its input.
        """
        is_probe = self.breaker.enter()
        limit = left(TRY if is_probe else IN_ALL) + extra
        tries = 1 if is_probe else MAX_TRIES * len(self.address.hosts)
        try:
            with spending():
                result = self._tried(action, limit, tries, TRY + extra)
        except ServerSilent as error:
            self.breaker.failed(str(error))
            logger.error("search server gives no answer: %s", error)
            raise
        except EngineUnavailable:
            self.breaker.succeeded()  # it answers, if not as we should like
            raise
        self.breaker.succeeded()
        return result

    def _tried(self, action, limit: float, tries: int, longest: float):
        end = time.monotonic() + limit
        silent = None
        for attempt in range(tries):
            if attempt and attempt % len(self.address.hosts) == 0:
                time.sleep(PAUSE)
            remaining = end - time.monotonic()
            if remaining < SHORTEST:
                break
            try:
                with translated():
                    return action(self.client().options(request_timeout=min(longest, remaining)))
            except ServerSilent as error:
                silent = error
        if silent is None:
            raise EngineUnavailable("the server answers too slowly for all that this page asks")
        raise silent

    def close(self) -> None:
        """The next call opens connections again."""
        if self._client is not None and self._pid == os.getpid():
            self._client.close()
        self._client = None

    def patiently(self) -> Elasticsearch:
        """For what may take long; inside `translated()`."""
        return self.client().options(request_timeout=PATIENT, max_retries=2, retry_on_timeout=True)


class ServerSilent(EngineUnavailable):
    """Not there, too slow, or too busy: another try, or another address, may do better."""


@contextmanager
def translated():
    """The library's exceptions as ours, in words that an administrator understands."""
    try:
        yield
    except NotFoundError as error:
        raise EngineUnavailable(NO_INDEX) from error
    except AuthenticationException as error:
        raise EngineUnavailable("the server refuses our API key or account (401)") from error
    except AuthorizationException as error:
        raise EngineUnavailable("our API key or account may not do this (403)") from error
    except UnsupportedProductError as error:
        raise EngineUnavailable("what answers there is no Elasticsearch") from error
    except ApiError as error:
        if error.status_code in BUSY:
            raise ServerSilent(f"the server is busy ({error.status_code})") from error
        logger.exception("Elasticsearch refused a request")
        raise EngineUnavailable(f"the server refused a request: {error}") from error
    except TransportError as error:
        raise ServerSilent(f"{type(error).__name__}: {error.message}") from error
