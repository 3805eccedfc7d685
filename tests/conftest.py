"""A hostile environment: no network, warnings are errors, and a page that leaks or stammers fails."""

import gc
import gzip
import importlib.machinery
import importlib.util
import os
import re
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.core.cache import cache, caches
from django.db import connection, transaction
from django.test import Client, SimpleTestCase
from django.utils import timezone

from catalogue import rotation
from core import counted_later, identity, page_cache, readers
from directory import alike
from offers import known
from search.audience import counting
from search.listing import choices, suggestions
from search.text import vocabulary
from territories import areas, cells, known_names
from tests.running import Prepared, drop_databases

# SlipCover cannot wrap what Python holds frozen: it comes in past it, before a process of its own asks for it.
if "runpy" not in sys.modules:
    _frozen = importlib.machinery.FrozenImporter.find_spec("runpy")
    sys.modules["runpy"] = importlib.util.module_from_spec(_frozen)
    _frozen.loader.exec_module(sys.modules["runpy"])

# What a template prints for a variable that does not exist. No page may contain it.
INVALID = "⚠ unknown template variable"
TEMPLATES = Path(__file__).parent.parent / "templates"
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)


class _Invalid(str):
    """Django's `string_if_invalid`, true in our own templates only: Wagtail's rely on "" in places."""

    def __bool__(self):
        context = sys._getframe(1).f_locals.get("context")
        template = getattr(getattr(context, "render_context", None), "template", None)
        return template is not None and template.origin.name.startswith(str(TEMPLATES))

    def __contains__(self, text):
        return True

    def __mod__(self, variable):
        return f"{INVALID} {variable}"


# How long an example takes says how busy the machine is; CI's failures must come again at home.
hypothesis.settings.register_profile("tests", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("tests")


def _keep_each_once(keep, store, signal, sender, template, context, **kwargs):
    if template.name not in store.setdefault("names", set()):
        store["names"].add(template.name)
        keep(store, signal, sender, template, context, **kwargs)


def pytest_configure(config):
    from django.conf import settings
    from django.test import client

    # What an answer was rendered with: of each template once, and not of the two thousand pieces of a form of the admin.
    client.store_rendered_templates = partial(_keep_each_once, client.store_rendered_templates)

    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Invalid()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    for item in items:
        mark = item.get_closest_marker("django_db")
        # Real commits are undone by emptying the tables: what migrations wrote must come back after them.
        if mark and mark.kwargs.get("transaction"):
            mark.kwargs["serialized_rollback"] = True
        if not (
            mark or is_django_unittest(item) or REACH_A_DATABASE.intersection(item.fixturenames)
        ):
            item.add_marker(pytest.mark.no_database)
    yield
    places = defaultdict(list)
    for place, item in enumerate(items):
        places[item.path].append(place)
    for of_module in places.values():
        found = sorted((items[place] for place in of_module), key=shares_rows)
        for place, item in zip(of_module, found, strict=True):
            items[place] = item


def shares_rows(item) -> bool:
    return "shared_rows" in item.fixturenames


# The tests' own, and that of an instance.
REACH_A_DATABASE = {"db", "transactional_db", "prepared"}


def is_django_unittest(item) -> bool:
    return isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, SimpleTestCase)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What was imported stays: to look through it for garbage again and again took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="module")
def _others_garbage():
    """Looked through once for a module: what earlier modules left alive is a second's work each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_garbage(request):
    """What a test is forgiven to leave open is found while it is."""
    forgiven = request.node.get_closest_marker("filterwarnings")
    if forgiven:
        request.getfixturevalue("_others_garbage")
    yield
    if forgiven:
        gc.collect()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI nothing may be skipped: a missing service must fail, not hide."""
    report = (yield).get_result()
    if report.skipped and os.environ.get("NOTHING_SKIPPED"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_blocker):
    from django.db import connection

    from tests.database import start_from_migrated

    # SQLite's lies in each worker's own memory, and needs no name; pytest-django knows that of Django's own
    # engine alone.
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
    with django_db_blocker.unblock():
        start_from_migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from tests.database import add_tree

    with django_db_blocker.unblock():
        add_tree()


