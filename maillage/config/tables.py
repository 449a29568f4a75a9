"""The tables of what people write, as the code of today wants them: made at once when new, else migrated.

Django redraws every related model at each step of a migration: for a new home, half a minute for what the tables of
today, made from their models, give in less than half of it. Both ways give the same tables: tests/test_new_tables.py.
"""

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

PEOPLE = "directory"
"""The app of those who sign in, on which the tables of other libraries depend: it is migrated with them."""
QUEUE = "django_tasks_database"
"""The one library whose tables are made as ours are: its twenty migrations only redraw one table, empty when new."""


def bring_up_to_date() -> None:
    """Make the tables that are missing, and bring those that exist to what the code expects."""
    executor = MigrationExecutor(connection)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("maillage.")} - {PEOPLE}
    made = {*ours, QUEUE}
    if not any(label in ours for label, _ in executor.loader.applied_migrations):
        executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] not in made])
        _make(made)
    call_command("migrate", verbosity=0)


def _make(labels: set[str]) -> None:
    """Make the tables of these apps from their models, and note their migrations as done: all of it, or nothing."""
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for label in sorted(labels):
            for model in apps.get_app_config(label).get_models():
                editor.create_model(model)
        for label, name in MigrationExecutor(connection).loader.disk_migrations:
            if label in labels:
                recorder.record_applied(label, name)
