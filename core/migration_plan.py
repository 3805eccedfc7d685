"""Migrations of an empty database in a third of Django's time: for every table that one makes, Django makes all models again
that lead to it, two hundred classes here, most of them pages."""

from itertools import groupby

from django.apps import apps
from django.db.migrations import CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

from .declarations import ProjectApp


class Executor(MigrationExecutor):
    def migration_plan(self, targets, clean_start=False):
        """What libraries make comes first, while there are few models to make again."""
        libraries_first = sorted(targets, key=lambda node: _is_ours(node[0]))
        return super().migration_plan(libraries_first, clean_start)

    def apply_migration(self, state, migration, fake=False, fake_initial=False):
        """Tables that follow one another are made with the same models."""
        migration.operations = [
            step
            for makes_table, steps in groupby(
                migration.operations, lambda one: type(one) is CreateModel
            )
            for step in ([CreateModels(list(steps))] if makes_table else steps)
        ]
        return super().apply_migration(state, migration, fake, fake_initial)


class CreateModels(Operation):
    """Several `CreateModel`, after which what leads to them is made again once."""

    def __init__(self, operations: list[CreateModel]):
        self.operations = operations

    def state_forwards(self, app_label, state):
        made = state.__dict__.pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)
        if made:
            state.apps = made
            state.reload_models(
                [(app_label, one.name_lower) for one in self.operations], delay=False
            )

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for one in self.operations:
            one.database_forwards(app_label, schema_editor, from_state, to_state)


def _is_ours(app_label: str) -> bool:
    return isinstance(apps.get_app_config(app_label), ProjectApp)
