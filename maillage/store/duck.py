"""DuckDB: one database a run, tables out as Parquet. No extension is ever loaded."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import lru_cache
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import duckdb

from maillage.kernel.table import Column
from maillage.store.home import Home, fresh_folder


def connect(memory: str = "700MB", aside: Path | None = None, file: str = ":memory:") -> duckdb.DuckDBPyConnection:
    """A connection that never goes out to the network nor prints progress. Its tables are in memory, or in a `file`;
    what it works on goes, beyond memory, to the folder `aside` when there is one."""
    config: dict[str, Any] = {
        "memory_limit": memory,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if aside is not None:
        config["temp_directory"] = str(aside)
    return duckdb.connect(file, config=config)


@contextmanager
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory, gone at the end: the tables, views and files of one run.

    Opening DuckDB anew takes 40 ms of processor, a database of the one that is open 1.5."""
    name = f"run_{uuid4().hex}"
    with closing(_engine().cursor()) as con:
        con.execute(f"ATTACH ':memory:' AS {name}")
        con.execute(f"USE {name}")
        try:
            yield con
        finally:
            con.execute("USE memory")
            con.execute(f"DETACH {name}")


@lru_cache(maxsize=1)
def _engine() -> duckdb.DuckDBPyConnection:
    return connect()


def close() -> None:
    """Let go of the DuckDB that `scratch` keeps open. To be called before a fork: its threads do not follow into the
    child, which dies of it."""
    if _engine.cache_info().currsize:
        _engine().close()
        _engine.cache_clear()


def spilling(home: Home) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A connection whose tables go, beyond memory, to the folder that the home sets aside, emptied before and after.

    One at a time: whoever writes in the home."""
    return _beside(home, "")


def staging(home: Home) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """The same, whose tables are in a file of that folder: as many rows as the disk holds, ten times smaller.

    A table in memory keeps some bytes of each row there, whatever is spilt: 150 million rows would fill all of it."""
    return _beside(home, "tables.duckdb")


@contextmanager
def _beside(home: Home, file: str) -> Iterator[duckdb.DuckDBPyConnection]:
    aside = fresh_folder(home.aside)
    try:
        with (
            writable(aside) as folder,
            closing(connect(aside=aside, file=str(folder / file) if file else ":memory:")) as con,
        ):
            yield con
    finally:
        rmtree(aside, ignore_errors=True)


@contextmanager
def writable(folder: Path) -> Iterator[Path]:
    """Where a database that goes in this folder is written: elsewhere, for a while, when its path holds a « ? », at
    which DuckDB cuts paths, links followed, to name its journal."""
    if "?" not in str(folder.resolve()):
        yield folder
        return
    with TemporaryDirectory() as plain:
        yield Path(plain)


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
