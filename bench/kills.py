"""Processes that are killed (SIGKILL) at a random moment of what they write, and what is found afterwards.

Run on an instance that may be spoilt: `manage.py bench_kills`.
"""

import json
import os
import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.test.utils import override_settings

from bench.ports import free_port
from catalogue.importing import import_sheets
from catalogue.models import ImportedSheet, ProjectPage
from core.mail import queue
from core.models import OutgoingMail
from search import engines
from search.index import outbox, sources
from search.models import Outbox
from setup.demo import PATH
from setup.tree import ensure_tree

SOURCE = "bench:kills"
ROWS = 4  # of one import
MAILS = 4  # that each victim has to send


@dataclass
class Outcome:
    """What came of the kills of one activity. faults, notes: sentences; no fault is what is hoped for."""

    name: str
    kills: int = 0
    under_way: int = 0  # the process had begun and was not done
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def in_a_child(work: Callable[[], None], *, killed_after: float | None = None) -> bool:
    """Run `work` in a process of its own; whether it came to its end. Raises RuntimeError when it failed."""
    connections.close_all()
    engines.get_engine.cache_clear()
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - the child must not go on as a second parent
            traceback.print_exc()
            os._exit(1)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, -signal.SIGKILL):
        raise RuntimeError("what was to be killed failed by itself")
    return code == 0


def publishing(times: int, dice: random.Random) -> Outcome:
    """A sheet is published again and again; what the process was told to be published must be."""
    outcome = Outcome("publication")
    pk = ProjectPage.objects.live().order_by("number").values_list("pk", flat=True)[0]
    for kill in range(times):
        reader, writer = os.pipe()

        def publish(writer=writer, kill=kill):
            for number in range(1, 1000):
                page = ProjectPage.objects.get(pk=pk)
                page.title = f"Essai {kill} {number:03}"
                page.save_revision().publish()
                os.write(writer, b"%03d" % number)

        in_a_child(publish, killed_after=dice.uniform(0.05, 2.0))
        os.close(writer)
        with os.fdopen(reader, "rb") as told:
            said = told.read()
        acknowledged = int(said[-3:] or 0)
        outcome.kills += 1
        outcome.under_way += 1
        page = ProjectPage.objects.select_related("live_revision").get(pk=pk)
        of_this = page.title.startswith(f"Essai {kill} ")
        number = int(page.title[-3:]) if of_this else 0
        if not acknowledged <= number <= acknowledged + 1:
            outcome.faults.append(f"publié jusqu’à {acknowledged}, en ligne : {page.title}")
        if page.live_revision and page.live_revision.content["title"] != page.title:
            outcome.faults.append(f"la page et sa version en ligne diffèrent : {page.title}")
    return outcome


def importing(times: int, dice: random.Random) -> Outcome:
    """All rows of a file or none; a second try brings what the first did not, once."""
    outcome = Outcome("import")
    cases = json.loads(PATH.read_text(encoding="utf-8"))["cases"]
    plain = [row for row in cases if not row.get("reused_by") and not row.get("reuse_of")][:ROWS]
    catalogue = ensure_tree()[1]
    for kill in range(times):
        rows = [row | {"id": f"essai-{kill}-{number}"} for number, row in enumerate(plain)]

        def load(rows=rows):
            import_sheets(rows, source=SOURCE, parent=catalogue)

        done = in_a_child(load, killed_after=dice.uniform(0.05, 2.5))
        outcome.kills += 1
        outcome.under_way += not done
        mine = ImportedSheet.objects.filter(source=SOURCE, key__startswith=f"essai-{kill}-")
        pages = ProjectPage.objects.filter(slug__startswith=f"essai-{kill}-")
        if mine.count() not in (0, ROWS) or pages.count() != mine.count():
            outcome.faults.append(f"{mine.count()} lignes notées, {pages.count()} fiches")
        if kill % 10 == 0:
            catalogue.refresh_from_db()
            in_a_child(load)
            if (mine.count(), pages.count()) != (ROWS, ROWS):
                outcome.faults.append(f"reprise : {mine.count()} lignes, {pages.count()} fiches")
    return outcome


