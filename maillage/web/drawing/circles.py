"""How many there are where: a circle a place, whose area is their number, over outlines; or a dot each, of one commune.
A part of them may be hatched: a circle in the circle, read without colour.

A light picture that carries its own colours, by day and by night, for a page to show as an image: an image has no
letters of the page, so that the page writes the names over it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians, sqrt
from typing import TypeAlias

import numpy as np
import shapely

from maillage.kernel import french
from maillage.web.drawing import paper
from maillage.web.drawing.choropleth import MOST_TOLD, traced
from maillage.web.drawing.labels import Box

WIDTH, MARGIN = 1000, 64
LARGEST, SMALLEST, DOT = 56.0, 4.0, 6.0
"""Radius of the largest circle, of the smallest, of a dot."""
NAMED = 3
"""Places that are named, the largest."""
LETTER = 38
"""Units: 14 pixels or more where the picture is as wide as a phone."""
HATCH = "hatch-circles"
KEY = 62
"""Units of a line of the legend."""
COLOURS = {"late": ("#B4530A", "#F0A35E"), "there": ("#0B6E69", "#5CC2B3")}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, in degrees: how many there are, its name; a dot has neither. `hatched`: how many of them are hatched."""

    longitude: float
    latitude: float
    count: int = 0
    name: str = ""
    hatched: int = 0


class _Ground:
    """Where degrees stand, for outlines that fill the drawing."""

    def __init__(self, shapes: Sequence[shapely.Geometry]) -> None:
        self.west, south, east, self.north = shapely.total_bounds(list(shapes))
        squeeze = cos(radians((south + self.north) / 2))
        self.wide = (WIDTH - 2 * MARGIN) / max(east - self.west, (self.north - south) / squeeze, 1e-6)
        self.tall = self.wide / squeeze
        self.height: int = round((self.north - south) * self.tall) + 2 * MARGIN
        self.left = (WIDTH - (east - self.west) * self.wide) / 2

    def place(self, points: np.ndarray) -> np.ndarray:
        """Points of the Earth in whole units."""
        across, down = (points[:, 0] - self.west) * self.wide, (self.north - points[:, 1]) * self.tall
        whole: np.ndarray = np.rint(np.column_stack([across + self.left, down + MARGIN])).astype(int)
        return whole


Circle: TypeAlias = tuple[int, int, float, Spot]
"""Where it stands and its radius, in units, and what it is of."""


def _names(circles: Sequence[Circle]) -> Iterator[str]:
    """The names of the largest, over or under their circle, never over another name."""
    taken: list[Box] = []
    counted = [circle for circle in circles if circle[3].count]
    for x, y, radius, spot in sorted(counted, key=lambda circle: -circle[3].count)[:NAMED]:
        text = french.typographic(f"{spot.name} : {french.number(spot.count)}")
        half = 0.29 * LETTER * len(text)
        middle = min(max(float(x), half + 4), WIDTH - half - 4)
        for foot in (y - radius - 10, y + radius + LETTER):
            box = Box(middle - half, foot - LETTER, middle + half, foot + 6)
            if not any(box.meets(other) for other in taken):
                taken.append(box)
                yield f'<text x="{middle:.0f}" y="{foot:.0f}" text-anchor="middle">{escape(text)}</text>'
                break


def _style(kind: str) -> str:
    day, night = COLOURS[kind]
    return (
        f".inner{{fill:#FFF;stroke:#DDD6C8}}.edge{{fill:none;stroke:#16283A;stroke-width:2.4}}"
        f".mark{{fill:{day};fill-opacity:.4;stroke:{day};stroke-width:2}}"
        "@media(prefers-color-scheme:dark){.inner{fill:#15242F;stroke:#2C3E4E}.edge{stroke:#EFE9DC}"
        f".mark{{fill:{night};stroke:{night}}}}}"
    )


