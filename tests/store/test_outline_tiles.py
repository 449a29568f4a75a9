"""The tiles of territories are drawn again only when what they draw changed, and never taken from a damaged release."""

from pathlib import Path

import duckdb
import pytest
import shapely

from maillage.kernel.territory import Ref
from maillage.store import whole
from maillage.store.tiles import TERRITORIES, territories_meanwhile

NAMES = {Ref.parse("commune:25056"): "Besançon", Ref.parse("commune:39198"): "Dole"}


def build(con: duckdb.DuckDBPyConnection, names: dict[Ref, str], place: Path, before: Path) -> None:
    """Draw the outlines, and wait for them."""
    with territories_meanwhile(con, names, place, before):
        pass


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    held = duckdb.connect()
    held.execute("CREATE TABLE contours_territoires (niveau VARCHAR, code VARCHAR, contour BLOB)")
    for rank, ref in enumerate(NAMES):
        outline = shapely.to_wkb(shapely.box(6 + rank, 47, 6.5 + rank, 47.5))
        held.execute("INSERT INTO contours_territoires VALUES ('commune', ?, ?)", [ref.code, outline])
    return held


def released(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_same_outlines_are_not_drawn_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first, second = released(tmp_path / "1"), released(tmp_path / "2")
    build(con, NAMES, first, tmp_path / "none")
    assert (first / TERRITORIES).read_bytes().startswith(b"PMTiles")
    # What is published is what is taken.
    (first / TERRITORIES).write_bytes(b"as published")
    whole.seal(first)
    build(con, NAMES, second, first)
    assert (second / TERRITORIES).read_bytes() == b"as published"


def test_a_name_or_an_outline_that_changed_is_drawn(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first, second, third = (released(tmp_path / name) for name in "123")
    build(con, NAMES, first, tmp_path / "none")
    whole.seal(first)
    build(con, NAMES | {Ref.parse("commune:39198"): "Dole-la-Neuve"}, second, first)
    assert (second / TERRITORIES).read_bytes() != (first / TERRITORIES).read_bytes()
    con.execute("DELETE FROM contours_territoires WHERE code = '39198'")
    build(con, NAMES, third, first)
    assert (third / TERRITORIES).read_bytes() != (first / TERRITORIES).read_bytes()


@pytest.mark.parametrize("damage", ["altered", "unsealed", "gone"])
def test_a_damaged_release_gives_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path, damage: str) -> None:
    first, second = released(tmp_path / "1"), released(tmp_path / "2")
    build(con, NAMES, first, tmp_path / "none")
    if damage != "unsealed":
        whole.seal(first)
    if damage == "gone":
        (first / TERRITORIES).unlink()
    else:
        content = (first / TERRITORIES).read_bytes()
        (first / TERRITORIES).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    build(con, NAMES, second, first)
    made = (second / TERRITORIES).read_bytes()
    assert made.startswith(b"PMTiles")
    assert damage == "gone" or made != (first / TERRITORIES).read_bytes()
