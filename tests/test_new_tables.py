"""A new home gets its tables at once, those it is shipped with: the very ones that its migrations give."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from maillage.config import tables
from tests.homes import run_python

MIGRATE = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
"""
OPEN = "import pathlib, sys; from maillage.config.serve import open_home; open_home(pathlib.Path(sys.argv[1]))"


def drawn(database: Path) -> dict[str, object]:
    """Each table with its columns, foreign keys and indexes, then what Django notes of it, in no order."""
    with closing(sqlite3.connect(database)) as con:
        names = {name for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found: dict[str, object] = {
            name: (
                {tuple(row[1:]) for row in con.execute(f'PRAGMA table_info("{name}")')},
                {tuple(row[2:]) for row in con.execute(f'PRAGMA foreign_key_list("{name}")')},
            )
            for name in names
        }
        indexes = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'"
        found["indexes"] = {
            (*row, *(part[2] for part in con.execute(f'PRAGMA index_info("{row[0]}")')))
            for row in con.execute(indexes).fetchall()
        }
        for table, columns in (
            ("django_migrations", "app, name"),
            ("django_content_type", "app_label, model"),
            ("auth_permission", "codename"),
        ):
            found[f"rows of {table}"] = {*con.execute(f"SELECT {columns} FROM {table}")}
    return found


def made(program: str, home: Path) -> dict[str, object]:
    """What the tables of a home are after this program, in a process of its own."""
    home.mkdir()
    run_python(program, home)
    return drawn(home / "maillage.sqlite3")


def test_the_shipped_base_holds_the_migrations_of_the_code() -> None:
    wrong = tables.shipped() ^ tables.expected(MigrationLoader(None))
    assert wrong == set(), "run scripts/empty_base.py"


@pytest.mark.more
def test_a_home_of_other_migrations_than_those_shipped_is_made_from_its_models(tmp_path: Path) -> None:
    other = "from maillage.config import tables; tables.shipped = set; "
    opened = made(other + OPEN, tmp_path / "opened")
    assert opened == made(OPEN, tmp_path / "shipped")


@pytest.mark.more
def test_a_new_home_has_the_tables_that_migrations_give(tmp_path: Path) -> None:
    migrated, opened = made(MIGRATE, tmp_path / "migrated"), made(OPEN, tmp_path / "opened")
    assert opened.keys() == migrated.keys()
    for name, table in migrated.items():
        assert opened[name] == table, name
