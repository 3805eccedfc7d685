"""Migrations of an empty database, in a quarter of Django's time: before each change of a table, Django makes all models
again that lead to it, two hundred classes here, most of them pages.

What libraries need is migrated as they say, their first rows included. The tables of our own apps are then made as
their last migration leaves them, for a step that moves rows finds none to move: it says so (`elidable`), or all goes
step by step.
"""

from django.apps import apps
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from .declarations import ProjectApp


class Executor(MigrationExecutor):
    def migration_plan(self, targets, clean_start=False):
        """What libraries make comes first, while there are few models to make again."""
        libraries_first = sorted(targets, key=lambda node: _is_ours(node[0]))
        return super().migration_plan(libraries_first, clean_start)

    def _migrate_all_forwards(self, state, plan, full_plan, fake, fake_initial):
        if (
            self.loader.applied_migrations
            or fake
            or fake_initial
            or len(plan) < len(full_plan)
            or any(makes_rows(migration) for migration, _ in plan)
        ):
            return super()._migrate_all_forwards(state, plan, full_plan, fake, fake_initial)
        labels = [migration.app_label for migration, _ in full_plan]
        last_of_libraries = max(place for place, label in enumerate(labels) if not _is_ours(label))
        # Libraries, and those of ours that one of them stands on, as on the model of accounts.
        first = set(labels[: last_of_libraries + 1])
        state = super()._migrate_all_forwards(
            state, [step for step in plan if step[0].app_label in first], full_plan, False, False
        )
        return self._make_tables(state, [one for one, _ in plan if one.app_label not in first])

    def _make_tables(self, state: ProjectState, migrations: list[Migration]) -> ProjectState:
        """All or nothing: where it is interrupted, the next start migrates step by step."""
        there = set(state.models)
        del state.apps  # else each step would make models again
        for migration in migrations:
            migration.mutate_state(state, preserve=False)
        with self.connection.schema_editor(atomic=True) as editor:
            for label, name in state.models:
                model = state.apps.get_model(label, name)
                if (label, name) not in there and model._meta.can_migrate(self.connection):
                    editor.create_model(model)
            for migration in migrations:
                if self.progress_callback:
                    self.progress_callback("apply_start", migration, False)
                self.record_migration(migration)
                if self.progress_callback:
                    self.progress_callback("apply_success", migration, False)
        return state


def makes_rows(migration: Migration) -> bool:
    """Whether one of ours does what the tables of its last state do not show, in an empty database too."""
    return _is_ours(migration.app_label) and any(
        isinstance(one, RunPython | RunSQL | SeparateDatabaseAndState) and not one.elidable
        for one in migration.operations
    )


def _is_ours(app_label: str) -> bool:
    return isinstance(apps.get_app_config(app_label), ProjectApp)
