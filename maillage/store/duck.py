"""DuckDB: one connection a run, rows in as NumPy columns, tables out as Parquet. No extension is ever loaded."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from maillage.kernel.table import Column, Kind

BATCH = 100_000


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


def quoted(text: object) -> str:
    """A value as an SQL string literal."""
    return "'" + str(text).replace("'", "''") + "'"


def create(con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Column]) -> None:
    """An empty table of these columns, in place of any other of this name."""
    con.execute(f"DROP VIEW IF EXISTS {name}")
    listed = ", ".join(f'"{column.name}" {column.kind}' for column in columns)
    con.execute(f"CREATE OR REPLACE TABLE {name} ({listed})")


def _array(kind: Kind, values: list[Any]) -> np.ndarray[Any, Any]:
    if kind in (Kind.INTEGER, Kind.DECIMAL):
        blank = [value is None for value in values]
        filled = [0 if value is None else value for value in values]
        return np.ma.array(filled, mask=blank, dtype=np.int64 if kind is Kind.INTEGER else np.float64)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def append(
    con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]
) -> int:
    """Add rows (dicts by column name, absent = NULL) to a table; gives how many."""
    total = 0
    batch: list[Mapping[str, Any]] = []

    def flush() -> None:
        incoming = {c.name: _array(c.kind, [row.get(c.name) for row in batch]) for c in columns}
        con.register("incoming", incoming)
        listed = ", ".join(f'CAST("{c.name}" AS {c.kind})' for c in columns)
        con.execute(f"INSERT INTO {name} SELECT {listed} FROM incoming")
        con.unregister("incoming")

    for row in rows:
        batch.append(row)
        total += 1
        if len(batch) >= BATCH:
            flush()
            batch = []
    if batch:
        flush()
    return total


def write_parquet(con: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    """The rows of a SELECT as a Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"COPY ({select}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")


def parquet(paths: Sequence[Path]) -> str:
    """Parquet files of the same columns, as what stands after FROM. Folder names are never read as columns."""
    listed = ", ".join(quoted(path) for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false, union_by_name = true)"


def view_parquet(con: duckdb.DuckDBPyConnection, name: str, paths: Sequence[Path]) -> None:
    """A view over Parquet files of the same columns."""
    con.execute(f"DROP TABLE IF EXISTS {name}")
    con.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {parquet(paths)}")
