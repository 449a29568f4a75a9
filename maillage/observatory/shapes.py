"""The shapes of a release: outlines of its territories, and what a map may show over them."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import shapely

from maillage.kernel.errors import UnknownChoice
from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.observatory.sheets import DeliverySheet, SourceSheet
from maillage.store import outlines
from maillage.store.duck import quoted, scratch
from maillage.store.tiles import BUILDINGS, TERRITORIES

TITLES = {
    "mediation": "Lieux de médiation numérique",
    "france_services": "France Services",
    "tiers_lieux": "Tiers-lieux",
    "sites_mobiles": "Sites mobiles",
}


@dataclass(frozen=True, slots=True)
class OverlayPoint:
    """A place of a calque: its name, what it is, where (WGS84 degrees), and the names of the lists it is in."""

    name: str
    kind: str
    longitude: float
    latitude: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverlaySheet:
    """A calque: what it shows, the period it describes, its points, and each source with its delivery."""

    name: str
    title: str
    period: Period
    points: tuple[OverlayPoint, ...]
    sources: tuple[tuple[SourceSheet, DeliverySheet], ...]


def _point(name: str, kind: str, longitude: float, latitude: float, sources: str) -> OverlayPoint:
    return OverlayPoint(name, kind, longitude, latitude, tuple(sources.split()))


class Shapes:
    """The outlines and calques of a release, each read once."""

    def __init__(self, folder: Path, sources: Mapping[str, SourceSheet]) -> None:
        self._folder = folder
        self._sources = sources
        self._turn = threading.Lock()
        self._levels: dict[tuple[Level, str], dict[str, shapely.Geometry]] = {}
        self._overlays: dict[str, OverlaySheet] | None = None
        self._tree: shapely.STRtree | None = None

    def tiles(self) -> Path:
        """The archive of the tiles of territories, whether it is there or not."""
        return self._folder / TERRITORIES

    def building_tiles(self) -> Path:
        """The archive of the tiles of buildings, whether it is there or not."""
        return self._folder / BUILDINGS

    def outlines(self, level: Level, drawn: bool = False) -> dict[str, shapely.Geometry]:
        """The outlines of a level by code, WGS84 degrees; to be read, not changed.

        `drawn` gives those made for a picture of the whole region, lighter.
        """
        column = "dessin" if drawn else "contour"
        with self._turn:
            if (level, column) not in self._levels:
                path = self._folder / "outlines.parquet"
                self._levels[level, column] = outlines.read(path, level.value, column)
            return self._levels[level, column]

    def commune_at(self, longitude: float, latitude: float) -> str:
        """The code of the commune whose outline holds a point; empty when none does."""
        shapes = self.outlines(Level.COMMUNE)
        codes = list(shapes)
        with self._turn:
            if self._tree is None:
                self._tree = shapely.STRtree(list(shapes.values()))
        ranks = self._tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        return codes[ranks[0]] if len(ranks) else ""

    def overlays(self) -> list[OverlaySheet]:
        """The calques that have a point, in the order they are offered."""
        with self._turn:
            if self._overlays is None:
                self._overlays = self._read_overlays()
            return list(self._overlays.values())

    def overlay(self, name: str) -> OverlaySheet:
        """A calque by name. Raises UsageError when there is none."""
        overlays = {overlay.name: overlay for overlay in self.overlays()}
        if name not in overlays:
            titles = {overlay.name: overlay.title for overlay in overlays.values()}
            raise UnknownChoice(f"Calque « {name} » inconnu.", name, titles)
        return overlays[name]

    def _read_overlays(self) -> dict[str, OverlaySheet]:
        path = self._folder / "overlays.parquet"
        if not path.exists():
            return {}
        with scratch() as con:
            rows = con.execute(
                "SELECT calque, periode, nom, genre, longitude, latitude, sources "
                f"FROM read_parquet({quoted(path)}) ORDER BY calque, nom, longitude, latitude"
            ).fetchall()
        overlays = {}
        for name, title in TITLES.items():
            mine = [row for row in rows if row[0] == name]
            if mine:
                points = tuple(_point(*row[2:]) for row in mine)
                period = Period.parse(mine[0][1])
                overlays[name] = OverlaySheet(name, title, period, points, self._origins(points, period))
        return overlays

    def _origins(
        self, points: tuple[OverlayPoint, ...], period: Period
    ) -> tuple[tuple[SourceSheet, DeliverySheet], ...]:
        """The sources of these points, each with the last delivery that does not come after the period."""
        names = sorted({name for point in points for name in point.sources})
        origins = []
        for sheet in (self._sources[name] for name in names if name in self._sources):
            earlier = [delivery for delivery in sheet.deliveries if not period < delivery.period]
            if chosen := (earlier or sheet.deliveries)[:1]:
                origins.append((sheet, chosen[0]))
        return tuple(origins)
