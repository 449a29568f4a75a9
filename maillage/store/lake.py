"""The lake: normalised tables as Parquet, seen from DuckDB as one view per table."""

from collections.abc import Sequence

import duckdb

from maillage.kernel.table import PROVENANCE, Column, Table
from maillage.store.duck import create, view_parquet
from maillage.store.home import Home
from maillage.store.receipt import Receipt


def stored_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table in the lake: its own and where each row comes from."""
    return table.columns + tuple(c for c in PROVENANCE if c.name != "commune_publiee" or table.has("commune"))


def open_tables(
    con: duckdb.DuckDBPyConnection, home: Home, tables: Sequence[Table], receipts: Sequence[Receipt]
) -> None:
    """Give `con` one view per table over its deliveries; a table never loaded is there, empty.

    A table that has no `periode` holds one state of things: only the last delivery of each source is seen.
    """
    for table in tables:
        found = [receipt for receipt in receipts if receipt.table == table.name]
        if not table.has("periode"):
            found = list({receipt.source: receipt for receipt in found}.values())
        paths = [home.root / receipt.data for receipt in found if receipt.counts.kept]
        if paths:
            view_parquet(con, table.name, paths)
        else:
            create(con, table.name, stored_columns(table))
