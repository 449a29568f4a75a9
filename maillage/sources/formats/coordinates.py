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


# What operators write in « TypeProjectionGeographique », with the number of the projection in the EPSG register.
PROJECTIONS = {
    "WGS84": 3857,
    "RGF93": 2154,
    "LAMB2E": 27572,
    "RGFG95": 2972,
    "RGR92": 2975,
    "RGM04": 4471,
    "RGSPM06": 4467,
}
# Longitudes then latitudes of French territories; the western one leaves room for the fictional ones.
BOXES = ((-25, 10, 41, 52), (-64, -51, 2, 19), (-57, -56, 46, 48), (45, 56, -22, -12))
MOST_DEGREES = 180


@cache
def _from(epsg: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(epsg, 4326, always_xy=True)


def in_named_projection(row: Row, x: str, y: str, projection: str) -> tuple[float, float]:
    """Longitude and latitude of a point whose projection is told in a third column; below 180, they are degrees.

    Raises Refused when they are absent, unreadable, in a projection that is not told, or outside France.
    """
    east, north = row.decimal(x), row.decimal(y)
    if east is None or north is None:
        raise Refused(x if east is None else y, "coordonnée absente", "")
    if abs(east) <= MOST_DEGREES and abs(north) <= MOST_DEGREES:
        longitude, latitude = east, north
    else:
        name = (row.text(projection) or "").upper().replace(" ", "")
        if name not in PROJECTIONS:
            known = ", ".join(PROJECTIONS)
            raise Refused(projection, f"projection inconnue (attendu : {known})", row.text(projection))
        longitude, latitude = _from(PROJECTIONS[name]).transform(east, north)
    if not any(w <= longitude <= e and s <= latitude <= n for w, e, s, n in BOXES):
        raise Refused(x, "coordonnées hors de France", row.text(x))
    return round(longitude, 6), round(latitude, 6)