def rebuilding(times: int, dice: random.Random) -> Outcome:
    """The index before, or the one after: never half of one."""
    outcome = Outcome("reconstruction de l’index")
    for _ in range(times):
        done = in_a_child(lambda: outbox.rebuild(), killed_after=dice.uniform(0.05, 2.5))
        outcome.kills += 1
        outcome.under_way += not done
        engine = engines.get_engine()
        if engine.needs_rebuild():
            outcome.faults.append("plus d’index en service")
        elif not dict(engine.stamps()):
            outcome.faults.append("un index vide est en service")
    return outcome


def sending(times: int, dice: random.Random) -> Outcome:
    """Each message leaves once; one whose process was killed while the server took it may come twice, under one name."""
    outcome = Outcome("envoi")
    server = MailServer()
    try:
        where = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.port, "EMAIL_TIMEOUT": 5}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(EMAIL_BACKEND=backend, EMAIL_USE_TLS=False, **where):
            _send(outcome, server, times, dice)
    finally:
        server.stop()
    return outcome


def _send(outcome: Outcome, server: "MailServer", times: int, dice: random.Random) -> None:
    expected = set()
    for kill in range(times):
        expected |= {
            str(
                OutgoingMail.objects.create(
                    template="x", to=f"{kill}-{n}@exemple.invalid", subject="Essai", text="Essai"
                ).message_id
            )
            for n in range(MAILS)
        }
        done = in_a_child(lambda: queue.drain(), killed_after=dice.uniform(0.0, 0.3))
        outcome.kills += 1
        outcome.under_way += not done
    until = time.monotonic() + 3 * queue.CLAIM.total_seconds()
    while OutgoingMail.objects.waiting().exists() and time.monotonic() < until:
        in_a_child(lambda: queue.drain())
        time.sleep(1)
    came = Counter(server.message_ids())
    if waiting := OutgoingMail.objects.waiting().count():
        outcome.faults.append(f"{waiting} courriels attendent encore")
    if lost := expected - set(came):
        outcome.faults.append(f"{len(lost)} courriels perdus")
    if any(count > 2 for count in came.values()):
        outcome.faults.append("un courriel remis plus de deux fois")
    twice = sum(count > 1 for count in came.values())
    # Killed after the server took it and before that was noted: nobody can know, and it is sent again.
    outcome.notes.append(
        f"{twice} courriels sur {len(expected)} remis deux fois, sous le même Message-ID"
    )


class MailServer:
    """A mail server on the loopback address, which keeps what it was given in memory."""

    def __init__(self):
        try:
            from aiosmtpd.controller import Controller
        except ImportError as error:
            raise CommandError(
                "L’essai d’envoi demande aiosmtpd (requirements-dev.txt)."
            ) from error
        self.port = free_port()
        self._received: list[bytes] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_DATA(self, server, session, envelope):
        self._received.append(envelope.content)
        return "250 OK"

    def message_ids(self) -> list[str]:
        found = []
        for content in self._received:
            head = content.decode("utf-8", "replace").partition("Message-ID: <")[2]
            found.append(head.partition("@")[0])
        return found

    def stop(self) -> None:
        self._controller.stop()


def settle() -> list[str]:
    """As the minute after: `due`, then whether index and database agree. Sentences, [] when they do."""
    django_mail.outbox = []
    in_a_child(lambda: call_command("due"))
    faults = []
    if waiting := Outbox.objects.waiting().count():
        faults.append(f"{waiting} mises à jour de l’index en attente")
    found = dict(engines.get_engine().stamps())
    if len(found) != sources.count():
        faults.append(f"{len(found)} fiches indexées, {sources.count()} dans la base")
    try:
        call_command("search_check", verbosity=0)
    except CommandError as error:
        faults.append(str(error))
    return faults
