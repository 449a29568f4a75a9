"""The buildings around a point: where each stands and its state, and where fibre is nearest."""

from dataclasses import dataclass

from maillage.observatory.point.file import PointFile
from maillage.observatory.point.within import READY, Dot
from maillage.store.duck import quoted
from maillage.store.nearby import away, in_box, in_reach

FURTHEST = 3_000.0
"""Metres within which fibre is looked for."""


@dataclass(frozen=True, slots=True)
class NearestFibre:
    """The nearest building where fibre can be had: where it stands (WGS84 degrees), and how far in metres."""

    longitude: float
    latitude: float
    distance: float


class AroundPoint:
    """The buildings of a release, around a point."""

    def __init__(self, file: PointFile) -> None:
        self._file = file

    def dots(self, longitude: float, latitude: float, across: float, along: float) -> list[Dot]:
        """Each building at most so many metres to the east or to the west, and to the north or to the south."""
        where = f"WHERE {in_box(longitude, latitude, across, along)}"
        return [Dot(*row) for row in self._file.select("longitude, latitude, etat", "buildings", where)]

    def fibre(self, longitude: float, latitude: float) -> NearestFibre | None:
        """The nearest building where fibre can be had; None when none is within FURTHEST."""
        ready = ", ".join(map(quoted, READY))
        where = f"WHERE {in_reach(longitude, latitude, FURTHEST)} AND etat IN ({ready})"
        rows = self._file.select("longitude, latitude", "buildings", where)
        apart = ((away(longitude, latitude, east, north), east, north) for east, north in rows)
        metres, east, north = min(apart, default=(FURTHEST + 1, 0.0, 0.0))
        return NearestFibre(east, north, metres) if metres <= FURTHEST else None
