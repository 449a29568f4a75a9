"""What a point can be wrong in: axes swapped, metres of Lambert-93 instead of degrees, outside of France.

A point is put right only where the commune the row gives, by code or address, says how.
"""

from collections.abc import Iterator

from maillage.sources.formats.coordinates import BOXES, EAST, NORTH, SOUTH, WEST, wgs84
from maillage.territories.outlines import Outlines

SWAPPED = "longitude et latitude inversées"
METRES = "coordonnées en mètres (Lambert-93) et non en degrés"


def in_france(longitude: float, latitude: float) -> bool:
    """Whether degrees fall in the box of a French territory, or of the ocean where fictional ones lie."""
    return any(w <= longitude <= e and s <= latitude <= n for w, e, s, n in BOXES)


def other_readings(longitude: float, latitude: float) -> Iterator[tuple[str, float, float]]:
    """The other ways to read a point that give one in France: what is then wrong with it, longitude, latitude."""
    if in_france(latitude, longitude):
        yield SWAPPED, latitude, longitude
    for x, y in ((longitude, latitude), (latitude, longitude)):
        if WEST <= x <= EAST and SOUTH <= y <= NORTH:
            yield METRES, *wgs84(x, y)


def put_right(outlines: Outlines, code: str, longitude: float, latitude: float) -> tuple[str, float, float] | None:
    """The reading of a point that falls in a commune, None when none does."""
    for wrong, x, y in other_readings(longitude, latitude):
        if outlines.locate([x], [y]) == [code]:
            return wrong, x, y
    return None
