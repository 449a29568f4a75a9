"""A commune and its neighbours drawn on the server as SVG: where a point falls, outlines, names that fit, a scale bar.

The drawing goes on aside beyond its width, for a frame that is wider than it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians
from typing import TypeAlias

import numpy as np
import shapely

from maillage.kernel import french
from maillage.observatory.point.within import degrees
from maillage.web.drawing.choropleth import traced

WIDTH, HEIGHT = 560, 500
ASIDE = 190
"""How much is drawn beyond, on each side."""
MARGIN = 30
BARS = (100, 200, 500, 1000, 2000, 5000, 10_000)
"""Lengths of the scale bar, in metres."""
LETTER = 0.53
"""The mean width of a letter, for a size of 1."""
EDGE = 6
"""Units left free along the edges."""
ACROSS = np.linspace(0, 1, 4)
"""Where along its length a name is looked at."""
Box: TypeAlias = tuple[float, float, float, float]
"""West, north, east and south, in units."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Letters for a size of the picture: its CSS class, their size in units, the part of the drawing then seen."""

    name: str
    size: int
    west: float
    east: float


LARGE = Lettering("names-large", 15, 0, WIDTH)
SMALL = Lettering("names-small", 31, -70, WIDTH + 70)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a commune is drawn: the point of the Earth at the top left, units in a degree eastwards and northwards."""

    west: float
    north: float
    wide: float
    tall: float

    def place(self, points: np.ndarray) -> np.ndarray:
        """Points of the Earth, longitude and latitude in degrees, in whole units."""
        whole: np.ndarray = np.rint(self.placed(points)).astype(int)
        return whole

    def placed(self, points: np.ndarray) -> np.ndarray:
        """The same, not rounded."""
        return np.column_stack([(points[:, 0] - self.west) * self.wide, (self.north - points[:, 1]) * self.tall])

    @property
    def metre(self) -> float:
        """Units in a metre."""
        return self.tall * degrees(1, self.latitude)[1]

    @property
    def latitude(self) -> float:
        """That of the middle, in degrees."""
        return self.north - HEIGHT / 2 / self.tall

    @property
    def seen(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all that is drawn, in degrees."""
        wide, tall = (WIDTH + ASIDE) / self.wide, HEIGHT / self.tall
        return self.west - ASIDE / self.wide, self.north - tall, self.west + wide, self.north


def ground(shape: shapely.Geometry) -> Ground:
    """The ground on which a commune fills the drawing."""
    west, south, east, north = shapely.bounds(shape)
    squeeze = cos(radians((south + north) / 2))
    high = max(north - south, 1e-4)
    across = max((east - west) * squeeze, 1e-4)
    tall = min((HEIGHT - 2 * MARGIN) / high, (WIDTH - 2 * MARGIN) / across)
    wide = tall * squeeze
    return Ground((west + east) / 2 - WIDTH / 2 / wide, (south + north) / 2 + HEIGHT / 2 / tall, wide, tall)


def ground_around(longitude: float, latitude: float, metres: float) -> Ground:
    """The ground on which a circle of so many metres around a point (degrees), in the middle, fills the height."""
    east, north = degrees(metres, latitude)
    units = HEIGHT / 2 - EDGE
    wide, tall = units / east, units / north
    return Ground(longitude - WIDTH / 2 / wide, latitude + HEIGHT / 2 / tall, wide, tall)


def neighbours(on: Ground, shapes: Mapping[str, shapely.Geometry], code: str) -> dict[str, shapely.Geometry]:
    """The part of each other commune that is seen, in units."""
    west, south, east, north = on.seen
    codes = [other for other in shapes if other != code]
    every = np.array([shapes[other] for other in codes], dtype=object)
    bounds = shapely.bounds(every).reshape(-1, 4)
    near = (bounds[:, 0] < east) & (bounds[:, 2] > west) & (bounds[:, 1] < north) & (bounds[:, 3] > south)
    cut = shapely.clip_by_rect(every[near], west, south, east, north)
    flat = shapely.transform(cut, on.placed)
    names = (other for other, is_near in zip(codes, near, strict=True) if is_near)
    return {other: shape for other, shape in zip(names, flat, strict=True) if not shape.is_empty}


def borders(near: Iterable[shapely.Geometry]) -> str:
    """The borders between neighbours, as a path: each drawn once, without the edges of the picture."""
    edges = shapely.box(-ASIDE, 0, WIDTH + ASIDE, HEIGHT).boundary.buffer(0.6)
    whole = shapely.set_precision(shapely.boundary(list(near)), 0.5)
    lines = shapely.line_merge(shapely.difference(shapely.union_all(whole), edges))
    return "".join(_line(part) for part in getattr(lines, "geoms", [lines]) if not part.is_empty)


