"""The test database: migrated once for all workers and runs, then copied; it holds the tree of pages.

A copy takes a tenth of a second where the migrations take twenty. The migrated database is kept under a
name made of what the migrations say: SQLite's as a file in `var/tests/`, PostgreSQL's as a template.
Where migrations were only added since, SQLite's goes on from there.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.test import override_settings
from filelock import FileLock

from search.models import Outbox
from setup.accounts import ensure_groups, ensure_organisers
from setup.tree import ensure_agenda, ensure_collections, ensure_publications, ensure_tree

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
        ensure_collections()
        ensure_publications()
    Outbox.objects.all().delete()
    _keep_rows()


def _keep_rows() -> None:
    """A copy of all rows, from which they come back after a test that committed and whose tables were emptied.

    Instead of Django's, which makes an object of each row: 0.3 s a test.
    """
    quote_name = connection.ops.quote_name
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    if connection.vendor == "sqlite":
        # Triggers fill it, from the table of which it is the index.
        tables.remove("wagtailsearch_indexentry_fts")
    apart = "kept" if connection.vendor == "postgresql" else "temp"
    copies = {quote_name(table): f"{apart}.{quote_name(f'kept_{table}')}" for table in tables}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE SCHEMA kept")
        for table, copy in copies.items():
            cursor.execute(f"CREATE TABLE {copy} AS SELECT * FROM {table}")

    def put_back(contents):
        # Keys that point to rows of later tables are checked at the end. Before the first such test all is there.
        with transaction.atomic(), connection.cursor() as cursor:
            for table, copy in copies.items():
                cursor.execute(
                    f"INSERT INTO {table} SELECT * FROM {copy} WHERE true ON CONFLICT DO NOTHING"
                )

    connection.creation.deserialize_db_from_string = put_back
    connection._test_serialized_contents = "the copies"


def _migrations() -> dict[str, str]:
    """Each migration of each app, with a hash of what it says."""
    return {
        f"{app.label}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
        for app in apps.get_app_configs()
        for file in sorted(Path(app.path, "migrations").glob("*.py"))
    }


def _what_migrations_say() -> str:
    """Changes whenever a migration of any app does."""
    said = json.dumps([connection.vendor, _migrations()])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _file(kept: Path) -> Path:
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            made = Path(folder) / "essaim.sqlite3"
            for old in KEPT.glob("*.sqlite3"):
                if _went_before(old):
                    shutil.copy(old, made)
                old.unlink()
            _migrate(f"sqlite:///{made}", folder)
            kept.with_suffix(".json").write_text(json.dumps(_migrations()))
            made.rename(kept)
    return kept


def _went_before(old: Path) -> bool:
    """Whether what made this database is still there, word for word."""
    said = old.with_suffix(".json")
    before = json.loads(said.read_text()) if said.exists() else {"": "unknown"}
    said.unlink(missing_ok=True)
    return before.items() <= _migrations().items()


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
