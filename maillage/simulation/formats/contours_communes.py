"""Outlines of communes, one GeoJSON a département, as « API Découpage administratif » gives them.

Quirks: an older COG than today's, with the communes merged since, each with its own outline; five decimals of a degree;
neighbours share every point of their border, since each is carried to WGS84 and rounded alone, the same everywhere.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping

from maillage.simulation.formats import Written
from maillage.simulation.world.chance import Floats
from maillage.simulation.world.model import World

PERIOD, OBTAINED_ON = "2018", "2018-06-05"
DECIMALS = 5


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each département, communes in the order of codes."""
    outlines = in_degrees(world.ground.outlines(np.arange(world.communes)))
    for rank, departement in enumerate(world.cog.departements):
        path = folder / f"contours_communes.{departement}.geojson"
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            out.write('{"type":"FeatureCollection","features":[')
            for turn, commune in enumerate(np.flatnonzero(world.cog.departement == rank).tolist()):
                feature = {
                    "type": "Feature",
                    # GEOS would write 17 digits; the shortest writing of a rounded number has five decimals.
                    "geometry": mapping(outlines[commune]),
                    "properties": {"nom": world.names[commune], "code": world.cog.codes[commune]},
                }
                out.write(",\n" if turn else "\n")
                out.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
            out.write("\n]}\n")
        yield Written("contours_communes", PERIOD, path, OBTAINED_ON)


def in_degrees(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Lambert-93 metres to WGS84 degrees, longitude first, rounded."""
    carry = pyproj.Transformer.from_crs(2154, 4326, always_xy=True)

    def moved(points: Floats) -> Floats:
        return np.round(np.column_stack(carry.transform(points[:, 0], points[:, 1])), DECIMALS)

    return np.asarray(shapely.transform(shapes, moved))
