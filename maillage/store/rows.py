"""Rows of Python into a table of DuckDB, as NumPy columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np

from maillage.kernel.table import Column, Kind

BATCH = 100_000


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
