"""Which commune a point falls in: the outlines of the region served, in an index."""

from collections.abc import Sequence

import duckdb
import numpy as np
import shapely


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
        found: list[str | None] = [None] * len(longitudes)
        points = shapely.points(np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float))
        for point, shape in self.tree.query(points, predicate="intersects").T:
            code = self.codes[shape]
            known = found[point]
            if known is None or code < known:
                found[point] = code
        return found
