"""A territory's page over HTTP, against the bare SELECT of the same figures in the same release."""

import random
import statistics
from pathlib import Path

import duckdb

from bench.serving import SEED, get, milliseconds, served
from bench.table import Asked, Row, Sheet, figure, grid, medians

MEASURES = ("maillage/config", "maillage/kernel", "maillage/observatory", "maillage/store", "maillage/web")
PAGES = 200


def run(asked: Asked, home: Path) -> None:
    """Print and write the comparison, on communes drawn at random with a fixed seed."""
    sheet = Sheet(asked, "page", "A commune’s page, beside the bare SELECT", MEASURES, ("DuckDB", "Django"))
    rows = medians([_measured(home) for _ in range(asked.runs)])
    least = rows[-1][1][0] or 1
    sheet.write(
        f"{PAGES} communes drawn at random with a fixed seed, one after the other.",
        grid(
            ("what", "median, ms", "slowest, ms", "ratio of the medians"),
            [
                (label, figure(middle, 1), figure(slowest, 1), figure((middle or 0) / least, 1))
                for label, (middle, slowest) in rows
            ],
        ),
    )


def _measured(home: Path) -> list[Row]:
    """Median and slowest, in milliseconds, of the page and of the SELECT."""
    values = home / "releases" / "current" / "values.parquet"
    con = duckdb.connect()
    listed = con.execute(f"SELECT DISTINCT code FROM '{values}' WHERE niveau = 'commune' ORDER BY 1").fetchall()
    chosen = random.Random(SEED).sample([code for (code,) in listed], PAGES)
    with served(home) as (port, _):
        address = f"http://127.0.0.1:{port}/territoires/commune/"
        get(address + chosen[0])
        pages = [milliseconds(lambda code=code: get(address + code)) for code in chosen]
    select = f"SELECT * FROM '{values}' WHERE niveau = 'commune' AND code = ?"
    bare = [milliseconds(lambda code=code: con.execute(select, [code]).fetchall()) for code in chosen]
    con.close()
    return [
        ("The page, over HTTP", (statistics.median(pages), max(pages))),
        ("Bare SELECT (DuckDB)", (statistics.median(bare), max(bare))),
    ]
