"""What a delivery changes in the one before: rows added, changed, removed, counted by key, told in words, placed."""

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


@dataclass(frozen=True, slots=True)
class Mark:
    """A row on the map of what a delivery changes: where it is, as far as the table says, and what becomes of it:
    ajoutée, modifiée, retirée, inchangée."""

    sort: str
    commune: str
    longitude: float | None
    latitude: float | None


MOST_MARKS = 3_000


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
        f"WHEN {same_row} THEN 'inchangée' ELSE 'modifiée' END AS sort, {shown} AS cle, "
        f"{', '.join(_place(table, had, name) for name in PLACE)} "
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


PLACE = ("commune", "longitude", "latitude")


def _place(table: Table, had: set[str], name: str) -> str:
    """Where a row is, from the new delivery or from the one before, as SQL."""
    sides = [f"n.{name}"] if table.has(name) else []
    sides += [f"o.{name}"] if name in had else []
    return f"coalesce({', '.join(sides)}) AS {name}" if sides else f"NULL AS {name}"


def marks(con: duckdb.DuckDBPyConnection, table: Table, *, compared: bool) -> tuple[Mark, ...]:
    """The rows of a delivery on a map, those that change first, MOST_MARKS at most: once compared, or all as added."""
    places = ", ".join(name if compared or table.has(name) else f"NULL AS {name}" for name in PLACE)
    rows = f"SELECT sort, {places} FROM difference" if compared else f"SELECT 'ajoutée' AS sort, {places} FROM staging"
    order = "CASE sort WHEN 'retirée' THEN 0 WHEN 'modifiée' THEN 1 WHEN 'ajoutée' THEN 2 ELSE 3 END, commune"
    placed = con.execute(f"FROM ({rows}) WHERE commune IS NOT NULL ORDER BY {order} LIMIT {MOST_MARKS}").fetchall()
    return tuple(Mark(sort, commune, longitude, latitude) for sort, commune, longitude, latitude in placed)
