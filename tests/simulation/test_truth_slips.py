"""What the platform says of announced dates, delivery after delivery, is what the world did."""

import csv
from pathlib import Path

import duckdb
import pytest

from tests.conftest import maillage

pytestmark = pytest.mark.more


def test_dates_kept_late_and_moved_are_those_of_the_world_in_every_commune_and_quarter(tmp_path: Path) -> None:
    folder, home = tmp_path / "region", tmp_path / "home"
    arguments = ("--communes", "30", "--seed", "12", "--quarters", "20", "--building-quarters", "20")
    assert maillage(home, "simulate", str(folder), *arguments).returncode == 0
    built = maillage(home, "up", "--from", str(folder), "--no-serve")
    assert built.returncode == 0, built.stderr
    with open(folder / "truth" / "glissements.csv", encoding="utf-8") as file:
        names, *truth = csv.reader(file)
    table = f"'{home}/releases/current/derived/glissements_ftth.parquet'"
    computed = duckdb.sql(f"SELECT {', '.join(names)} FROM {table}").fetchall()
    told = sorted([str(cell) if cell is not None else "" for cell in row] for row in computed)
    assert told == sorted(truth)
    for name in (
        "mois_cumules",
        "non_raccordables",
        "tenus",
        "en_retard",
        "indetermines",
        "suivis",
        "repousses",
        "mois",
    ):
        assert sum(int(row[names.index(name)] or 0) for row in truth) > 0, name
    [gone] = duckdb.sql(f"SELECT sum(nouveaux), sum(disparus) FROM {table}").fetchall()
    assert gone == (0, 0)
