"""Metres on a plane, written in SQL: the legal projection of each region, so that millions of points are measured.

Every French datum has the ellipsoid GRS 1980 and agrees with WGS84 to about a metre: degrees are taken as they come.
"""

import math
from dataclasses import dataclass
from typing import Protocol

RADIUS, FLATTENING = 6_378_137.0, 1 / 298.257222101
ECCENTRICITY = math.sqrt(FLATTENING * (2 - FLATTENING))


class Plane(Protocol):
    """A projection, its number in the EPSG register, and itself in SQL."""

    @property
    def epsg(self) -> int:
        """Its number, for pyproj."""
        ...

    def projected(self, select: str) -> str:
        """The rows of a SELECT that has `longitude` and `latitude` (degrees), with `x` and `y` (metres) instead."""
        ...


def _isometric(sine: str) -> str:
    """The isometric latitude, of the sine of the latitude, as an expression."""
    return f"(atanh({sine}) - {ECCENTRICITY!r} * atanh({ECCENTRICITY!r} * {sine}))"


def _isometric_of(degrees: float) -> float:
    sine = math.sin(math.radians(degrees))
    return math.atanh(sine) - ECCENTRICITY * math.atanh(ECCENTRICITY * sine)


def _parallel(degrees: float) -> float:
    """The radius of a parallel, metres."""
    angle = math.radians(degrees)
    return RADIUS * math.cos(angle) / math.sqrt(1 - (ECCENTRICITY * math.sin(angle)) ** 2)


@dataclass(frozen=True, slots=True)
class Lambert:
    """A conformal cone cut at two parallels."""

    epsg: int
    meridian: float
    origin: float
    south: float
    north: float
    east_offset: float
    north_offset: float

    def projected(self, select: str) -> str:
        """The rows of a SELECT that has `longitude` and `latitude` (degrees), with `x` and `y` (metres) instead."""
        spread = math.log(_parallel(self.north) / _parallel(self.south))
        power = spread / (_isometric_of(self.south) - _isometric_of(self.north))
        scale = _parallel(self.south) / power * math.exp(power * _isometric_of(self.south))
        top = self.north_offset + scale * math.exp(-power * _isometric_of(self.origin))
        return (
            f"SELECT * EXCLUDE (rayon, angle), {self.east_offset!r} + rayon * sin(angle) AS x, "
            f"{top!r} - rayon * cos(angle) AS y FROM (SELECT * EXCLUDE (longitude, latitude), "
            f"{scale!r} * exp(-{power!r} * {_isometric('sin(radians(latitude))')}) AS rayon, "
            f"{power!r} * radians(longitude - {self.meridian!r}) AS angle FROM ({select}))"
        )


@dataclass(frozen=True, slots=True)
class Mercator:
    """A zone of UTM, by Krüger's series: right to the millimetre in its zone."""

    epsg: int
    meridian: float
    north_offset: float

    def projected(self, select: str) -> str:
        """The rows of a SELECT that has `longitude` and `latitude` (degrees), with `x` and `y` (metres) instead."""
        n = FLATTENING / (2 - FLATTENING)
        scale = 0.9996 * RADIUS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
        terms = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5, 61 * n**3 / 240)
        up = " + ".join(f"{a!r} * sin({2 * k} * xi) * cosh({2 * k} * eta)" for k, a in enumerate(terms, 1))
        east = " + ".join(f"{a!r} * cos({2 * k} * xi) * sinh({2 * k} * eta)" for k, a in enumerate(terms, 1))
        return (
            f"SELECT * EXCLUDE (xi, eta), 500000.0 + {scale!r} * (eta + {east}) AS x, "
            f"{self.north_offset!r} + {scale!r} * (xi + {up}) AS y FROM (SELECT * EXCLUDE (t, ecart), "
            "atan2(t, cos(ecart)) AS xi, asinh(sin(ecart) / sqrt(t * t + cos(ecart) * cos(ecart))) AS eta FROM ("
            f"SELECT * EXCLUDE (longitude, latitude), sinh({_isometric('sin(radians(latitude))')}) AS t, "
            f"radians(longitude - {self.meridian!r}) AS ecart FROM ({select})))"
        )


LAMBERT_93 = Lambert(2154, 3.0, 46.5, 44.0, 49.0, 700_000.0, 6_600_000.0)
WEST_INDIES = Mercator(5490, -63.0, 0.0)
OVERSEAS: dict[str, Plane] = {
    "01": WEST_INDIES,
    "02": WEST_INDIES,
    "03": Mercator(2972, -51.0, 0.0),
    "04": Mercator(2975, 57.0, 10_000_000.0),
    "06": Mercator(4471, 45.0, 10_000_000.0),
}


def plane_of(region: str) -> Plane:
    """The plane that distances are measured on in a region (its code): Lambert-93, or UTM overseas."""
    return OVERSEAS.get(region, LAMBERT_93)
