"""Lambert-93 metres, the legal projection of mainland France, to WGS84 degrees."""

from functools import cache

import pyproj


@cache
def _lambert_93() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(2154, 4326, always_xy=True)


def wgs84(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a Lambert-93 point, to a tenth of a metre (6 decimals)."""
    longitude, latitude = _lambert_93().transform(x, y)
    return round(longitude, 6), round(latitude, 6)
