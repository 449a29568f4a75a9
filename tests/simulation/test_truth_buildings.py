"""The state of each building that the platform keeps is the one the world gave it."""

from pathlib import Path

import duckdb
import pytest

from tests.conftest import maillage

pytestmark = pytest.mark.more


def test_each_building_is_read_in_the_state_it_was_given_quarter_by_quarter(tmp_path: Path) -> None:
    folder, home = tmp_path / "region", tmp_path / "home"
    arguments = ("--communes", "30", "--seed", "4", "--quarters", "9", "--building-quarters", "2")
    assert maillage(home, "simulate", str(folder), *arguments).returncode == 0
    built = maillage(home, "up", "--from", str(folder), "--no-serve")
    assert built.returncode == 0, built.stderr
    for period in ("2026-T1", "2026-T2"):
        read = f"'{home}/lake/immeubles_ftth/*/period={period}/*.parquet'"
        kept = (
            "SELECT commune_publiee, longitude, latitude, etat "
            f"FROM read_parquet({read.replace('*.parquet', '????????????.parquet')}, hive_partitioning = false)"
        )
        told = (
            "SELECT commune_publiee, longitude, latitude, etat FROM "
            f"read_csv('{folder}/truth/immeubles_{period}.csv.gz', types = {{'commune_publiee': 'VARCHAR'}})"
        )
        [(buildings,)] = duckdb.sql(f"SELECT count(*) FROM ({told})").fetchall()
        assert buildings > 10_000
        for one, other in ((kept, told), (told, kept)):
            assert duckdb.sql(f"({one}) EXCEPT ALL ({other})").fetchall() == []
    changed = duckdb.sql(
        f"SELECT count(*) FROM '{folder}/truth/immeubles_2026-T1.csv.gz' a JOIN "
        f"'{folder}/truth/immeubles_2026-T2.csv.gz' b USING (longitude, latitude) WHERE a.etat <> b.etat"
    ).fetchall()
    assert changed[0][0] > 0
