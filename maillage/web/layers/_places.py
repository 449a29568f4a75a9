"""What layers of points read from the release share: the calque of a name, and where a territory is."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import shapely

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.web.layers import Content, Credit, Layer, Sign, Spot

_inside: WeakKeyDictionary[Observatory, dict[Level, dict[str, tuple[float, float]]]] = WeakKeyDictionary()


def centres(source: Observatory, level: Level) -> Mapping[str, tuple[float, float]]:
    """A point inside each territory of a level, longitude and latitude in degrees, found once a release."""
    kept = _inside.setdefault(source, {})
    if level not in kept:
        shapes = source.outlines(level)
        points = shapely.get_coordinates(shapely.point_on_surface(list(shapes.values()))) if shapes else []
        kept[level] = {code: (float(x), float(y)) for code, (x, y) in zip(shapes, points, strict=True)}
    return kept[level]


def calque(name: str, title: str, rank: int, sign: Sign) -> Layer:
    """The layer of a calque of the release: every one of its points, with its kind."""

    def count(source: Observatory) -> int:
        return next((len(sheet.points) for sheet in source.overlays() if sheet.name == name), 0)

    def read(source: Observatory) -> Content:
        sheet = source.overlay(name)
        kinds = sorted({point.kind for point in sheet.points})
        origins = [origin.name for origin, _ in sheet.sources]
        return Content(
            dated=sheet.period.label,
            signs=tuple(Sign(kind, sign.colour, sign.mark) for kind in kinds),
            spots=tuple(
                Spot(
                    point.longitude,
                    point.latitude,
                    french.typographic(point.name),
                    kinds.index(point.kind),
                    sources=tuple(origins.index(origin) for origin in point.sources if origin in origins),
                )
                for point in sheet.points
            ),
            credits=tuple(
                Credit(
                    origin.name,
                    french.typographic(origin.title),
                    french.typographic(origin.publisher),
                    delivery.period.label,
                    french.day(delivery.obtained_on),
                    origin.licence,
                )
                for origin, delivery in sheet.sources
            ),
        )

    return Layer(name, title, rank, sign, count, read)
