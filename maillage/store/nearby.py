"""The file of what stands near a point, and how it is read: by cells of the ground."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from math import cos, floor, hypot, radians
from pathlib import Path
from shutil import move

import duckdb

from maillage.store.duck import quoted, writable

CELL = 0.005
"""Degrees."""
ROW = 1_000_000
"""More than the cells of a parallel."""
CELL_SQL = f"(floor({{latitude}} / {CELL})::BIGINT * {ROW} + floor({{longitude}} / {CELL})::BIGINT)"
METRES = 111_320.0
"""Metres in a degree of latitude."""
FILE = "nearby.duckdb"
NAME = "nearby"
"""What the file is called in SQL, once attached."""
TABLES = ("buildings", "stages", "premises", "terms", "offers", "sites", "communes", "operators", "alternatives")


def attach(con: duckdb.DuckDBPyConnection, path: Path, writing: bool = False) -> None:
    """Open the file, to read it unless `writing`, for all the cursors of a connection."""
    con.execute(f"ATTACH {quoted(path)} AS {NAME}{'' if writing else ' (READ_ONLY)'}")


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, path: Path, writing: bool = False) -> Iterator[None]:
    """The same for a while; what was written is on disk at the end."""
    with writable(path.parent) as folder:
        file = folder / path.name if writing else path
        attach(con, file, writing)
        try:
            yield
        finally:
            con.execute(f"DETACH {NAME}")
        if file != path:
            move(file, path)


def distance_sql(longitude: float, latitude: float) -> str:
    """Metres from a point to the row's: flat, exact to a thousandth over the few kilometres it serves."""
    squeeze = METRES * cos(radians(latitude))
    east, north = f"(longitude - {longitude:.7f}) * {squeeze:.3f}", f"(latitude - {latitude:.7f}) * {METRES}"
    return f"sqrt(pow({east}, 2) + pow({north}, 2))"


def among(cells: Collection[int]) -> str:
    """What stands after WHERE: the rows of these cells, at least one."""
    return f"cellule IN ({', '.join(map(str, sorted(cells)))})"


def _reach(latitude: float, metres: float) -> tuple[float, float]:
    """Degrees of longitude and of latitude in a distance."""
    north = metres / METRES
    return north / cos(radians(latitude)), north


def in_reach(longitude: float, latitude: float, metres: float) -> str:
    """What stands after WHERE: the rows of the square around a point, at most 20 km away on each side."""
    return in_box(longitude, latitude, metres, metres)


def in_box(longitude: float, latitude: float, across: float, along: float) -> str:
    """What stands after WHERE: the rows of a rectangle around a point, at most so many metres away to the east and to
    the west, then to the north and to the south."""
    east, north = _reach(latitude, across)[0], _reach(latitude, along)[1]
    rows = range(floor((latitude - north) / CELL), floor((latitude + north) / CELL) + 1)
    first, last = floor((longitude - east) / CELL), floor((longitude + east) / CELL)
    bands = " OR ".join(f"cellule BETWEEN {row * ROW + first} AND {row * ROW + last}" for row in rows)
    return (
        f"({bands}) AND longitude BETWEEN {longitude - east:.7f} AND {longitude + east:.7f} "
        f"AND latitude BETWEEN {latitude - north:.7f} AND {latitude + north:.7f}"
    )


def away(longitude: float, latitude: float, east: float, north: float) -> float:
    """Metres from a point to another, as distance_sql measures them."""
    squeeze = METRES * cos(radians(latitude))
    return hypot((east - longitude) * squeeze, (north - latitude) * METRES)


def around_in(file: Path, longitude: float, latitude: float, metres: float) -> str:
    """What stands after FROM: the rows of a Parquet file at most so far from a point, with `distance` in metres.

    Its rows bear `cellule`, `longitude` and `latitude`. At most 20 km.
    """
    distance = distance_sql(longitude, latitude)
    square = in_reach(longitude, latitude, metres)
    table = f"read_parquet({quoted(file)})"
    return f"(SELECT *, {distance} AS distance FROM {table} WHERE {square} AND {distance} <= {metres})"
