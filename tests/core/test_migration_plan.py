"""Tables that are made together leave the same models as one after the other."""

from django.db import connection, models
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from core.migration_plan import CreateModels, Executor

KEY = ("id", models.BigAutoField(primary_key=True))


def to(name: str) -> models.ForeignKey:
    return models.ForeignKey(f"shelf.{name}", models.CASCADE)


def books() -> list[CreateModel]:
    return [
        CreateModel("Author", [KEY]),
        CreateModel("Book", [KEY, ("author", to("Author"))]),
        CreateModel(
            "Novel",
            [
                (
                    "book_ptr",
                    models.OneToOneField(
                        "shelf.Book", models.CASCADE, parent_link=True, primary_key=True
                    ),
                )
            ],
            bases=("shelf.book",),
        ),
        CreateModel("Shelf", [KEY, ("books", models.ManyToManyField("shelf.Book"))]),
    ]


def relations(state: ProjectState) -> set[tuple[str, str, bool]]:
    """Every relation of every model, and whether it leads to the model that the state has of that name."""
    found = set()
    for model in state.apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation:
                there = field.related_model
                is_current = state.apps.get_model(there._meta.label_lower) is there
                found.add((model._meta.label, field.name, is_current))
    return found


def state_after(operations: list) -> ProjectState:
    state = ProjectState()
    CreateModel("Country", [KEY]).state_forwards("shelf", state)
    assert state.apps.get_model("shelf.Country")
    for one in operations:
        one.state_forwards("shelf", state)
    return state


def test_what_leads_to_what():
    later = [AddField("Author", "country", to("Country"))]
    together = relations(state_after([CreateModels(books()), *later]))
    assert together == relations(state_after([*books(), *later]))
    assert {current for _, _, current in together} == {True}
    assert ("shelf.Author", "book", True) in together


def test_a_migration_makes_its_tables_together(db):
    migration = Migration("0001_shelf", "shelf")
    add = AddField("Book", "other", to("Author"))
    migration.operations = [*books(), add, CreateModel("Last", [KEY])]
    Executor(connection).apply_migration(ProjectState(), migration, fake=True)
    kinds = [type(one) for one in migration.operations]
    assert kinds == [CreateModels, AddField, CreateModels]


def test_libraries_come_first_and_nothing_is_left_out(db):
    executor = Executor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    places = [migration.app_label for migration, _ in plan]
    assert len(plan) == len(MigrationLoader(None).graph.nodes)
    assert places.index("publications") > max(
        place for place, label in enumerate(places) if label == "wagtailsearch"
    )
