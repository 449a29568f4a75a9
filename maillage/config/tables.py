"""The tables of what people write, as the code of today wants them: shipped when new, else migrated.

Django redraws every related model at each step of a migration: twenty seconds of a processor for a new home. On SQLite,
`empty.sql` is read instead, in a tenth of one, when it holds the very migrations of the code; `scripts/empty_base.py`
writes it. Elsewhere the tables of today are made from their models, which costs half as much as migrating. All three
give the same tables: tests/test_new_tables.py.
"""

import re
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

PEOPLE = "directory"
"""The app of those who sign in, on which the tables of other libraries depend: it is migrated with them."""
QUEUE = "django_tasks_database"
"""The one library whose tables are made as ours are: its twenty migrations only redraw one table, empty when new."""


EMPTY = Path(__file__).parent / "empty.sql"
"""A base where nobody wrote anything yet, as SQLite dumps it."""
_NOTED = re.compile(r"""INSERT INTO "django_migrations" VALUES\(\d+,'(\w+)','([\w-]+)',""")


def bring_up_to_date() -> None:
    """Make the tables that are missing, and bring those that exist to what the code expects."""
    executor = MigrationExecutor(connection)
    if _read_shipped(executor.loader) or not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("maillage.")} - {PEOPLE}
    made = {*ours, QUEUE}
    if not any(label in ours for label, _ in executor.loader.applied_migrations):
        executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] not in made])
        _make(made)
    call_command("migrate", verbosity=0)


def shipped() -> set[tuple[str, str]]:
    """The migrations that the shipped base holds: app and name."""
    return set(_NOTED.findall(EMPTY.read_text(encoding="utf-8"))) if EMPTY.is_file() else set()


def expected(loader: MigrationLoader) -> set[tuple[str, str]]:
    """The migrations of the code, with those that they replace."""
    every = loader.disk_migrations
    return {*every, *(replaced for migration in every.values() for replaced in migration.replaces)}


def _read_shipped(loader: MigrationLoader) -> bool:
    """Fill an empty base of SQLite from the shipped one; False when it is not empty, or that one is of other code."""
    if connection.vendor != "sqlite" or connection.introspection.table_names() or shipped() != expected(loader):
        return False
    connection.ensure_connection()
    try:
        # Tables come in no order: a row may come before the table that it refers to.
        connection.connection.executescript(f"PRAGMA foreign_keys=OFF;\n{EMPTY.read_text(encoding='utf-8')}")
    finally:
        # Half of it is nothing: what was not committed goes with the connection.
        connection.close()
    return True


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
