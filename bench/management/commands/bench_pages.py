"""What a warm page costs on the demo content: SQL statements, CPU, time, bytes.

Pages are made anew each time (an address of its own passes by the page cache), then once more as a visitor
gets them, from the cache. Statements are counted in this process; CPU is read from two gunicorn workers with
DEBUG off, as the sum of their user and system time over the requests.

Last, how a page from the cache compares with a bare Django view that sends as much: the same server, the
same number of workers. Requests per second are what two workers give that have a core each.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.limits import QUERIES
from catalogue.models import ProjectPage

REQUESTS = 300
WARM_UP = 40
MANY = 3000  # requests, where each takes less than a tick of the CPU's clock
WORKERS = 2
SITE, BARE = "config.wsgi", "bench.bare_view"
LEAST_OF_BARE = 0.6
# Page -> SQL queries and milliseconds of CPU at most. CPU is that of one core of a small server: it is read, not asserted.
LIMITS = {
    "accueil": (QUERIES["home"], 17.6),
    "catalogue": (QUERIES["catalogue"], 8.7),
    "recherche": (QUERIES["catalogue"], 8.2),
    "territoire": (QUERIES["catalogue"], None),
    "fiche": (QUERIES["sheet"], 12),
    "collectivité": (QUERIES["authority"], None),
    "organisation": (QUERIES["organisation"], None),
}


class Command(BaseCommand):
    help = "Mesure les pages publiques sur le contenu de démonstration (gunicorn, 2 ouvriers)."

    def handle(self, *args, **options):
        sheet = ProjectPage.objects.live().order_by("pk").first()
        if sheet is None:
            raise CommandError("Aucune fiche : lancez d’abord « manage.py demo --no-serve ».")
        pages = {
            "accueil": "/",
            "catalogue": "/projets/",
            "recherche": "/projets/?q=%C3%A9clairage+public&nature=projet&tri=date",
            "territoire": "/projets/?territoire=47031",
            "fiche": sheet.relative_url(None),
            "collectivité": "/territoires/200046977/",
            "organisation": "/organisations/banque-des-territoires/",
        }
        self.stdout.write(
            f"{'page':<13}{'SQL':>6}{'répétée':>9}{'CPU ms':>9}{'p50':>8}{'p95':>8}{'ko':>7}{'en cache':>10}"
        )
        with _Server() as server:
            for name, path in pages.items():
                statements, repeated = _statements(path)
                cpu, times, size = server.measure(path, fresh=True)
                cached, _, _ = server.measure(path)
                sql_limit, cpu_limit = LIMITS[name]
                self.stdout.write(
                    f"{name:<13}{statements:>6}{repeated:>9}{cpu:>9.1f}"
                    f"{statistics.median(times):>8.1f}{statistics.quantiles(times, n=20)[18]:>8.1f}"
                    f"{size / 1000:>7.1f}{cached:>10.1f}   au plus {sql_limit} SQL"
                    + (f", {cpu_limit} ms" if cpu_limit else "")
                )
            kept = {name: server.measure(pages[name], many=True) for name in ("accueil", "fiche")}
        for name, measured in kept.items():
            self._compare(name, measured)

    def _compare(self, name: str, measured: tuple[float, list[float], int]) -> None:
        cpu, _, size = measured
        with _Server(BARE, BARE_SIZE=str(size)) as server:
            bare, _, _ = server.measure("/", many=True)
        self.stdout.write(
            f"{name} en cache : {1000 * WORKERS / cpu:.0f} requêtes/s, {cpu:.2f} ms de CPU ; vue Django nue de "
            f"{size / 1000:.0f} ko : {1000 * WORKERS / bare:.0f}, {bare:.2f} ms ; rapport {bare / cpu:.2f} "
            f"(au moins {LEAST_OF_BARE})"
        )


def _own(path: str, number: int) -> str:
    """An address that the page cache has not seen; an unknown parameter changes nothing else."""
    return f"{path}{'&' if '?' in path else '?'}mesure={number}"


def _statements(path: str) -> tuple[int, int]:
    """(statements of a warm page, worst repeat of one statement)."""
    client = Client(HTTP_HOST="127.0.0.1")
    for number in range(3):
        client.get(_own(path, number))
    with CaptureQueriesContext(connection) as captured:
        response = client.get(_own(path, 3))
    if response.status_code != 200:
        raise CommandError(f"{path} a répondu {response.status_code}")
    counts = Counter(re.sub(r"\d+", "N", query["sql"]) for query in captured.captured_queries)
    return len(captured.captured_queries), max(counts.values(), default=0)


class _Server:
    """Two gunicorn workers on a free port, DEBUG off."""

    def __init__(self, application: str = SITE, **environment: str):
        self.application = application
        self.environment = environment

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = os.environ | {
            "DEBUG": "0",
            "HTTPS": "0",
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(settings.VAR_DIR),
            **self.environment,
        }
        run = {"env": environment, "cwd": settings.BASE_DIR}
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run(collect, check=True, **run)
        serve = [sys.executable, "-m", "gunicorn", self.application, "--log-level=critical"]
        self.process = subprocess.Popen(
            [*serve, f"--workers={WORKERS}", f"--bind=127.0.0.1:{self.port}"], **run
        )
        for _ in range(100):
            try:
                self._get("/health/", {})
                return self
            except OSError:
                time.sleep(0.1)
        raise CommandError("gunicorn n’a pas démarré")

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait()

    def measure(
        self, path: str, *, fresh: bool = False, many: bool = False
    ) -> tuple[float, list[float], int]:
        """(CPU in ms per request, times in ms, bytes of the answer).

        fresh: past the cache; many: as browsers ask, often enough to measure a page from the cache.
        """
        requests = MANY if many else REQUESTS
        headers = {"Accept-Encoding": "gzip"} if many else {}
        for number in range(WARM_UP):
            self._get(_own(path, -number) if fresh else path, headers)
        before, times, size = self._cpu(), [], 0
        for number in range(requests):
            address = _own(path, number) if fresh else path
            start = time.perf_counter()
            size = len(self._get(address, headers))
            times.append((time.perf_counter() - start) * 1000)
        return (self._cpu() - before) * 1000 / requests, times, size

    def _get(self, path: str, headers: dict[str, str]) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status >= 400 and path != "/health/":
            raise CommandError(f"{path} a répondu {answer.status}")
        return body

    def _cpu(self) -> float:
        """Seconds of CPU of the workers so far (Linux)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        ticks = 0
        for pid in children.split():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")
