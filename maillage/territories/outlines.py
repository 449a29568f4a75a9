"""Which commune a point falls in: the outlines of the region served, in an index."""

import math
from collections.abc import Sequence

import duckdb
import numpy as np
import shapely

KILOMETRES = 111.195
"""Of a degree of latitude, on a sphere of 6 371 km."""


class Outlines:
    """The outlines of communes, each known by the current code it was carried to."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        rows = con.execute("SELECT commune, contour FROM contours").fetchall()
        self.codes = [code for code, _ in rows]
        self.shapes = shapely.from_wkb([shape for _, shape in rows])
        self.tree = shapely.STRtree(self.shapes)

    @property
    def empty(self) -> bool:
        """Whether no outline is loaded."""
        return not self.codes

    def locate(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> list[str | None]:
        """The current commune of each point (WGS84 degrees), None outside every outline.

        A point on a shared border goes to the lowest code, so that the answer never depends on the order of rows.
        """
        communes: list[str | None] = [None] * len(longitudes)
        points = shapely.points(np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float))
        for point, shape in self.tree.query(points, predicate="intersects").T:
            code = self.codes[shape]
            known = communes[point]
            if known is None or code < known:
                communes[point] = code
        return communes

    def kilometres(self, code: str, longitude: float, latitude: float) -> tuple[float, float] | None:
        """How far a point (WGS84 degrees) is from a commune (0 inside) and from its centre, good to 1 %.

        None without its outline.
        """
        mine = [shape for known, shape in zip(self.codes, self.shapes, strict=True) if known == code]
        if not mine:
            return None
        scale = np.array([math.cos(math.radians(latitude)) * KILOMETRES, KILOMETRES])
        around = shapely.transform(shapely.union_all(mine), lambda points: (points - (longitude, latitude)) * scale)
        here = shapely.Point(0, 0)
        return float(shapely.distance(around, here)), float(shapely.distance(around.centroid, here))
