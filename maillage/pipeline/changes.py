"""What a release brings that the one before did not have: deliveries, and the indicators whose figures moved."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from maillage.store.duck import quoted
from maillage.store.home import Home, write_whole
from maillage.store.receipt import Receipt

FIRST: dict[str, Any] = {"before": None, "deliveries": [], "indicators": []}


def note_changes(
    con: duckdb.DuckDBPyConnection, home: Home, place: Path, region: str, receipts: Sequence[Receipt]
) -> None:
    """Write `changes.json` in the release being built at `place`, against the release being read."""
    write_whole(place / "changes.json", json.dumps(_changes(con, home, place, region, receipts)).encode())


def _changes(
    con: duckdb.DuckDBPyConnection, home: Home, place: Path, region: str, receipts: Sequence[Receipt]
) -> dict[str, Any]:
    try:
        facts = json.loads((home.current / "catalogue.json").read_text("utf-8"))
        release = json.loads((home.current / "release.json").read_text("utf-8"))
    except OSError:
        return FIRST
    if facts["region"] != region:
        return FIRST
    had = {
        (delivery["source"], delivery["period"]): sorted(file["sha256"] for file in delivery["files"])
        for delivery in facts["deliveries"]
    }
    brought = [
        {"source": receipt.source, "period": receipt.period, "replaces": (receipt.source, receipt.period) in had}
        for receipt in receipts
        if had.get((receipt.source, receipt.period)) != sorted(file.sha256 for file in receipt.files)
    ]
    return {
        "before": {"number": release["number"], "published_at": release["published_at"]},
        "deliveries": brought,
        "indicators": _moved(con, home.current / "values.parquet", place / "values.parquet"),
    }


def _moved(con: duckdb.DuckDBPyConnection, old: Path, new: Path) -> list[dict[str, Any]]:
    """Each indicator whose last values differ, and for how many communes."""
    last = (
        "SELECT indicateur, niveau, code, arg_max(valeur, rang_periode) AS valeur, arg_max(periode, rang_periode) AS "
        "periode FROM read_parquet({}) GROUP BY ALL"
    )
    rows = con.execute(
        f"WITH n AS ({last.format(quoted(new))}), o AS ({last.format(quoted(old))}) "
        "SELECT indicateur, count(*) FROM n FULL JOIN o USING (indicateur, niveau, code) WHERE niveau = 'commune' "
        "AND (n.valeur IS DISTINCT FROM o.valeur) GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    return [{"name": name, "communes": communes} for name, communes in rows]
