"""The lake: normalised tables as Parquet, seen from DuckDB as one view per table."""

from collections.abc import Sequence

import duckdb

from maillage.kernel.table import PROVENANCE, Column, Table
from maillage.store.duck import create, parquet, quoted
from maillage.store.home import Home
from maillage.store.receipt import Receipt


def stored_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table in the lake: its own and where each row comes from."""
    return table.columns + tuple(c for c in PROVENANCE if c.name != "commune_publiee" or table.has("commune"))


def open_tables(
    con: duckdb.DuckDBPyConnection, home: Home, tables: Sequence[Table], receipts: Sequence[Receipt]
) -> None:
    """Give `con` one view per table over its deliveries; a table never loaded is there, empty.

    A table that has no `periode` holds one state of things: only the last delivery of each source is seen. In the
    others, a period that two deliveries of a source describe is read in the last one only.
    """
    for table in tables:
        deliveries = [receipt for receipt in receipts if receipt.table == table.name]
        if not table.has("periode"):
            deliveries = list({receipt.source: receipt for receipt in deliveries}.values())
        selects = [_select(home, receipt, deliveries) for receipt in deliveries if receipt.counts.kept]
        if selects:
            # A delivery loaded before a column was added to its table has none: it reads as unknown.
            selects.insert(0, _no_row(table))
            con.execute(f"DROP TABLE IF EXISTS {table.name}")
            con.execute(f"CREATE OR REPLACE VIEW {table.name} AS {' UNION ALL BY NAME '.join(selects)}")
        else:
            create(con, table.name, stored_columns(table))


def _no_row(table: Table) -> str:
    """Every column of a table, and no row."""
    listed = ", ".join(f'CAST(NULL AS {column.kind}) AS "{column.name}"' for column in stored_columns(table))
    return f"SELECT {listed} WHERE false"


def _select(home: Home, receipt: Receipt, others: Sequence[Receipt]) -> str:
    """The rows of a delivery, without the periods that a later one of the same source describes."""
    later = others[others.index(receipt) + 1 :]
    described = {period for delivery in later if delivery.source == receipt.source for period in delivery.row_periods}
    again = sorted(described & set(receipt.row_periods))
    select = f"SELECT * FROM {parquet([home.root / receipt.data])}"
    return f"{select} WHERE periode NOT IN ({', '.join(map(quoted, again))})" if again else select
