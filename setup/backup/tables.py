"""Rows as text that any database takes: one part for each table, a row a line, with its primary key.

The first line of a part names the columns, and how far the table's numbers went: a number that was given once
is not given again. Values are what Django's fields make of them, so that both databases write the same line.
"""

import base64
import datetime
import decimal
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.utils.duration import duration_iso_string

from .archive import Reader, Refused

FOLDER = "database"
ROWS = 500  # read and written at a time

# Made again from the rest, or good for nothing elsewhere: emptied by a restoration.
_DERIVED = (
    "sessions.Session",  # whoever holds the file must not be logged in by it
    "wagtailsearch.IndexEntry",
    "search.Outbox",
)
_OF_SQLITE = "wagtailsearch.SQLiteFTSIndexEntry"  # virtual: follows its IndexEntry by triggers
# Numbers that tell processes what they have read before: a restoration must not turn them back.
_OF_THE_PROCESSES = ("search.IndexState", "core.ContentVersion")


def migrations_of_code() -> dict[str, str]:
    """App -> its last migration, as this program has them."""
    return dict(MigrationExecutor(connection).loader.graph.leaf_nodes())


def is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def snapshot() -> Iterator[tuple[str, Iterator[bytes]]]:
    """(name of the part, its lines) of all tables as they were at one moment, while others write."""
    with _one_moment():
        for model in _saved_models():
            yield _part(model), _lines(model)


@contextmanager
def _one_moment():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            # Not `atomic`: it would take the lock of writers, who need not wait for a reader. What lies in
            # the write-ahead log is read as the rest is.
            cursor.execute("BEGIN")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def check(archive: Reader) -> None:
    """Whether every row may be written to this database. Raises Refused, with the table and the row."""
    expected = {_part(model): model for model in _saved_models()}
    if set(archive.names(FOLDER)) != set(expected):
        raise Refused("La sauvegarde n’a pas les mêmes tables que cette version d’Essaim.")
    for name, model in expected.items():
        fields = _fields(model)
        for row in _rows(archive, name, fields):
            for field, value in zip(fields, row, strict=True):
                if reason := _why_not(field, value):
                    raise Refused(
                        f"{model._meta.db_table}, ligne {row[0]}, colonne {field.column} : {reason}"
                    )


def replace_all(archive: Reader) -> None:
    """Instead of all rows, those of the archive. In a transaction of the caller, whose end checks the references."""
    models_to_fill = _saved_models()
    emptied = [*models_to_fill, *(apps.get_model(label) for label in _DERIVED)]
    tables = [model._meta.db_table for model in emptied]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables):
            cursor.execute(statement)
        for model in models_to_fill:
            _fill(cursor, archive, model)
    connection.check_constraints()


def _saved_models() -> list[type[models.Model]]:
    """By the name of their table."""
    left_out = {*_DERIVED, *_OF_THE_PROCESSES, _OF_SQLITE}
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in left_out
    }
    return [found[table] for table in sorted(found)]


def _part(model: type[models.Model]) -> str:
    return f"{FOLDER}/{model._meta.db_table}.jsonl"


def _fields(model: type[models.Model]) -> list[models.Field]:
    """Those of the model's own table, its key first."""
    own = [field for field in model._meta.local_concrete_fields if not field.generated]
    return sorted(own, key=lambda field: not field.primary_key)


# --- From the database ----------------------------------------------------------------------------------


def _lines(model: type[models.Model]) -> Iterator[bytes]:
    fields = _fields(model)
    head = {"columns": [field.column for field in fields], "sequence": _sequence(model)}
    yield _line(head)
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=ROWS):
        yield _line(row)


def _line(value: object) -> bytes:
    # Sorted: PostgreSQL does not keep the order of names in JSON.
    return (json.dumps(value, default=_plain, sort_keys=True) + "\n").encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return duration_iso_string(value)
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value)} cannot be saved")


# --- To the database ------------------------------------------------------------------------------------


def _rows(archive: Reader, name: str, fields: list[models.Field]) -> Iterator[list]:
    with archive.open(name) as part:
        head = json.loads(next(part, b"{}"))
        if head.get("columns") != [field.column for field in fields]:
            raise Refused(f"{name} n’a pas les mêmes colonnes que cette version d’Essaim.")
        for line in part:
            yield json.loads(line)


def _why_not(field: models.Field, value: object) -> str:
    """Why this database does not take a value that the other one took, "" when it does."""
    try:
        python = field.to_python(value)
    except (ValidationError, TypeError, ValueError):
        return "cette valeur n’est pas du type de la colonne."
    if connection.vendor != "postgresql":
        return ""
    bounded = field.max_length and not isinstance(field, models.TextField)
    if bounded and isinstance(python, str) and len(python) > field.max_length:
        return f"plus de {field.max_length} caractères, ce que PostgreSQL refuse."
    if isinstance(field, models.IntegerField) and python is not None:
        low, high = connection.ops.integer_field_range(field.get_internal_type())
        if not (low is None or low <= python) or not (high is None or python <= high):
            return "un nombre que PostgreSQL refuse."
    if any(_is_unstorable(text) for text in _texts(value)):
        return "un caractère que PostgreSQL refuse (U+0000, ou la moitié d’une paire)."
    return ""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _is_unstorable(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def _fill(cursor, archive: Reader, model: type[models.Model]) -> None:
    fields = _fields(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of ours
    prepared = (
        [
            field.get_db_prep_save(field.to_python(value), connection)
            for field, value in zip(fields, row, strict=True)
        ]
        for row in _rows(archive, _part(model), fields)
    )
    for batch in _batches(prepared):
        cursor.executemany(statement, batch)
    with archive.open(_part(model)) as part:
        _set_sequence(cursor, model, json.loads(next(part))["sequence"])


def _batches(rows: Iterable[list]) -> Iterator[list[list]]:
    rows = iter(rows)
    while batch := list(islice(rows, ROWS)):
        yield batch


# --- Numbers given so far -------------------------------------------------------------------------------


def _sequence(model: type[models.Model]) -> int | None:
    """The last number that the table gave to a row, deleted ones too; None where it gives none."""
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table]
            )
            row = cursor.fetchone()
            return row[0] if row else 0
        name = _sequence_name(cursor, model)
        cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 - PostgreSQL's own name
        last, is_called = cursor.fetchone()
        return last if is_called else last - 1


def _set_sequence(cursor, model: type[models.Model], last: int | None) -> None:
    if last is None:
        return
    if connection.vendor == "sqlite":
        table = model._meta.db_table
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        if last:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
    else:
        # Not `setval`, which no rollback undoes.
        name = _sequence_name(cursor, model)
        cursor.execute(f"ALTER SEQUENCE {name} RESTART WITH {int(last) + 1}")


def _sequence_name(cursor, model: type[models.Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, model._meta.pk.column])
    return cursor.fetchone()[0]
