"""An Elasticsearch of one's own, to be killed, stopped, filled or made read-only."""

import argparse
import contextlib
import json
import os
import signal
import urllib.request

from tools import elasticsearch as local


class Elasticsearch:
    """Of the archive that `tools/elasticsearch.py` keeps; its data outlive its process."""

    before_start = ()
    settles_within = 35  # seconds: a server that failed is left alone for half a minute

    def __init__(self):
        self._options = argparse.Namespace(
            name="bench-faults",
            port=local.free_port(),
            archive=True,
            secure=False,
            heap=512,
            version="",
            no_download=False,
        )
        self._run = local.runs() / self._options.name
        self.environment = local.start(self._options)
        self._url = f"http://127.0.0.1:{self._options.port}"

    def stop(self) -> None:
        local.stop(self._run)

    @contextlib.contextmanager
    def killed(self):
        os.kill(local.pid_of(self._run), signal.SIGKILL)
        yield
        release, java = local.release_and_java()
        server = local.launch(release, local.home_of(release), java, self._run, self._options)
        if not local.wait_until_ready(self._url, lambda: server.poll() is None):
            raise RuntimeError("Elasticsearch did not start again")

    @contextlib.contextmanager
    def hung(self):
        os.kill(local.pid_of(self._run), signal.SIGSTOP)
        yield
        os.kill(local.pid_of(self._run), signal.SIGCONT)

    # What it does by itself on a disk that is nearly full, and what an administrator may ask.

    @contextlib.contextmanager
    def full(self):
        self._block("read_only_allow_delete", True)
        yield
        self._block("read_only_allow_delete", None)

    @contextlib.contextmanager
    def read_only(self):
        self._block("read_only", True)
        yield
        self._block("read_only", None)

    def _block(self, name: str, value: bool | None) -> None:
        request = urllib.request.Request(  # noqa: S310 - its own server
            f"{self._url}/_all/_settings",
            data=json.dumps({f"index.blocks.{name}": value}).encode(),
            headers={"Content-Type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310
