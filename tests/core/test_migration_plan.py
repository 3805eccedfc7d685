"""An empty database gets the tables of our apps at once, and is the one that step by step would have made."""

import pytest
from django.db import connections, models
from django.db.migrations import (
    AddField,
    CreateModel,
    Migration,
    RemoveField,
    RunPython,
    RunSQL,
    SeparateDatabaseAndState,
)
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler

from core.migration_plan import Executor, makes_rows

KEY = ("id", models.BigAutoField(primary_key=True))


def nothing(apps, schema_editor):
    pytest.fail("An empty database has nothing to move.")


def author() -> models.ForeignKey:
    return models.ForeignKey("bulletin.Author", models.CASCADE)


@pytest.fixture
def empty(tmp_path, django_db_blocker):
    """A database of its own, on the engine of `make run`."""
    engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "empty.sqlite3"}
    connections.databases["empty"] = ConnectionHandler({"default": engine}).databases["default"]
    with django_db_blocker.unblock():
        yield connections["empty"]
        connections["empty"].close()
    del connections["empty"], connections.databases["empty"]


def migration(name: str, *operations, label="bulletin") -> Migration:
    made = Migration(name, label)
    made.operations = list(operations)
    return made


def steps() -> list[Migration]:
    title, draft = models.CharField(max_length=20), models.CharField(max_length=20)
    return [
        migration("0001", CreateModel("Author", [KEY]), CreateModel("Book", [KEY])),
        migration("0002", AddField("Book", "title", title), AddField("Book", "draft", draft)),
        migration("0003", RunPython(nothing, elidable=True), RemoveField("Book", "draft")),
        migration("0004", AddField("Book", "author", author())),
        migration(
            "0005",
            CreateModel("Shelf", [KEY, ("books", models.ManyToManyField("bulletin.Book"))]),
        ),
    ]


def columns(connection) -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        return {
            table: {
                column.name
                for column in connection.introspection.get_table_description(cursor, table)
            }
            for table in connection.introspection.table_names(cursor)
            if table.startswith("bulletin_")
        }


def test_tables_are_as_the_last_step_leaves_them(empty):
    executor = Executor(empty)
    executor.recorder.ensure_schema()
    state = ProjectState()
    assert not state.apps.get_models()
    state = executor._make_tables(state, steps())
    assert columns(empty) == {
        "bulletin_author": {"id"},
        "bulletin_book": {"id", "title", "author_id"},
        "bulletin_shelf": {"id"},
        "bulletin_shelf_books": {"id", "shelf_id", "book_id"},
    }
    done = {("bulletin", one.name) for one in steps()}
    assert MigrationRecorder(empty).applied_migrations().keys() >= done
    assert state.apps.get_model("bulletin.Book")._meta.get_field("author")


def test_interrupted_nothing_is_made_or_noted(empty, monkeypatch):
    executor = Executor(empty)
    executor.recorder.ensure_schema()
    monkeypatch.setattr(executor, "record_migration", lambda migration: 1 / 0)
    state = ProjectState()
    assert not state.apps.get_models()
    with pytest.raises(ZeroDivisionError):
        executor._make_tables(state, steps())
    assert columns(empty) == {}


def test_tables_that_are_there_are_taken_as_they_are_where_that_is_asked_for(empty):
    executor, plan = Executor(empty), [(one, False) for one in steps()[:2]]
    executor.recorder.ensure_schema()
    executor._migrate_all_forwards(
        ProjectState(), plan[:1], plan[:1], fake=False, fake_initial=False
    )
    MigrationRecorder(empty).flush()
    plan[0][0].initial = True
    executor = Executor(empty)
    executor._migrate_all_forwards(ProjectState(), plan, plan, fake=False, fake_initial=True)
    assert columns(empty)["bulletin_book"] == {"id", "title", "draft"}


@pytest.mark.parametrize(
    "operation",
    [RunPython(nothing), RunSQL("SELECT 1"), SeparateDatabaseAndState()],
    ids=["python", "sql", "apart"],
)
def test_what_a_step_does_besides_is_not_left_out(operation):
    assert makes_rows(migration("0001", CreateModel("Offer", [KEY]), operation, label="offers"))
    assert not makes_rows(migration("0001", CreateModel("Offer", [KEY]), label="offers"))


def test_no_step_of_ours_makes_rows():
    """What the first version of an instance holds, `prepare` makes."""
    steps = MigrationLoader(None).disk_migrations.values()
    assert [str(one) for one in steps if makes_rows(one)] == []


def test_libraries_come_first_and_nothing_is_left_out(empty):
    executor = Executor(empty)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    places = [migration.app_label for migration, _ in plan]
    assert len(plan) == len(MigrationLoader(None).graph.nodes)
    assert places.index("publications") > max(
        place for place, label in enumerate(places) if label == "wagtailsearch"
    )
