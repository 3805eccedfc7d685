"""The real product, started as its operator starts it: its commands, then gunicorn, DEBUG off.

`Prepared` runs `manage.py demo --no-serve` once into a folder of its own; `copy` gives instances that start
from there, so that a test may edit, delete or kill without disturbing the others.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parent.parent
STARTS_WITHIN = 60  # seconds; two are usual


class Instance:
    """One installation: a folder for all that it writes, and a database when that is a server's."""

    def __init__(self, folder: Path, database_url: str):
        self.folder = folder
        self.database_url = database_url

    def environment(self, **more: str) -> dict[str, str]:
        """Of production, but for HTTPS: the loopback address has no certificate."""
        own = {
            "SECRET_KEY": "of-an-instance-that-only-tests-see-0123456789abcdefghijkl",
            "DEBUG": "0",
            "HTTPS": "0",
            "SERVE_MEDIA": "1",
            "VAR_DIR": str(self.folder),
            "PYTHONUNBUFFERED": "1",
        }
        if self.database_url:
            own["DATABASE_URL"] = self.database_url
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | own | more

    def manage(self, *arguments: str, **more: str) -> str:
        """Run a command; what it printed. Raises CalledProcessError, with that, when it fails."""
        try:
            return subprocess.run(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=self.environment(**more),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=True,
            ).stdout
        except subprocess.CalledProcessError as error:
            error.add_note(error.stdout[-4000:])
            raise

    def run(self, code: str, **more: str) -> str:
        """Run Python with Django set up, as `manage.py shell` would; what it printed."""
        return self.manage("shell", "--no-imports", "-v", "0", "-c", code, **more).strip()

    @contextlib.contextmanager
    def serve(self, **more: str):
        """Two workers of gunicorn on a free port. Yields the address, without a slash at its end."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        log = self.folder / "server.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "config.wsgi"),
                    *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "2"),
                ],
                cwd=ROOT,
                env=self.environment(BASE_URL=address, **more),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                _wait_for(f"{address}/health/", server, log)
                yield address
            finally:
                server.terminate()
                server.wait(20)


class Prepared(Instance):
    """The demo content, made by the product's own commands."""

    def __init__(self, folder: Path):
        self._server = os.environ.get("DATABASE_URL", "")
        self._databases: list[str] = []
        super().__init__(folder / "prepared", self._create_database("prepared"))
        self.folder.mkdir()
        self.printed = self.manage("demo", "--no-serve")
        self.manage("collectstatic", "--noinput", "-v", "0")

    def copy(self, name: str) -> Instance:
        folder = self.folder.parent / name
        shutil.copytree(self.folder, folder)
        return Instance(folder, self._create_database(name, like="prepared"))

    def close(self) -> None:
        for name in reversed(self._databases):
            self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _create_database(self, name: str, like: str = "") -> str:
        """Its address; "" on SQLite, whose file lies in the folder."""
        if not self._server.startswith("postgres"):
            return self._server
        parts = urlsplit(self._server)
        prefix = f"{parts.path.strip('/')}_{os.getpid()}"
        database = f"{prefix}_{name}"
        template = f' TEMPLATE "{prefix}_{like}"' if like else ""
        self._sql(f'CREATE DATABASE "{database}"{template}')
        self._databases.append(database)
        return urlunsplit(parts._replace(path=f"/{database}"))

    def _sql(self, statement: str) -> None:
        import psycopg

        address = urlunsplit(urlsplit(self._server)._replace(scheme="postgresql"))
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")
