"""The tiles of buildings: every building of the last zoom, at its place, with its state and its operator; no more."""

import json
import subprocess
import threading
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as some

from maillage.kernel.errors import DataError
from maillage.kernel.fixed import WAITING_EXCHANGE
from maillage.store import points
from maillage.store.points import LAST
from maillage.store.tiles import _tippecanoe as program
from maillage.store.tiles import buildings_meanwhile

STATES = ("deploye", "cible", "en cours de deploiement")
SECRET = "IMB/SECRET"


def written(folder: Path, points: int) -> Path:
    """A grid of buildings some 30 m apart, whose exchange is ready one time in two."""
    con = duckdb.connect()
    listed = ", ".join(f"'{state}'" for state in STATES)
    con.execute(
        "CREATE TABLE immeubles AS SELECT 6 + (i % 100) * 0.0004 AS longitude, 47 + (i // 100) * 0.0003 AS latitude, "
        f"[{listed}][1 + i % 3] AS etat, CASE WHEN i % 2 = 0 THEN 'deploye' END AS pm_etat, "
        f"CASE WHEN i % 5 = 0 THEN '1E10' ELSE 'FRTE' END AS operateur, '{SECRET}' AS imb_id FROM range({points}) r(i)"
    )
    path = folder / "buildings.pmtiles"
    with buildings_meanwhile(con, "immeubles", path):
        pass
    con.close()
    return path


def features(path: Path, zoom: int) -> list[dict[str, object]]:
    """What a tile reader finds at a zoom."""
    decode = Path(program()).with_name("tippecanoe-decode")
    command = [str(decode), f"--minimum-zoom={zoom}", f"--maximum-zoom={zoom}", "--tag-layer-and-zoom", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        one
        for line in done.stdout.splitlines()
        if (start := line.find('{ "type": "Feature", ')) >= 0
        for one in [json.loads(line[start:].rstrip().rstrip(","))]
        if one["geometry"]["type"] == "Point"
    ]


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("tiles"), 3000)


def test_from_near_every_building_is_there_within_a_metre_of_its_place(tiles: Path) -> None:
    found = {
        (round(x, 4), round(y, 4))
        for one in features(tiles, LAST)
        for x, y in [one["geometry"]["coordinates"]]  # type: ignore[index]
    }
    expected = {(round(6 + (i % 100) * 0.0004, 4), round(47 + (i // 100) * 0.0003, 4)) for i in range(3000)}
    assert found == expected


def test_from_far_a_sample_is_shown(tiles: Path) -> None:
    assert 0 < len(features(tiles, 8)) < 300


def test_a_building_says_its_state_and_its_operator_and_nothing_else(tiles: Path) -> None:
    told = [one["properties"] for one in features(tiles, LAST)]
    assert {tuple(sorted(one)) for one in told} == {("etat", "operateur")}  # type: ignore[call-overload]
    states = Counter(one["etat"] for one in told)  # type: ignore[index]
    # A code that looks like a number stays a code; « deploye » without its exchange is told apart.
    assert {one["operateur"] for one in told} == {"1E10", "FRTE"}  # type: ignore[index]
    assert set(states) == {"deploye", WAITING_EXCHANGE, "cible", "en cours de deploiement"}
    assert SECRET.encode() not in tiles.read_bytes()


def test_without_building_there_is_no_file(tmp_path: Path) -> None:
    assert not written(tmp_path, 0).exists()


def test_what_fails_meanwhile_stops_the_tool_and_leaves_nothing_aside(tmp_path: Path) -> None:
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE immeubles AS SELECT 6 + i / 1e5 AS longitude, 47.0 AS latitude, 'cible' AS etat, "
        "NULL AS pm_etat, 'FRTE' AS operateur FROM range(200000) r(i)"
    )
    with pytest.raises(DataError, match="ailleurs"), buildings_meanwhile(con, "immeubles", tmp_path / "b.pmtiles"):
        raise DataError("ailleurs")
    assert list(tmp_path.iterdir()) == []


@given(
    some.lists(
        some.tuples(some.floats(-179.9, 179.9), some.floats(-84, 84), some.integers(0, 3), some.integers(0, 200)),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_the_points_a_reader_of_tiles_finds_each_once_at_the_last_zoom(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[float, float, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("points") / "points.pmtiles"
    con = duckdb.connect()
    con.execute("CREATE TABLE p (longitude DOUBLE, latitude DOUBLE, etat VARCHAR, operateur VARCHAR)")
    con.executemany("INSERT INTO p VALUES (?, ?, 'e' || ?, 'o' || ?)", drawn)
    points.write(points.read(con, "SELECT * FROM p"), "immeubles", path, threading.Event())
    con.close()
    found = Counter(
        (round(x, 3), round(y, 3), one["properties"]["etat"], one["properties"]["operateur"])  # type: ignore[index]
        for one in features(path, points.LAST)
        for x, y in [one["geometry"]["coordinates"]]  # type: ignore[index]
    )
    for x, y, state, operator in drawn:
        near = [
            place
            for place in found
            if abs(place[0] - x) < 0.002 and abs(place[1] - y) < 0.002 and place[2:] == (f"e{state}", f"o{operator}")
        ]
        assert near, (x, y, found)
    assert sum(found.values()) == len(drawn)
