"""One request to one address that was checked: bounded in time and in size, whatever the server does.

It follows nothing, sends no cookie of its own, and keeps no connection.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException

import certifi
import urllib3
from django.conf import settings
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection

from .addresses import Address, Failure
from .reach import Network
from .verdicts import Verdict

# What a server's certificate lacks when it forgot the one between: browsers find it elsewhere (X509_V_ERR_*).
_INCOMPLETE_CHAIN = frozenset({2, 20, 21})
NAME = "EssaimLinkCheck"  # by which a robots.txt may speak of it


def agent() -> str:
    return f"{NAME}/1.0 (+{settings.BASE_URL})"


@dataclass(frozen=True, slots=True)
class Bounds:
    connect: float = 4.0  # seconds, to each address of a name
    silence: float = 6.0  # seconds between two bytes
    whole: float = 10.0  # seconds of one request
    check: float = 40.0  # seconds of all requests of one address, pauses included
    size: int = 100_000  # bytes that are read of a page
    robots: int = 512_000  # of a robots.txt (RFC 9309)
    between: float = 2.0  # seconds between two requests to one host


@dataclass(frozen=True, slots=True)
class Reply:
    address: Address
    status: int
    headers: Mapping[str, str]  # names in any case
    body: bytes = b""
    cookies: tuple[str, ...] = field(default=())  # "name=value"


@dataclass(frozen=True, slots=True)
class Fetcher:
    network: Network
    bounds: Bounds
    tls: ssl.SSLContext | None = None  # None: what browsers trust

    def fetch(
        self,
        method: str,
        address: Address,
        ends: float,
        *,
        size: int | None = None,
        cookies: str = "",
    ) -> Reply:
        """Raises Failure. ends: of the whole check, in `time.monotonic`. size: bytes of the body that are read; None:
        those of a page."""
        ends = min(ends, time.monotonic() + self.bounds.whole)
        size = self.bounds.size if size is None else size
        failure = _too_late()
        for ip, port in self.network.ends(address.host, address.port):
            if time.monotonic() >= ends:
                break
            try:
                return self._ask(method, address, ip, port, ends, size, cookies)
            except exceptions.NewConnectionError:
                failure = Failure(Verdict.SILENT, "connexion refusée")
            except exceptions.ConnectTimeoutError:
                failure = _too_late()
        raise failure

    def _ask(self, method, address, ip, port, ends, size, cookies) -> Reply:
        headers = {
            "Host": address.netloc,
            "User-Agent": agent(),
            "Accept": "text/html,*/*;q=0.8",
            "Accept-Language": "fr,en;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        } | ({"Cookie": cookies} if cookies else {})
        with self._pool(address, ip, port, ends) as pool, _Watch(ends) as watch:
            try:
                response = pool.urlopen(
                    method,
                    address.target,
                    headers=headers,
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    decode_content=False,
                    assert_same_host=False,
                )
                try:
                    body = response.read(size) if method == "GET" else b""
                finally:
                    # What was not read is not waited for.
                    response.close()
            except exceptions.ConnectTimeoutError:  # refused, or nobody: another address may answer
                raise
            except (exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
                raise _failure(error, watch.has_cut) from None
        if watch.has_cut:  # what looks like the end of a head or of a page
            raise _failure(None, True)
        cookies_set = response.headers.getlist("Set-Cookie")
        return Reply(
            address,
            response.status,
            response.headers,
            body,
            tuple(one.partition(";")[0].strip() for one in cookies_set if "=" in one),
        )

    def _pool(
        self, address: Address, ip: str, port: int, ends: float
    ) -> urllib3.HTTPConnectionPool:
        left = max(ends - time.monotonic(), 0.001)
        timeout = urllib3.Timeout(connect=min(self.bounds.connect, left), read=self.bounds.silence)
        if address.scheme == "http":
            pool = urllib3.HTTPConnectionPool(ip, port, timeout=timeout, maxsize=1)
            pool.ConnectionCls = _Connection
            return pool
        secure = urllib3.HTTPSConnectionPool(
            ip,
            port,
            timeout=timeout,
            maxsize=1,
            ssl_context=self.tls or _trusted(),
            server_hostname=address.host,
        )
        secure.ConnectionCls = _SecureConnection
        return secure


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


# --- A server that sends a byte now and then is never silent for long: the whole has its own bound.


class _Watch:
    """with: connections that this thread opens are cut at that moment (`time.monotonic`)."""

    of_thread = threading.local()

    def __init__(self, ends: float):
        self.ends = ends
        self.has_cut = False
        self.timer: threading.Timer | None = None

    def __enter__(self) -> "_Watch":
        self.of_thread.current = self
        return self

    def __exit__(self, *error) -> None:
        self.of_thread.current = None
        if self.timer:
            self.timer.cancel()

    def over(self, sock: socket.socket) -> None:
        self.timer = threading.Timer(max(self.ends - time.monotonic(), 0), self._cut, [sock])
        self.timer.daemon = True
        self.timer.start()

    def _cut(self, sock: socket.socket) -> None:
        self.has_cut = True
        with contextlib.suppress(OSError):
            # Wakes up who reads, encrypted or not; who opened it closes it.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _Watched:
    def connect(self):
        super().connect()
        _Watch.of_thread.current.over(self.sock)


class _Connection(_Watched, HTTPConnection):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    pass


def _failure(error: Exception | None, is_cut: bool) -> Failure:
    if is_cut or isinstance(error, exceptions.TimeoutError):
        return _too_late()
    if isinstance(error, exceptions.SSLError):
        return _of_certificate(error)
    if isinstance(error, exceptions.ProtocolError):
        cause = error.args[-1]
        if isinstance(cause, OSError):  # http.client's RemoteDisconnected is one
            return Failure(Verdict.SILENT, "connexion coupée")
    return Failure(Verdict.GARBLED)


def _too_late() -> Failure:
    return Failure(Verdict.SILENT, "délai dépassé")


def _of_certificate(error: Exception) -> Failure:
    cause = error.args[0] if error.args else None
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return Failure(Verdict.UNSURE, "connexion chiffrée refusée")
    if cause.verify_code in _INCOMPLETE_CHAIN:
        return Failure(Verdict.UNSURE, "certificat incomplet")
    return Failure(Verdict.CERTIFICATE)
