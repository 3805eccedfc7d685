"""A cache server that is lost is a cache that misses: pages are made anew, nothing fails.

Named by `CACHE_URL` (`config/settings/base.py`). The server is waited for a quarter of a second, then
left alone for a while.
"""

import functools
import logging
import pickle

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as TooSlow
from redis.retry import Retry

from .breaker import Breaker

logger = logging.getLogger(__name__)
TIMEOUT = 0.25  # seconds, to connect and for each answer
# What another version of the code kept, or half of it.
_UNREADABLE = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError)


class CacheLost(Exception):
    pass


@functools.cache
def _breaker(servers: tuple[str, ...]) -> Breaker:
    """One for the process: each thread has a client of its own, and a thread may live for one request."""
    return Breaker(CacheLost)


def _missing(name: str, missed):
    """The client's method of that name; what it answers when the server does not. `missed` gets its arguments."""
    method = getattr(RedisCacheClient, name)

    def call(self, *args):
        try:
            self.breaker.enter()
        except CacheLost:
            return missed(*args)
        try:
            answer = method(self, *args)
        except (Disconnected, TooSlow, OSError) as error:
            logger.warning("cache: %s", error)
            self.breaker.failed(str(error))
            return missed(*args)
        except RedisError as error:
            # It answers, and refuses: full, read-only, still loading.
            logger.warning("cache: %s", error)
            answer = missed(*args)
        except _UNREADABLE:
            answer = missed(*args)
        self.breaker.succeeded()
        return answer

    return call


def _no_such_key(key, delta):
    """As when the key ran out: callers begin anew."""
    raise ValueError(f"Key {key!r} not found.")


class MissingClient(RedisCacheClient):
    def __init__(self, servers, **options):
        waits = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        # redis-py's own retries would multiply the wait.
        super().__init__(servers, **{**waits, "retry": Retry(NoBackoff(), 0), **options})
        self.breaker = _breaker(tuple(servers))

    add = _missing("add", lambda key, value, timeout: True)
    get = _missing("get", lambda key, default: default)
    set = _missing("set", lambda key, value, timeout: None)
    touch = _missing("touch", lambda key, timeout: False)
    delete = _missing("delete", lambda key: False)
    get_many = _missing("get_many", lambda keys: {})
    has_key = _missing("has_key", lambda key: False)
    incr = _missing("incr", _no_such_key)
    set_many = _missing("set_many", lambda data, timeout: None)
    delete_many = _missing("delete_many", lambda keys: None)
    clear = _missing("clear", lambda: False)

    def ping(self) -> bool:
        """Whether the server answers now, for those who watch."""
        try:
            return bool(self.get_client(write=True).ping())
        except (RedisError, OSError):
            return False


class SharedCache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = MissingClient

    def answers(self) -> bool:
        return self._cache.ping()
