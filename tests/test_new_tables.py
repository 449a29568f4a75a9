"""A new home gets its tables at once: the very tables that its migrations give, one after the other."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT, blank_home

OPEN = (
    "import pathlib, sys; from maillage.config.serve import open_home; open_home(pathlib.Path(sys.argv[1]))"
)


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


def opened(home: Path) -> dict[str, object]:
    """What the tables of a home are once it is opened, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run(
        [sys.executable, "-c", OPEN, str(home)], cwd=ROOT, env=environment, check=True, timeout=300
    )
    return drawn(home / "maillage.sqlite3")


def test_a_new_home_has_the_tables_that_migrations_give(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    migrated = drawn(blank_home(tmp_path_factory) / "maillage.sqlite3")
    made = opened(tmp_path)
    assert made.keys() == migrated.keys()
    for name, table in migrated.items():
        assert made[name] == table, name


def test_a_home_whose_tables_were_half_made_when_it_was_killed_is_opened_all_the_same(tmp_path: Path) -> None:
    whole = opened(tmp_path)
    with closing(sqlite3.connect(tmp_path / "maillage.sqlite3")) as con:
        con.execute("DELETE FROM django_migrations WHERE app IN ('committees', 'desk')")
        for name in whole:
            if name.startswith(("committees_", "desk_")):
                con.execute(f'DROP TABLE "{name}"')
        con.commit()
    assert opened(tmp_path) == whole
