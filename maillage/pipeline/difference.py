"""What a delivery changes in the one before: rows added, changed, removed, counted by key and told in words."""

from dataclasses import dataclass

import duckdb

from maillage.kernel.table import Table
from maillage.store.duck import quoted
from maillage.store.home import Home
from maillage.store.receipt import Receipt

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """Against the delivery of `period`: how many rows, and a few of their keys."""

    period: str
    added: int
    changed: int
    removed: int
    same: int
    examples: tuple[str, ...]


def compare(con: duckdb.DuckDBPyConnection, home: Home, table: Table, before: Receipt) -> Difference:
    """Compare the staging table with a delivery. The period of the rows is left out of the key, so that two
    quarters compare when each holds one row per commune; columns the table did not have then are not compared."""
    old = f"read_parquet({quoted(home.root / before.data)}, hive_partitioning = false)"
    had = {str(name) for name, *_ in con.execute(f"DESCRIBE FROM {old}").fetchall()}
    key = [name for name in table.key if name != "periode"]
    facts = [c.name for c in table.columns if c.name in had and c.name not in (*key, "periode")]
    periods = len(before.row_periods) > 1
    key += ["periode"] if periods else []
    same_key = " AND ".join(f"n.{k} IS NOT DISTINCT FROM o.{k}" for k in key)
    same_row = " AND ".join(f"n.{f} IS NOT DISTINCT FROM o.{f}" for f in facts) or "true"
    shown = "concat_ws(' · ', " + ", ".join(f"coalesce(n.{k}, o.{k})" for k in key) + ")"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE difference AS SELECT "
        "CASE WHEN o.ligne IS NULL THEN 'ajoutée' WHEN n.ligne IS NULL THEN 'retirée' "
        f"WHEN {same_row} THEN 'inchangée' ELSE 'modifiée' END AS sort, {shown} AS cle "
        f"FROM staging n FULL JOIN (FROM {old}) o ON {same_key}"
    )
    counts = dict(con.execute("SELECT sort, count(*) FROM difference GROUP BY 1").fetchall())
    examples = con.execute(
        f"SELECT sort || ' : ' || cle FROM difference WHERE sort <> 'inchangée' ORDER BY 1 LIMIT {SHOWN}"
    ).fetchall()
    return Difference(
        before.period,
        counts.get("ajoutée", 0),
        counts.get("modifiée", 0),
        counts.get("retirée", 0),
        counts.get("inchangée", 0),
        tuple(text for (text,) in examples),
    )