@pytest.fixture(scope="module")
def shared_rows(django_db_setup, django_db_blocker):
    """For a fixture of a module that makes rows: its tests begin with them, and each undoes what it did alone.

    The tests of the module that do not ask for them come first.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_network(socket_disabled_but_loopback):
    """Only the loopback address answers: PostgreSQL, a live server, Elasticsearch."""


@pytest.fixture
def socket_disabled_but_loopback():
    from pytest_socket import _remove_restrictions, socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    _remove_restrictions()


@pytest.fixture(autouse=True)
def _empty_cache(request):
    """As after a start: the numbers of the generations begin anew with each test."""
    cache.clear()
    identity.keep(identity.default())
    counts = suggestions.counts_kept
    for kept in (choices.cache, rotation.cache, vocabulary._cache, counts, known.kept, alike.kept):
        kept.forget()
    # Making the names of the whole register takes a second; its tests change nothing.
    if "whole_register" not in request.fixturenames:
        known_names.cache.forget()
        cells.kept.forget()
        areas.forget()


@pytest.fixture
def committed(settings):
    """Called: what the test wrote so far is as if committed, and what is kept of content is kept from then on.

    The clock stands: what is kept for a minute would be read anew where a slow machine comes to the next one.
    """
    backend = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {
        name: {**backend, "LOCATION": name} for name in ("default", page_cache.ALIAS)
    }
    for name in settings.CACHES:
        caches[name].clear()
    with time_machine.travel(timezone.now(), tick=False):
        yield lambda: connection.run_on_commit.clear()
    for name in settings.CACHES:
        caches[name].clear()


class Waiting:
    """Instead of the thread that writes the counts of searches and readers: a test calls `write` itself."""

    def __init__(self, delay, write):
        self.write = write

    def start(self):
        pass


@pytest.fixture(autouse=True)
def _no_thread_writes(monkeypatch):
    monkeypatch.setattr(counted_later, "Timer", Waiting)
    yield
    for one in (counting.counts, readers.counts):
        one.forget()


class VisitorClient(Client):
    """A visitor without account. Each page is checked for what must never reach one."""

    def request(self, **request):
        response = super().request(**request)
        if not request["PATH_INFO"].startswith("/admin/"):
            check_public(request, response)
        return response


def check_public(request: dict, response) -> None:
    path = request["PATH_INFO"]
    assert response.status_code < 500, f"{path} answered {response.status_code}"
    if request["REQUEST_METHOD"] == "GET":
        assert not response.cookies, f"{path} set a cookie on GET"
    if response.streaming or "text/html" not in response.get("Content-Type", ""):
        return
    packed = response.get("Content-Encoding") == "gzip"
    content = gzip.decompress(response.content) if packed else response.content
    html = _COMMENTS.sub("", content.decode())
    assert INVALID not in html, html[html.find(INVALID) - 300 :][:600]
    assert "{{" not in html, f"{path}: a template tag was printed"
    assert "{%" not in html, f"{path}: a template tag was printed"
    assert "Content-Security-Policy" in response.headers
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]+ (?:style|on[a-z]+)=", html), f"{path}: inline style or handler"


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        drop_databases(os.environ.get("DATABASE_URL", ""))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, worker_id):
    """The demo content, made once for all workers by the product's own commands; `copy` gives instances to
    change."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent
    return Prepared(folder / "site", worker_id)


@pytest.fixture(scope="session")
def site(prepared):
    """Address of the product as production runs it, for tests that change nothing."""
    with prepared.copy("served").serve() as address:
        yield address


@pytest.fixture
def visitor() -> VisitorClient:
    return VisitorClient()
