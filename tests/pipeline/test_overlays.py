"""What a map may show over its figures: places and masts of the last period known, and none of before."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from maillage.pipeline.overlays import write_overlays

PLACE = "'Lieu', 'mednum_bfc', {longitude}, 47.2, '{category}', '{period}'"
SITE = "'{operator}', {g3}, {g4}, {g5}, 6.00000{digit}, 47.2, 'arcep_sites_mobiles', '{period}'"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect()) as connection:
        columns = "nom VARCHAR, sources VARCHAR, longitude DOUBLE, latitude DOUBLE, categorie VARCHAR, periode VARCHAR"
        connection.execute(f"CREATE TABLE lieux_uniques ({columns})")
        connection.execute(
            "CREATE TABLE sites_mobiles (operateur VARCHAR, g3 BOOLEAN, g4 BOOLEAN, g5 BOOLEAN, longitude DOUBLE, "
            "latitude DOUBLE, source VARCHAR, periode VARCHAR, g2 BOOLEAN DEFAULT false)"
        )
        yield connection


def place(con: duckdb.DuckDBPyConnection, period: str, category: str = "mediation", longitude: str = "6.0") -> None:
    row = PLACE.format(longitude=longitude, category=category, period=period)
    con.execute(f"INSERT INTO lieux_uniques VALUES ({row})")


def site(con: duckdb.DuckDBPyConnection, operator: str, period: str, digit: str = "0", **states: bool) -> None:
    known = {"g3": False, "g4": False, "g5": False} | states
    row = SITE.format(operator=operator, period=period, digit=digit, **known)
    names = "operateur, g3, g4, g5, longitude, latitude, source, periode"
    con.execute(f"INSERT INTO sites_mobiles ({names}) VALUES ({row})")


def written(con: duckdb.DuckDBPyConnection, folder: Path) -> list[tuple[object, ...]]:
    write_overlays(con, folder / "overlays.parquet")
    select = f"SELECT calque, nom, genre, periode FROM '{folder / 'overlays.parquet'}'"
    return con.execute(select).fetchall()


def test_without_a_place_nor_a_mast_there_is_no_point(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert written(con, tmp_path) == []


def test_each_calque_is_of_its_own_last_period_the_shorter_one_where_two_end_together(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for period in ("2025-12-31", "2026-06-30", "2026-T1"):
        place(con, period)
    for period in ("2024", "2024-T4"):
        place(con, period, "tiers_lieu")
    assert written(con, tmp_path) == [
        ("mediation", "Lieu", "Lieu de médiation numérique", "2026-06-30"),
        ("tiers_lieux", "Lieu", "Tiers-lieu", "2024-T4"),
    ]


def test_a_place_that_is_nowhere_is_not_shown(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    place(con, "2026", longitude="NULL")
    assert written(con, tmp_path) == []


def test_operators_that_share_a_mast_are_one_point_with_the_best_of_their_networks(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    site(con, "SFR", "2026-T1", g4=True)
    site(con, "Orange", "2026-T1", digit="1", g5=True)
    site(con, "Free", "2026-T1", digit="9", g3=True)
    site(con, "Bouygues", "2025-T4", g5=True)
    assert written(con, tmp_path) == [
        ("sites_mobiles", "Free", "Site mobile 3G", "2026-T1"),
        ("sites_mobiles", "Orange, SFR", "Site mobile 5G", "2026-T1"),
    ]
