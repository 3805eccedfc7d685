"""A local web of names that answer well, stall, loop and lie: what checking links is measured and tested against.

A name says how it behaves: « stall-7.example » is the seventh that says nothing. All that may be asked live on one
loopback address of their own; a trap listens where nothing may ever be asked.
"""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Callable

from links.reach import Network, is_public
from links.verdicts import Verdict

HERE = (
    "127.0.0.9"  # where names of this web live; any other loopback address is as forbidden as it is
)
TRAP = "127.0.0.10"
PAGE = b"<!doctype html><html><title>Le projet de Baugy</title><h1>Le projet</h1></html>"
LOST = b"<!doctype html><html><title>Page introuvable - Ville</title><h1>D\xc3\xa9sol\xc3\xa9</h1></html>"

# How a name behaves -> what a check of any page of it must say.
RIGHT = {
    "works": Verdict.WORKS,
    "file": Verdict.WORKS,  # a PDF: HEAD is enough
    "nohead": Verdict.WORKS,  # 405 to HEAD
    "lies": Verdict.WORKS,  # 404 to HEAD
    "cutshead": Verdict.WORKS,
    "stallshead": Verdict.WORKS,
    "stallsrobots": Verdict.WORKS,
    "endlessbody": Verdict.WORKS,  # a page without end, sent fast
    "cookie": Verdict.WORKS,  # sends back to itself until its cookie comes back
    "fornow": Verdict.WORKS,
    "forgood": Verdict.MOVED,
    "missing": Verdict.MISSING,
    "gone": Verdict.MISSING,
    "headonly": Verdict.MISSING,  # 200 to HEAD, 404 to GET
    "soft": Verdict.EMPTY,
    "home": Verdict.EMPTY,
    "error": Verdict.ERROR,
    "closed": Verdict.UNSURE,  # 403
    "busy": Verdict.UNSURE,  # 429
    "robots": Verdict.ROBOTS,
    "torobots": Verdict.ROBOTS,  # a redirect to one
    "stall": Verdict.SILENT,
    "drip": Verdict.SILENT,  # a byte of its head now and then, for ever
    "dripbody": Verdict.SILENT,
    "cut": Verdict.SILENT,
    "refused": Verdict.SILENT,
    "loop": Verdict.LOOP,
    "endless": Verdict.LOOP,  # always one address further
    "garbage": Verdict.GARBLED,
    "endlesshead": Verdict.GARBLED,
    "noname": Verdict.NO_NAME,
    "inside": Verdict.FORBIDDEN,  # resolves to a private network
    "mixed": Verdict.FORBIDDEN,  # resolves to both
    "rebinds": Verdict.FORBIDDEN,  # to this web once, inside ever after
    "toinside": Verdict.FORBIDDEN,  # redirects there by its number
    "tonameinside": Verdict.FORBIDDEN,
    "tofile": Verdict.MALFORMED,  # file:///etc/passwd
    "toport": Verdict.MALFORMED,  # redirects to a port of mail
}
INSIDE = (
    *("10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", TRAP, "169.254.169.254", "0.0.0.0"),  # noqa: S104
    *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "fec0::1"),
    *("::ffff:127.0.0.10", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "::7f00:a"),
    *("2001:db8::1", "ff02::1", "2001:0:a00:1::"),
)


