"""The nearest places of help from a point: mediation, tiers-lieux, France Services, with their hours.

Who comes: a page or a command with a position; it leaves with a few places by category, how far each is, and the lists
that name it.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyproj
from numpy.typing import NDArray

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.plane import plane_of
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.store.duck import quoted, scratch

CATEGORIES = ("mediation", "france_services", "tiers_lieu")
COLUMNS = "nom, longitude, latitude, commune, sources, adresse, itinerant, horaires, site_web"
# A release made before these columns were kept has none: they read as unknown.
NO_PLACE = (
    "SELECT NULL::VARCHAR AS adresse, NULL::BOOLEAN AS itinerant, NULL::VARCHAR AS horaires, "
    "NULL::VARCHAR AS site_web WHERE false"
)


@dataclass(frozen=True, slots=True)
class HelpPlace:
    """A place of help. `distance` is in metres, as the crow flies; what its lists do not say is empty or None.

    `commune` is the name of its commune, `hours` as published; `origins` are the deliveries that name it.
    """

    name: str
    distance: float
    longitude: float
    latitude: float
    commune: str
    address: str
    itinerant: bool | None
    hours: str
    website: str
    origins: tuple[Origin, ...]


class _Place(NamedTuple):
    """COLUMNS."""

    name: str
    longitude: float
    latitude: float
    commune: str
    sources: str
    address: str | None
    itinerant: bool | None
    hours: str | None
    website: str | None


@dataclass(frozen=True, slots=True)
class _Listed:
    """The places of a category at its last period, and where they stand on the plane of the region, metres."""

    period: Period
    places: list[_Place]
    points: NDArray[np.float64]


def nearest_help(
    source: Observatory, longitude: float, latitude: float, count: int = 3
) -> dict[str, tuple[HelpPlace, ...]]:
    """The nearest places of each category from a point (WGS84 degrees), the nearest first.

    A category of which nothing is loaded is absent. Raises UsageError when the point is not on Earth.
    """
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise UsageError("Coordonnées impossibles : longitude de −180 à 180, latitude de −90 à 90.")
    region = source.release.region.code
    here = np.array(_metres(region).transform(longitude, latitude))
    nearest = {}
    for category, listed in _places(source.folder, region).items():
        away = np.hypot(*(listed.points - here).T)
        order = np.lexsort((np.arange(len(away)), away))[:count]
        nearest[category] = tuple(
            _place(source, listed.places[rank], float(away[rank]), listed.period) for rank in order.tolist()
        )
    return nearest


def _place(source: Observatory, place: _Place, away: float, period: Period) -> HelpPlace:
    return HelpPlace(
        name=place.name,
        distance=away,
        longitude=place.longitude,
        latitude=place.latitude,
        commune=source.territory(Ref(Level.COMMUNE, place.commune)).name,
        address=place.address or "",
        itinerant=place.itinerant,
        hours=place.hours or "",
        website=place.website or "",
        origins=tuple(_origin(source, name, period) for name in place.sources.split()),
    )


def _origin(source: Observatory, name: str, period: Period) -> Origin:
    """The last delivery of a list that does not come after the period."""
    sheet = source.source(name)
    earlier = [delivery for delivery in sheet.deliveries if not period < delivery.period]
    chosen = (earlier or sheet.deliveries)[0]
    return Origin(name, sheet.title, sheet.publisher, chosen.period.code, chosen.obtained_on)


@lru_cache(maxsize=2)
def _places(folder: Path, region: str) -> dict[str, _Listed]:
    """The places of a release that have a position, by category; read once."""
    file = folder / "derived" / "lieux_uniques.parquet"
    if not file.exists():
        return {}
    listed = {}
    with scratch() as con:
        there = "categorie = ? AND longitude IS NOT NULL AND latitude IS NOT NULL"
        table = f"(FROM read_parquet({quoted(file)}) UNION ALL BY NAME {NO_PLACE}) WHERE {there}"
        for category in CATEGORIES:
            dates = con.execute(f"SELECT DISTINCT periode FROM {table}", [category]).fetchall()
            if not dates:
                continue
            last = max(Period.parse(code) for (code,) in dates)
            rows = con.execute(
                f"SELECT {COLUMNS} FROM {table} AND periode = ? ORDER BY nom, longitude, latitude",
                [category, last.code],
            ).fetchall()
            places = [_Place._make(row) for row in rows]
            x, y = _metres(region).transform(
                [place.longitude for place in places], [place.latitude for place in places]
            )
            listed[category] = _Listed(last, places, np.column_stack((x, y)))
    return listed


@lru_cache(maxsize=2)
def _metres(region: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(4326, plane_of(region).epsg, always_xy=True)
