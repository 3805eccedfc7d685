"""The real product, started as its operator starts it: its commands, then gunicorn, DEBUG off.

`Prepared` runs `manage.py demo --no-serve` once into a folder of its own; `copy` gives instances that start
from there, so that a test may edit, delete or kill without disturbing the others.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from filelock import FileLock

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
                    *("--bind", f"127.0.0.1:{port}"),
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
    """The demo content, made by the product's own commands; the first worker makes it, all copy it."""

    def __init__(self, folder: Path, worker: str):
        folder.mkdir(exist_ok=True)
        self._worker = worker
        self._run = folder.parent.name  # pytest's folder of this run
        super().__init__(folder / "prepared", _address(f"{self._run}_prepared"))
        # Held while copying too: PostgreSQL copies a database that nobody else uses.
        self._lock = FileLock(folder / "lock")
        with self._lock:
            if not self._printed.exists():
                self.folder.mkdir()
                _create_database(self.database_url)
                printed = self.manage("demo", "--no-serve")
                self.manage("collectstatic", "--noinput", "-v", "0")
                self._printed.write_text(printed, encoding="utf-8")

    def manage(self, *arguments: str, **more: str) -> str:
        """Nobody copies what a command may be changing."""
        with self._lock:
            return super().manage(*arguments, **more)

    @property
    def _printed(self) -> Path:
        return self.folder.with_name("printed.txt")

    @property
    def printed(self) -> str:
        """What the commands said."""
        return self._printed.read_text(encoding="utf-8")

    def copy(self, name: str) -> Instance:
        own = f"{self._worker}_{name}"
        instance = Instance(self.folder.with_name(own), _address(f"{self._run}_{own}"))
        with self._lock:
            shutil.copytree(self.folder, instance.folder)
            _create_database(instance.database_url, like=self.database_url)
        return instance

    @contextlib.contextmanager
    def changed(self, name: str, code: str):
        """A copy in which `code` was run, served. Yields (address, what `code` printed last, as JSON)."""
        instance = self.copy(name)
        printed = json.loads(instance.run(code).splitlines()[-1])
        with instance.serve() as address:
            yield address, printed

    def bare(self, name: str, folder: Path) -> Instance:
        """An instance of nothing: not migrated yet."""
        instance = Instance(folder, _address(f"{self._run}_{self._worker}_{name}"))
        _create_database(instance.database_url)
        return instance


DATABASES = "essaim_running_"


def drop_databases(server: str) -> None:
    """Those of instances, on PostgreSQL; on SQLite they lie in the instances' folders."""
    if not server.startswith("postgres"):
        return
    found = _sql(f"SELECT datname FROM pg_database WHERE datname LIKE '{DATABASES}%'")
    for (name,) in found:
        _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _address(name: str) -> str:
    """Of a database of an instance; "" on SQLite, whose file lies in the folder."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return server
    return urlunsplit(urlsplit(server)._replace(path=f"/{DATABASES}{name.replace('-', '_')}"))


def _create_database(address: str, like: str = "") -> None:
    if not address.startswith("postgres"):
        return
    name, template = (urlsplit(each).path.strip("/") for each in (address, like))
    _sql(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))


def _sql(statement: str) -> list[tuple]:
    import psycopg

    address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(scheme="postgresql"))
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchall() if found.description else []


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")