class StubbornWeb:
    """with: it runs. `network` is what a checker is given; asked: requests by name and method; trapped: connections to
    the trap, of which there must be none."""

    def __init__(self, drip: float = 0.05):
        self.asked: Counter[tuple[str, str]] = Counter()
        self.trapped = 0
        self.network = Network(self._look_up, self._may_ask)
        self._drip_seconds = drip
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "StubbornWeb":
        self._thread.start()
        self._server, self.port = self._run(self._listen(HERE, self._answer))
        self._trap, self.trap_port = self._run(self._listen(TRAP, self._spring))
        with socket.socket() as free:
            free.bind((HERE, 0))
            self._closed_port = free.getsockname()[1]
        return self

    def __exit__(self, *error) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self, host: str, handler: Callable):
        server = await asyncio.start_server(handler, host, 0, backlog=1000)
        return server, server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        self._trap.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # transports that were cut are closed by then

    def _may_ask(self, address: str) -> bool:
        return address == HERE or is_public(address)

    def _look_up(self, host: str, port: int) -> list[tuple[str, int]]:
        here, inside = (HERE, self.port), (TRAP, self.trap_port)
        behaviour, _, number = host.partition(".")[0].partition("-")
        if not host.endswith(".example"):  # an address written as a number
            found = socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)
            return [(str(end[0]), self.trap_port) for *_, end in found]
        if behaviour == "noname":
            raise OSError("no such name")
        if behaviour == "refused":
            return [(HERE, self._closed_port)]
        if behaviour == "inside":
            return [(INSIDE[int(number) % len(INSIDE)], self.trap_port)]
        if behaviour == "mixed":
            return [here, inside]
        if behaviour == "rebinds":
            with self._lock:
                self._seen[host] += 1
                return [here] if self._seen[host] == 1 else [inside]
        return [here]

    async def _spring(self, reader, writer) -> None:
        self.trapped += 1
        writer.close()

    async def _answer(self, reader, writer) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            method, target, _ = first.split(" ")
            headers = dict(line.lower().split(": ", 1) for line in lines if line)
            host = headers["host"].partition(":")[0]
            self.asked[host, method] += 1
            await self._behave(writer, host, method, target, headers)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:  # also when the web ends in the middle of what it would never end
            writer.transport.abort()

    async def _behave(self, writer, host: str, method: str, target: str, headers: dict) -> None:
        behaviour, _, number = host.partition(".")[0].partition("-")
        if target == "/robots.txt":
            if behaviour == "stallsrobots":
                await asyncio.sleep(3600)
            rules = b"User-agent: *\nDisallow: /*page\n"
            _send(writer, *((200, rules, "text/plain") if behaviour == "robots" else (404, b"")))
            return
        act = getattr(self, f"do_{behaviour}", None)
        if act:
            await act(writer, method, target, headers)
            return
        other = f"works-{number}.example"
        locations = {
            "fornow": (302, f"http://{other}/ailleurs"),
            "forgood": (301, f"http://{other}/ailleurs"),
            "torobots": (302, f"http://robots-{number}.example/page"),
            "home": (302, "/"),
            "loop": (302, target),
            "toinside": (302, f"http://{TRAP}:8080/"),
            "tonameinside": (301, f"http://inside-{number}.example/"),
            "tofile": (302, "file:///etc/passwd"),
            "toport": (302, f"http://{other}:25/"),
        }
        if behaviour in locations and target != "/":
            status, where = locations[behaviour]
            _send(writer, status, b"", location=where)
            return
        answers = {
            "missing": (404, PAGE),
            "gone": (410, PAGE),
            "soft": (200, LOST),
            "error": (500, PAGE),
            "closed": (403, PAGE),
            "busy": (429, PAGE),
            "file": (200, b"%PDF-", "application/pdf"),
        }
        status, body, *kind = answers.get(behaviour, (200, PAGE))
        _send(writer, status, b"" if method == "HEAD" else body, *kind)

    async def do_nohead(self, writer, method, target, headers) -> None:
        _send(writer, *((405, b"") if method == "HEAD" else (200, PAGE)))

    async def do_lies(self, writer, method, target, headers) -> None:
        _send(writer, *((404, b"") if method == "HEAD" else (200, PAGE)))

    async def do_headonly(self, writer, method, target, headers) -> None:
        _send(writer, *((200, b"") if method == "HEAD" else (404, PAGE)))

    async def do_cutshead(self, writer, method, target, headers) -> None:
        if method != "HEAD":
            _send(writer, 200, PAGE)

    async def do_cut(self, writer, method, target, headers) -> None:
        return

    async def do_stall(self, writer, method, target, headers) -> None:
        await asyncio.sleep(3600)

    async def do_stallshead(self, writer, method, target, headers) -> None:
        if method == "HEAD":
            await asyncio.sleep(3600)
        _send(writer, 200, PAGE)

    async def do_drip(self, writer, method, target, headers) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        await self._for_ever(writer, b"a")

    async def do_dripbody(self, writer, method, target, headers) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        await self._for_ever(writer, b"a")

    async def _for_ever(self, writer, what: bytes) -> None:
        while True:
            writer.write(what)
            await writer.drain()
            await asyncio.sleep(self._drip_seconds)

    async def do_endlessbody(self, writer, method, target, headers) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while method == "GET":
            writer.write(PAGE * 1000)
            await writer.drain()

    async def do_endlesshead(self, writer, method, target, headers) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-More: more\r\n" * 1000)
            await writer.drain()

    async def do_garbage(self, writer, method, target, headers) -> None:
        writer.write(bytes(range(256)) + b"\r\n\r\n")

    async def do_cookie(self, writer, method, target, headers) -> None:
        if "vu=1" in headers.get("cookie", ""):
            _send(writer, 200, PAGE)
        else:
            _send(writer, 302, b"", location=target, cookie="vu=1; Path=/")

    async def do_endless(self, writer, method, target, headers) -> None:
        _send(writer, 302, b"", location=f"{target}x")


def _send(
    writer, status: int, body: bytes, kind: str = "text/html", location: str = "", cookie: str = ""
) -> None:
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nConnection: close\r\n"
    head += f"Location: {location}\r\n" if location else ""
    head += f"Set-Cookie: {cookie}\r\n" if cookie else ""
    writer.write(head.encode() + b"\r\n" + body)
