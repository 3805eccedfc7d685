"""A redis of one's own, to be killed, stopped, filled or made read-only."""

import contextlib
import shutil
import signal
import subprocess
import tempfile
import time

import redis
from django.core.management import CommandError

from bench.ports import free_port


class Redis:
    before_start = ()
    settles_within = 1  # seconds: what is not kept is made anew

    def __init__(self):
        program = shutil.which("redis-server")
        if program is None:
            raise CommandError("redis-server manque : apt-get install redis-server")
        self.port = free_port()
        self._command = [program, "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self._folder = tempfile.TemporaryDirectory()
        self.environment = {"CACHE_URL": f"rediscache://127.0.0.1:{self.port}/1"}
        self.start()

    def start(self) -> None:
        self._server = subprocess.Popen(
            self._command, cwd=self._folder.name, stdout=subprocess.DEVNULL
        )
        for _ in range(100):
            with contextlib.suppress(redis.RedisError):
                self._client().ping()
                return
            time.sleep(0.05)
        raise RuntimeError("redis did not start")

    def _client(self) -> redis.Redis:
        return redis.Redis(port=self.port, socket_timeout=2)

    def stop(self) -> None:
        self._server.kill()
        self._server.wait()
        self._folder.cleanup()

    @contextlib.contextmanager
    def killed(self):
        self._server.kill()
        self._server.wait()
        yield
        self.start()

    @contextlib.contextmanager
    def hung(self):
        self._server.send_signal(signal.SIGSTOP)
        yield
        self._server.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def full(self):
        self._client().config_set("maxmemory", "1")
        yield
        self._client().config_set("maxmemory", "0")

    @contextlib.contextmanager
    def read_only(self):
        self._client().replicaof("127.0.0.1", "1")
        yield
        self._client().replicaof("no", "one")
