"""The test database: migrated once for all workers and runs, then copied; it holds the tree of pages.

A copy takes a tenth of a second where the migrations take twenty. The migrated database is kept under a
name made of what the migrations say: SQLite's as a file in `var/tests/`, PostgreSQL's as a template.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import override_settings
from filelock import FileLock

from search.models import Outbox
from setup.accounts import ensure_groups, ensure_organisers
from setup.tree import ensure_agenda, ensure_tree

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "var" / "tests"


def start_from_migrated() -> None:
    """Called before Django makes the test database: it will find all migrations applied."""
    KEPT.mkdir(parents=True, exist_ok=True)
    name = f"migrated_{_what_migrations_say()}"
    with FileLock(KEPT / f"{connection.vendor}.lock"):
        if connection.vendor == "postgresql":
            settings.DATABASES["default"]["TEST"]["TEMPLATE"] = _template(f"essaim_{name}")
        else:
            _fill_from(_file(KEPT / f"{name}.sqlite3"))


def add_tree() -> None:
    """The pages and groups of every instance: a test that makes a sheet needs not make them first."""
    with override_settings(SEARCH_DRAIN="worker"):
        ensure_groups(ensure_tree()[1])
        ensure_organisers(*ensure_agenda())
    Outbox.objects.all().delete()
    # What transactional tests put back: else the first of a process would get a tree whose site has no root.
    connection._test_serialized_contents = connection.creation.serialize_db_to_string()


def _what_migrations_say() -> str:
    """Changes whenever a migration of any app does."""
    said = hashlib.sha256(connection.vendor.encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            said.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return said.hexdigest()[:16]


def _file(kept: Path) -> Path:
    if not kept.exists():
        for old in KEPT.glob("*.sqlite3"):
            old.unlink()
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            made = Path(folder) / "essaim.sqlite3"
            _migrate(f"sqlite:///{made}", folder)
            made.rename(kept)
    return kept


def _fill_from(kept: Path) -> None:
    """Copy it into the first connection, which is to the empty database in memory."""

    def fill(sender, connection, **kwargs):
        connection_created.disconnect(dispatch_uid="tests.database")
        with sqlite3.connect(kept) as source:
            source.backup(connection.connection)
        source.close()

    connection_created.connect(fill, weak=False, dispatch_uid="tests.database")


def _template(name: str) -> str:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'essaim_migrated_%'")
        found = {row[0] for row in cursor.fetchall()}
        if name in found:
            return name
        for database in {*found, f"{name}_new"}:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}_new"')
        _migrate(_address(f"{name}_new"), str(KEPT))
        cursor.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _address(database: str) -> str:
    parts = {key: quote(str(value)) for key, value in connection.settings_dict.items() if value}
    place = f"{parts.get('HOST', '')}:{parts.get('PORT', 5432)}"
    return f"postgres://{parts['USER']}:{parts.get('PASSWORD', '')}@{place}/{database}"


def _migrate(address: str, folder: str) -> None:
    """In a process of its own: this one's connection is about to become the test database's."""
    own = {"DATABASE_URL": address, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v", "0"],
        cwd=ROOT,
        env=os.environ | own,
        check=True,
    )
