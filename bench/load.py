"""Traffic of many kinds to a server on the loopback address, and what it does to the server's processes."""

import http.client
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.management import CommandError

from bench.ports import free_port
from bench.sending import Sender

WORDS = (
    "eau", "numérique", "cybersécurité", "wifi", "élus", "donnees", "parking", "école", "IA", "médiation", "budget",
)  # fmt: skip
NO_PATH = r"\b\B"  # an expression that finds nothing
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
STARTS_WITHIN = 60  # seconds
PATIENCE = 30  # seconds, of a visitor
SENT = 0.2  # of the requests


@dataclass
class Answers:
    statuses: Counter = field(default_factory=Counter)
    broken: Counter = field(default_factory=Counter)  # no answer at all: the exception's name
    times: list[float] = field(default_factory=list)  # seconds
    failed: Counter = field(default_factory=Counter)  # (status, 500 and more; path; what it said)

    def errors(self, may_lack: str = NO_PATH) -> int:
        """No answer, or one of a server's error; but not a 503 of paths that `may_lack`, an expression, finds."""
        return sum(self.broken.values()) + sum(
            count
            for (status, path, _), count in self.failed.items()
            if status != 503 or not re.search(may_lack, path)
        )

    def __str__(self):
        ordered = sorted(self.times) or [0.0]
        p95 = ordered[int(len(ordered) * 0.95)]
        said = ", ".join(f"{status} : {count}" for status, count in sorted(self.statuses.items()))
        broken = f", sans réponse : {dict(self.broken)}" if self.broken else ""
        return (
            f"{len(self.times)} réponses ({said}{broken}), p50 {statistics.median(ordered) * 1000:.0f} ms, "
            f"p95 {p95 * 1000:.0f} ms"
            + "".join(
                f"\n    {count} × {status} {path} {title}"
                for (status, path, title), count in self.failed.most_common(3)
            )
        )


def production(**more: str) -> dict[str, str]:
    """Environment of a process that serves this instance, or a copy that `more` names."""
    own = {"HTTPS": "0", "DEBUG": "0", "ENV_FILE": os.devnull, "SERVE_MEDIA": "1"}
    return os.environ | own | {"SECRET_KEY": settings.SECRET_KEY} | more


def manage(*arguments: str, **more: str) -> None:
    """A command on the instance of that environment. Raises CommandError with what it said when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    run = subprocess.run(
        command, cwd=settings.BASE_DIR, env=production(**more), capture_output=True, text=True
    )
    if run.returncode:
        raise CommandError(f"{arguments[0]} : {run.stdout[-1000:]}{run.stderr[-2000:]}")


class Server:
    """gunicorn as production runs it, two workers, with the settings of this process."""

    def __init__(self, **more: str):
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
        self._server = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=production(BASE_URL=self.address, **more),
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self):
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and self._server.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/health/", timeout=5).close()  # noqa: S310
            except urllib.error.HTTPError:
                return self  # it says what it lacks
            except OSError:
                time.sleep(0.2)
            else:
                return self
        self._server.kill()
        raise RuntimeError("gunicorn did not start")

    def __exit__(self, *failure):
        self._server.send_signal(signal.SIGTERM)
        self._server.wait(30)

    def memory(self) -> list[int]:
        """Megabytes that each worker holds."""
        children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children")
        found = []
        for pid in children.read_text().split():
            held = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
            found.append(int(held[1]) // 1024)
        return sorted(found)


def addresses(server: Server) -> list[str]:
    """Paths of every page, and of what lies beside pages."""
    with urllib.request.urlopen(f"{server.address}/sitemap.xml", timeout=30) as answer:  # noqa: S310
        listed = re.findall(r"<loc>(.*?)</loc>", answer.read().decode(errors="replace"))
    paths = [urlsplit(one).path for one in listed]
    dates = [path.rstrip("/") for path in paths if re.fullmatch(r"/agenda/[^/]+/", path)]
    return [
        *paths,
        *(f"{path}.ics" for path in dates[:20]),
        *("/agenda/dates.atom", "/agenda/calendrier.ics", "/projets/fiches.atom", "/robots.txt"),
    ]


def chosen(paths: list[str], dice: random.Random) -> str:
    """One of three is a search or a suggestion, in words that are seldom the same."""
    word = quote(f"{dice.choice(WORDS)} {dice.choice(WORDS)} {dice.randrange(200)}")
    match dice.randrange(9):
        case 0:
            return f"/projets/?q={word}"
        case 1:
            return f"/recherche/suggestions?q={quote(dice.choice(WORDS)[:3])}{dice.randrange(50)}"
        case 2:
            return (
                f"/projets/?territoire={dice.choice(('47031', '33063', '35238', '23096', '97411'))}"
            )
        case 3:
            return f"/agenda/?annee={dice.randrange(2015, 2028)}&q={quote(dice.choice(WORDS))}"
    return dice.choice(paths)


def traffic(
    server: Server,
    paths: list[str],
    *,
    connections: int,
    seconds: float = 0,
    requests: int = 0,
    form: str = "",
) -> Answers:
    """For that many seconds, or until that many answers. paths: those of `addresses`; form: path of one that is
    filled in and sent among them."""
    answers, lock = Answers(), threading.Lock()
    until = time.monotonic() + seconds if seconds else float("inf")
    left = [requests or sys.maxsize]

    def visit(seed: int) -> None:
        dice = random.Random(seed)
        connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=PATIENCE)
        sender = Sender(form, seed) if form else None
        while time.monotonic() < until:
            with lock:
                left[0] -= 1
                if left[0] < 0:
                    break
            began = time.monotonic()
            try:
                if sender and dice.random() < SENT:
                    path = form
                    answer, body = sender.next(connection)
                else:
                    path = chosen(paths, dice)
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    body = answer.read().decode(errors="replace")
                status, broken = answer.status, ""
                title = _TITLE.search(body)
                said = status, path.partition("?")[0], title[1] if title else body[:80]
                if status == 503 and not answer.headers["Retry-After"]:
                    status, broken = 0, "503 sans un mot"
            except (OSError, http.client.HTTPException) as error:
                status, broken = 0, type(error).__name__
                connection.close()
            with lock:
                answers.times.append(time.monotonic() - began)
                if broken:
                    answers.broken[broken] += 1
                else:
                    answers.statuses[status] += 1
                    if status >= 500:
                        answers.failed[said] += 1
        connection.close()

    visitors = [threading.Thread(target=visit, args=(number,)) for number in range(connections)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    return answers