def _body(
    shapes: Mapping[str, shapely.Geometry], edges: Sequence[shapely.Geometry], spots: Sequence[Spot]
) -> tuple[str, list[Circle], int]:
    """What is drawn, in classes that a style sheet colours, its circles, and how tall it is."""
    ground = _Ground(list(edges) or list(shapes.values()))
    few = len(shapes) <= MOST_TOLD
    inner = "".join(traced(shape, ground.place) for shape in shapes.values()) if few else ""
    edge = "".join(traced(shape, ground.place) for shape in edges)
    circles = _circles(ground, spots)
    # The largest first: a small one is seen over it.
    drawn = "".join(_circle(*circle) for circle in sorted(circles, key=lambda circle: -circle[2]))
    body = f'<path class="inner" d="{inner}"/><path class="edge" d="{edge}"/><g class="mark">{drawn}</g>'
    return body, circles, ground.height


def _circles(ground: _Ground, spots: Sequence[Spot]) -> list[Circle]:
    points = ground.place(np.array([[spot.longitude, spot.latitude] for spot in spots]).reshape(-1, 2)).tolist()
    most = max((spot.count for spot in spots), default=0)
    return [
        (x, y, max(SMALLEST, LARGEST * sqrt(spot.count / most)) if spot.count else DOT, spot)
        for (x, y), spot in zip(points, spots, strict=True)
    ]


def _circle(x: int, y: int, radius: float, spot: Spot) -> str:
    """A mark, and over it that of the part that is hatched."""
    mark = f'<circle cx="{x}" cy="{y}" r="{radius:.1f}"/>'
    if not spot.hatched:
        return mark
    part = radius * sqrt(spot.hatched / spot.count)
    return f'{mark}<circle class="hatched" cx="{x}" cy="{y}" r="{part:.1f}" fill="url(#{HATCH})"/>'


def _hatch() -> str:
    return (
        f'<defs><pattern id="{HATCH}" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch-ground" d="M0 0h9v9H0z"/><path class="hatch-line" d="M0 0V9"/></pattern></defs>'
    )


def _key(top: int, whole: str, hatched: str) -> str:
    """The legend, under the drawing: what a circle is, and what is hatched."""
    lines = []
    for rank, (kind, words) in enumerate((("", whole), (f' class="hatched" fill="url(#{HATCH})"', hatched))):
        y = top + KEY * rank + KEY // 2
        lines.append(f'<g class="mark"><circle cx="40" cy="{y}" r="22"{kind}/></g>')
        lines.append(f'<text x="80" y="{y + 13}">{escape(french.typographic(words))}</text>')
    return "".join(lines)


def picture(
    shapes: Mapping[str, shapely.Geometry], edges: Sequence[shapely.Geometry], spots: Sequence[Spot], kind: str
) -> str:
    """The picture: the outlines of communes, the edges around them, a mark a spot. `kind` is one of COLOURS."""
    body, _, tall = _body(shapes, edges, spots)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}"><style>{_style(kind)}</style>'
        f"{body}</svg>"
    )


def names(edges: Sequence[shapely.Geometry], spots: Sequence[Spot]) -> str:
    """The names of the largest spots, as SVG that a page lays over the picture of the same edges."""
    ground = _Ground(edges)
    written = "".join(_names(_circles(ground, spots)))
    return (
        f'<svg class="circles-names" viewBox="0 0 {WIDTH} {ground.height}" preserveAspectRatio="xMinYMin meet" '
        f'font-size="{LETTER}" aria-hidden="true">{written}</svg>'
    )


def on_paper(
    shapes: Mapping[str, shapely.Geometry],
    edges: Sequence[shapely.Geometry],
    spots: Sequence[Spot],
    kind: str,
    key: tuple[str, str] = ("", ""),
) -> str:
    """The same for a document, on its white paper. `key` says what a circle is and what is hatched: the legend, drawn
    where something is hatched."""
    body, circles, tall = _body(shapes, edges, spots)
    body += "".join(_names(circles))
    if any(spot.hatched for spot in spots):
        body, tall = f"{_hatch()}{body}{_key(tall, *key)}", tall + 2 * KEY
    return paper.sheet(f'<g class="circles-{kind}">{body}</g>', WIDTH, tall)


def height(edges: Sequence[shapely.Geometry]) -> int:
    """How tall the picture of these edges is, for 1 000 units across."""
    return _Ground(edges).height
