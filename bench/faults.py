"""Each part of the site killed, hung, full and read-only under traffic, on a copy of this instance.

A part that is not needed is not missed: no page fails. One that is needed: 503, in words, within a visitor's patience.
Afterwards all is well again without a hand.
"""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from bench.elasticsearch_server import Elasticsearch
from bench.load import NO_PATH, Server, addresses, manage, production, traffic
from bench.postgres_server import Postgres
from bench.redis_server import Redis
from bench.sending import open_form
from bench.small_disk import SmallDisk

MEGABYTES = 400  # a whole copy, and what its index needs when it is made anew
FAULTS = {"killed": "tué", "hung": "suspendu", "full": "plein", "read_only": "en lecture seule"}
PUBLISH = (
    "from catalogue.models import ProjectPage\n"
    "for page in ProjectPage.objects.live()[:5]: page.save_revision().publish()"
)


class Disk(SmallDisk):
    # What a process has open for writing keeps a mount from it.
    before_start = ("read_only",)
    settles_within = 65  # seconds: a connection that can only read is kept for a minute

    def __init__(self):
        self._parent = tempfile.TemporaryDirectory(prefix="bench-disk-")
        super().__init__(Path(self._parent.name) / "disk", MEGABYTES)
        self.environment = {"VAR_DIR": str(self.folder)}

    def stop(self) -> None:
        self.remove()
        self._parent.cleanup()


ALL = ""
# Which paths cannot do without it. A feed says that it has no answer: subscribers keep what they have, where an
# empty one would take it from them.
PARTS = {
    "redis": (Redis, NO_PATH),
    "elasticsearch": (Elasticsearch, r"\.(ics|atom)$"),
    "postgresql": (Postgres, ALL),
    "disque": (Disk, ALL),
}


def try_part(name: str, *, connections: int, seconds: float, write: Callable[[str], None]) -> int:
    """How many errors; `write` gets a line for each fault."""
    make, _ = PARTS[name]
    with tempfile.TemporaryDirectory(prefix="bench-faults-") as folder:
        part = make()
        try:
            copy = {"VAR_DIR": f"{folder}/var"} | part.environment
            copy = {"DATABASE_URL": f"sqlite:///{copy['VAR_DIR']}/essaim.sqlite3"} | copy
            _copy_instance(Path(folder) / "copy.tar", copy)
            return _meet_all(
                name, part, copy, connections=connections, seconds=seconds, write=write
            )
        finally:
            part.stop()


def _copy_instance(file: Path, copy: dict[str, str]) -> None:
    call_command("backup", str(file), verbosity=0)
    manage("restore", str(file), **copy)
    manage("prepare", **copy)
    manage("collectstatic", "--noinput", **copy)


def _meet_all(name: str, part, copy: dict[str, str], *, connections, seconds, write) -> int:
    """One server meets the faults one after the other, but for those that must be there before it starts."""
    needing, form = PARTS[name][1], open_form()

    def meet(server: Server, paths: list[str], fault: str, failing: contextlib.ExitStack) -> int:
        publishing = _publishing(copy) if needing != ALL else None
        during = traffic(server, paths, connections=connections, seconds=seconds, form=form)
        refused = bool(publishing and publishing.wait())
        failing.close()
        traffic(server, paths, connections=4, seconds=part.settles_within)
        short = min(seconds, 10)
        after = traffic(server, paths, connections=connections, seconds=short, form=form)
        write(f"{name} {FAULTS[fault]} : {during}\n  rétabli : {after}")
        if refused:
            write("  publier a échoué")
        return during.errors(needing) + after.errors() + refused

    errors = 0
    with Server(**copy) as server:
        paths = addresses(server)
        for fault in FAULTS:
            if hasattr(part, fault) and fault not in part.before_start:
                with contextlib.ExitStack() as failing:
                    failing.enter_context(getattr(part, fault)())
                    errors += meet(server, paths, fault, failing)
        _nothing_is_lost(copy)
    for fault in part.before_start:
        with contextlib.ExitStack() as failing:
            failing.enter_context(getattr(part, fault)())
            with Server(**copy) as server:
                errors += meet(server, addresses(server), fault, failing)
                _nothing_is_lost(copy)
    return errors


def _nothing_is_lost(copy: dict[str, str]) -> None:
    manage("due", **copy)
    manage("search_check", **copy)


def _publishing(copy: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PUBLISH]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=production(**copy))
