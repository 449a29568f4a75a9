"""Mobile sites around a point."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from maillage.observatory.point.file import PointFile
from maillage.store.nearby import METRES

REACH = 15_000.0
"""Metres within which a site is told."""


@dataclass(frozen=True, slots=True)
class Site:
    """The nearest mobile site of an operator, where it stands (WGS84 degrees); `distance` in metres."""

    operator: str
    distance: float
    has_4g: bool
    has_5g: bool
    longitude: float
    latitude: float


class MobileSites:
    """The mobile sites of a release, read once."""

    def __init__(self, file: PointFile) -> None:
        self._file = file

    @cached_property
    def _sites(self) -> tuple[NDArray[np.float64], list[tuple[str, bool, bool]]]:
        """Longitudes and latitudes of the sites, and the operator and generations of each."""
        rows = self._file.select("longitude, latitude, operateur, g4, coalesce(g5, false)", "sites")
        positions = np.array([row[:2] for row in rows], dtype=np.float64).reshape(-1, 2)
        return positions, [row[2:] for row in rows]

    def sites(self, longitude: float, latitude: float) -> list[Site]:
        """The nearest site of each operator, the nearest first."""
        positions, described = self._sites
        east = (positions[:, 0] - longitude) * METRES * cos(radians(latitude))
        metres = np.hypot(east, (positions[:, 1] - latitude) * METRES)
        nearest: dict[str, Site] = {}
        for rank in np.argsort(metres, kind="stable").tolist():
            operator, has_4g, has_5g = described[rank]
            if metres[rank] > REACH:
                break
            if operator not in nearest:
                place = map(float, positions[rank])
                nearest[operator] = Site(operator, float(metres[rank]), has_4g, has_5g, *place)
        return sorted(nearest.values(), key=lambda site: (site.distance, site.operator))
