"""How many there are where: a circle a place, whose area is their number, over outlines; or a dot each, of one commune.

A light picture that carries its own colours, by day and by night, for a page to show as an image.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians, sqrt

import numpy as np
import shapely

from maillage.kernel import french
from maillage.web.drawing.choropleth import FONT, MOST_TOLD, traced
from maillage.web.drawing.labels import Box

WIDTH, MARGIN = 1000, 64
LARGEST, SMALLEST, DOT = 56.0, 4.0, 6.0
"""Radius of the largest circle, of the smallest, of a dot."""
NAMED = 3
"""Places that are named, the largest."""
LETTER = 38
"""Units: 14 pixels or more where the picture is as wide as a phone."""
COLOURS = {"late": ("#B4530A", "#F0A35E"), "there": ("#0B6E69", "#5CC2B3")}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, in degrees: how many there are, its name; a dot has neither."""

    longitude: float
    latitude: float
    count: int = 0
    name: str = ""


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


def _names(circles: Sequence[tuple[int, int, float, Spot]]) -> Iterator[str]:
    """The names of the largest, over or under their circle, never over another name."""
    taken: list[Box] = []
    for x, y, radius, spot in sorted(circles, key=lambda circle: -circle[3].count)[:NAMED]:
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
        f"text{{font:600 {LETTER}px {FONT};fill:#16283A;stroke:#FBF9F4;stroke-width:6;stroke-linejoin:round;"
        "paint-order:stroke}"
        "@media(prefers-color-scheme:dark){.inner{fill:#15242F;stroke:#2C3E4E}.edge{stroke:#EFE9DC}"
        f".mark{{fill:{night};stroke:{night}}}text{{fill:#EFE9DC;stroke:#0F1B27}}}}"
    )


def picture(
    shapes: Mapping[str, shapely.Geometry], edges: Sequence[shapely.Geometry], spots: Sequence[Spot], kind: str
) -> str:
    """The picture: the outlines of communes, the edges around them, a mark a spot. `kind` is one of COLOURS."""
    ground = _Ground(list(edges) or list(shapes.values()))
    few = len(shapes) <= MOST_TOLD
    inner = "".join(traced(shape, ground.place) for shape in shapes.values()) if few else ""
    edge = "".join(traced(shape, ground.place) for shape in edges)
    points = ground.place(np.array([[spot.longitude, spot.latitude] for spot in spots]).reshape(-1, 2)).tolist()
    most = max((spot.count for spot in spots), default=0)
    circles = [
        (x, y, max(SMALLEST, LARGEST * sqrt(spot.count / most)) if spot.count else DOT, spot)
        for (x, y), spot in zip(points, spots, strict=True)
    ]
    # The largest first: a small one is seen over it.
    drawn = "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius:.1f}"/>'
        for x, y, radius, _ in sorted(circles, key=lambda each: -each[2])
    )
    names = "".join(_names([circle for circle in circles if circle[3].count]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {ground.height}"><style>{_style(kind)}</style>'
        f'<path class="inner" d="{inner}"/><path class="edge" d="{edge}"/><g class="mark">{drawn}</g>{names}</svg>'
    )


def height(edges: Sequence[shapely.Geometry]) -> int:
    """How tall the picture of these edges is, for 1 000 units across."""
    return _Ground(edges).height
