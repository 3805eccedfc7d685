"""A PostgreSQL of one's own, to be killed, stopped, filled or made read-only."""

import contextlib
import os
import pwd
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from django.core.management import CommandError

from bench.ports import free_port
from bench.small_disk import SmallDisk

USER = "postgres"  # refuses to run as root
MEGABYTES = 1000
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_wal_size": "128MB",
    "wal_recycle": "off",  # else it has files in store for a while after its disk is full
}


class Postgres:
    before_start = ()
    settles_within = 10  # seconds: a try every few of them

    def __init__(self):
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        if not programs:
            raise CommandError("PostgreSQL manque : apt-get install postgresql")
        self._program = programs[-1]
        self._port = free_port()
        self._parent = tempfile.TemporaryDirectory(prefix="bench-postgres-")
        os.chmod(self._parent.name, 0o711)  # noqa: S103 - another account runs it
        self._disk = SmallDisk(Path(self._parent.name) / "disk", MEGABYTES)
        self._data = self._disk.folder / "data"
        self._data.mkdir(mode=0o700)
        self._as_user = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam(USER)
            os.chown(self._data, account.pw_uid, account.pw_gid)
            self._as_user = {"user": USER, "group": account.pw_gid, "extra_groups": []}
        make = [self._program.with_name("initdb"), "-D", self._data, "-U", "essaim", "-A", "trust"]
        self._run([*make, "-E", "UTF8", "--locale=C.UTF-8"])
        address = f"127.0.0.1:{self._port}/postgres"
        self.environment = {"DATABASE_URL": f"postgres://essaim:x@{address}"}
        self._address = f"postgresql://essaim@{address}"
        self.start()

    def _run(self, command: list) -> None:
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, cwd=self._data, **self._as_user
        )

    def start(self) -> None:
        given = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        self._server = subprocess.Popen(
            [self._program, "-D", self._data, "-p", str(self._port), *given],
            cwd=self._data,
            stderr=subprocess.DEVNULL,
            **self._as_user,
        )
        for _ in range(600):
            with contextlib.suppress(psycopg.Error):
                psycopg.connect(self._address, connect_timeout=2).close()
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start")

    def stop(self) -> None:
        self._signal(signal.SIGKILL)
        self._server.wait()
        self._disk.remove()
        self._parent.cleanup()

    def _signal(self, number: int) -> None:
        """To the server and to the process that it has for each connection."""
        pid = self._server.pid
        self._server.send_signal(number)
        with contextlib.suppress(OSError):
            for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), number)

    @contextlib.contextmanager
    def killed(self):
        self._signal(signal.SIGSTOP)  # else the first to die takes the others along in good order
        self._signal(signal.SIGKILL)
        self._server.wait()
        yield
        self.start()

    @contextlib.contextmanager
    def hung(self):
        self._signal(signal.SIGSTOP)
        yield
        self._signal(signal.SIGCONT)

    @contextlib.contextmanager
    def full(self):
        with self._disk.full():
            yield
        if self._server.poll() is not None:
            self.start()  # as the service of the machine does

    @contextlib.contextmanager
    def read_only(self):
        self._set("default_transaction_read_only = on")
        yield
        self._set("default_transaction_read_only = off")

    def _set(self, setting: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
