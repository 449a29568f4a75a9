"""The files of what stands near a point, and how they are read: by cells of the ground."""

from math import cos, floor, radians
from pathlib import Path

from maillage.store.duck import quoted

CELL = 0.005
"""Degrees."""
ROW = 1_000_000
"""More than the cells of a parallel."""
CELL_SQL = f"(floor({{latitude}} / {CELL})::BIGINT * {ROW} + floor({{longitude}} / {CELL})::BIGINT)"
METRES = 111_320.0
"""Metres in a degree of latitude."""
FOLDER = "nearby"
FILES = {
    "buildings": "buildings.parquet",
    "stages": "stages.parquet",
    "premises": "premises.parquet",
    "offers": "offers.parquet",
    "sites": "sites.parquet",
    "communes": "communes.parquet",
    "operators": "operators.parquet",
    "alternatives": "alternatives.parquet",
}


def distance_sql(longitude: float, latitude: float) -> str:
    """Metres from a point to the row's: flat, exact to a thousandth over the few kilometres it serves."""
    squeeze = METRES * cos(radians(latitude))
    east, north = f"(longitude - {longitude:.7f}) * {squeeze:.3f}", f"(latitude - {latitude:.7f}) * {METRES}"
    return f"sqrt(pow({east}, 2) + pow({north}, 2))"


def in_cells(folder: Path, name: str, longitude: float, latitude: float, metres: float) -> str:
    """What stands after FROM: the rows of the cells that are at most so far from a point. At most 20 km."""
    north = metres / METRES
    east = north / cos(radians(latitude))
    rows = range(floor((latitude - north) / CELL), floor((latitude + north) / CELL) + 1)
    first, last = floor((longitude - east) / CELL), floor((longitude + east) / CELL)
    bands = " OR ".join(f"cellule BETWEEN {row * ROW + first} AND {row * ROW + last}" for row in rows)
    return f"(FROM read_parquet({quoted(folder / FOLDER / FILES[name])}) WHERE {bands})"


def around(folder: Path, name: str, longitude: float, latitude: float, metres: float) -> str:
    """What stands after FROM: the rows at most so far from a point, with `distance` in metres. At most 20 km."""
    distance = distance_sql(longitude, latitude)
    cells = in_cells(folder, name, longitude, latitude, metres)
    return f"(SELECT *, {distance} AS distance FROM {cells} WHERE {distance} <= {metres})"
