"""Lambert-93 metres, the legal projection of mainland France, to WGS84 degrees."""

from functools import cache

import pyproj

from maillage.kernel.row import Refused, Row

WEST, EAST, SOUTH, NORTH = -1_000_000, 1_300_000, 6_000_000, 7_200_000
"""Mainland France, and west of it the ocean where simulated territories lie: a point there falls in no real commune."""


@cache
def _lambert_93() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(2154, 4326, always_xy=True)


def wgs84(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a Lambert-93 point, to a tenth of a metre (6 decimals)."""
    longitude, latitude = _lambert_93().transform(x, y)
    return round(longitude, 6), round(latitude, 6)


def lambert_93(row: Row, x: str, y: str) -> tuple[float, float]:
    """Longitude and latitude of the point whose metres are in these columns.

    Raises Refused when they are absent, unreadable or outside mainland France.
    """
    return wgs84(_metres(row, x, WEST, EAST), _metres(row, y, SOUTH, NORTH))


def _metres(row: Row, column: str, low: int, high: int) -> float:
    value = row.decimal(column)
    if value is None or not low <= value <= high:
        raise Refused(column, "coordonnée hors de France métropolitaine (Lambert-93)", row.text(column))
    return value