def _line(part: shapely.Geometry) -> str:
    points = np.rint(shapely.get_coordinates(part)).astype(int)
    return f"M{points[0][0]} {points[0][1]}{moves(points)}"


def moves(points: np.ndarray) -> str:
    """Lines from the first of these whole points through the others; nothing for a single point."""
    steps = np.diff(points, axis=0).tolist()
    return ("l" + " ".join(f"{x} {y}" for x, y in steps)).replace(" -", "-") if steps else ""


def names(near: Mapping[str, shapely.Geometry], name: Callable[[str], str], inside: shapely.Geometry) -> str:
    """The names of neighbours where they fit, in both sizes of the picture; `inside` is the commune, in units."""
    shapely.prepare(inside)
    by_area = sorted(near, key=lambda code: (-near[code].area, code))
    said = [(near[code], name(code)) for code in by_area]
    return "".join(_lettered(said, inside, letters) for letters in (LARGE, SMALL))


def _lettered(said: Sequence[tuple[shapely.Geometry, str]], inside: shapely.Geometry, letters: Lettering) -> str:
    high = 1.2 * letters.size
    # The scale bar stands at the bottom left.
    taken = [(letters.west, HEIGHT - 3.0 * letters.size, WIDTH / 3, float(HEIGHT))]
    texts = []
    for shape, words in said:
        wide = len(words) * LETTER * letters.size
        west, north, east, south = shape.bounds
        x, y = np.meshgrid(
            _spread(max(west, letters.west) + EDGE, min(east, letters.east) - EDGE, wide),
            _spread(north + EDGE, south - EDGE, high),
        )
        x, y = x.ravel(), y.ravel()
        boxes = np.column_stack([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2])
        box = _fitting(shape, boxes, letters, inside, taken)
        if box is not None:
            taken.append(box)
            middle, foot = round((box[0] + box[2]) / 2), round(box[3] - 0.35 * letters.size)
            texts.append(f'<text x="{middle}" y="{foot}">{escape(words)}</text>')
    return f'<g class="{letters.name}" font-size="{letters.size}">{"".join(texts)}</g>'


def _spread(low: float, high: float, length: float) -> np.ndarray:
    """Where the middle of something of such a length may be between two bounds; their middle when it is longer."""
    if high - low <= length:
        return np.array([(low + high) / 2])
    return np.linspace(low + length / 2, high - length / 2, 9)


def _fitting(
    shape: shapely.Geometry, boxes: np.ndarray, letters: Lettering, inside: shapely.Geometry, taken: Sequence[Box]
) -> Box | None:
    """The box that is most inside a shape, in the drawing, off the commune and off what is taken; None when none is
    by three quarters."""
    west, north, east, south = boxes.T
    free = (west >= letters.west + EDGE) & (east <= letters.east - EDGE) & (north >= EDGE) & (south <= HEIGHT - EDGE)
    for left, top, right, bottom in taken:
        free &= (west > right) | (east < left) | (north > bottom) | (south < top)
    boxes = boxes[free]
    boxes = boxes[~shapely.intersects(inside, shapely.box(*boxes.T))]
    if not len(boxes):
        return None
    shapely.prepare(shape)
    across = boxes[:, :1] + (boxes[:, 2:3] - boxes[:, :1]) * ACROSS
    parts = sum(shapely.contains_xy(shape, across, boxes[:, [side]]).sum(axis=1) for side in (1, 3))
    best = int(np.argmax(parts))
    left, top, right, bottom = boxes[best].tolist()
    return (left, top, right, bottom) if parts[best] >= 1.5 * len(ACROSS) else None


def bar(on: Ground) -> str:
    """A scale bar at the bottom left, in both sizes of the picture: a kilometre where that can be drawn."""
    fits = [length for length in BARS if 50 <= length * on.metre <= 170]
    length = 1000 if 1000 in fits else (fits or BARS[-1:])[-1]
    wide = round(length * on.metre)
    whole = length >= 1000
    words = french.with_unit(length // 1000 if whole else length, "km" if whole else "m")
    texts = "".join(
        f'<g class="{letters.name}" font-size="{letters.size}"><text class="bar-words" x="{26 + wide}" '
        f'y="{HEIGHT - 16}">{words}</text></g>'
        for letters in (LARGE, SMALL)
    )
    return f'<path class="bar" d="M18 {HEIGHT - 25}v8h{wide}v-8"/>{texts}'


def outline(on: Ground, shape: shapely.Geometry) -> str:
    """A commune as a path."""
    return traced(shape, on.place)
