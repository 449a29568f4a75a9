"""DuckDB: one connection a run, tables out as Parquet. No extension is ever loaded."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any

import duckdb

from maillage.kernel.table import Column
from maillage.store.home import Home, fresh_folder


def connect(memory: str = "700MB", aside: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that never goes out to the network nor prints progress. Its tables are in memory, and beyond it in
    the folder `aside` when there is one."""
    config: dict[str, Any] = {
        "memory_limit": memory,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if aside is not None:
        config["temp_directory"] = str(aside)
    return duckdb.connect(config=config)


@contextmanager
def spilling(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables go, beyond memory, to the folder that the home sets aside, emptied before and after.

    One at a time: whoever writes in the home."""
    aside = fresh_folder(home.aside)
    try:
        with closing(connect(aside=aside)) as con:
            yield con
    finally:
        rmtree(aside, ignore_errors=True)


def quoted(text: object) -> str:
    """A value as an SQL string literal."""
    return "'" + str(text).replace("'", "''") + "'"


def create(con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Column]) -> None:
    """An empty table of these columns, in place of any other of this name."""
    con.execute(f"DROP VIEW IF EXISTS {name}")
    listed = ", ".join(f'"{column.name}" {column.kind}' for column in columns)
    con.execute(f"CREATE OR REPLACE TABLE {name} ({listed})")


def write_parquet(con: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    """The rows of a SELECT as a Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"COPY ({select}) TO {quoted(path)} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd)")


def parquet(paths: Sequence[Path]) -> str:
    """Parquet files of the same columns, as what stands after FROM. Folder names are never read as columns."""
    listed = ", ".join(quoted(path) for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false, union_by_name = true)"


def view_parquet(con: duckdb.DuckDBPyConnection, name: str, paths: Sequence[Path]) -> None:
    """A view over Parquet files of the same columns."""
    con.execute(f"DROP TABLE IF EXISTS {name}")
    con.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {parquet(paths)}")
