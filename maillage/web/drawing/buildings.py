"""The buildings of a commune drawn as SVG: a mark for each, of its state, or squares of the ground when they are many.

Few bytes: one path for each state, whose every corner bears the mark; squares of a class that touch are one stroke.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import numpy as np
import shapely

from maillage.observatory.point.within import Dot, Square, degrees
from maillage.web.drawing import ground
from maillage.web.drawing.ground import ASIDE, HEIGHT, WIDTH, Ground
from maillage.web.drawing.scale import Scale

MARKS = {
    "ready": '<circle r="3.6"/>',
    "works": '<path d="M0-5 5 0 0 5-5 0z"/>',
    "planned": '<circle r="3.2"/>',
    "given-up": '<path d="M-3.6-3.6 3.6 3.6M3.6-3.6-3.6 3.6"/>',
}
"""The mark of each group of states, around its point: the drawing and its legend show the same."""
ORDER = ("planned", "ready", "works", "given-up")
"""Which is drawn over which, the last over all."""
SQUARE = 200.0
"""Metres."""
SIZES = ((600, 1.0), (1500, 0.8), (5000, 0.62))
"""How large marks are, by how many there are at most."""
BAND = 12
"""Units: points are followed band after band, so that the next one is near."""
APART = 1 << 20
"""Units, far more than a drawing is high."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A commune and its neighbours: its code, the outline of each (degrees), what gives their names."""

    code: str
    shapes: Mapping[str, shapely.Geometry]
    name: Callable[[str], str]


def _size(count: int) -> float:
    return next((size for most, size in SIZES if count <= most), SIZES[-1][1])


def _markers(prefix: str, kinds: Iterable[str], size: float) -> str:
    side = round(12 * size, 1)
    return "".join(
        f'<marker id="{prefix}{kind}" viewBox="-6-6 12 12" markerWidth="{side}" markerHeight="{side}" '
        f'markerUnits="userSpaceOnUse" overflow="visible"><g class="mark {kind}">{MARKS[kind]}</g></marker>'
        for kind in kinds
    )


def _through(points: np.ndarray) -> str:
    """A path through whole points, each once: from left to right then back, band after band."""
    # As single numbers, which sort ten times quicker than pairs; no coordinate is further than APART.
    x, y = np.divmod(np.unique(points[:, 0] * APART + points[:, 1] + APART // 2), APART)
    y -= APART // 2
    band = y // BAND
    order = np.lexsort((np.where(band % 2, -x, x), band))
    route = np.column_stack([x, y])[order]
    return f"M{route[0][0]} {route[0][1]}{ground.moves(route) or 'h0'}"


def marks(on: Ground, dots: Sequence[Dot], groups: Mapping[str, str], prefix: str) -> str:
    """The mark of each building; `groups` gives the group of a state."""
    places: dict[str, list[tuple[float, float]]] = {}
    for longitude, latitude, state in dots:
        places.setdefault(groups[state], []).append((longitude, latitude))
    kinds = [kind for kind in ORDER if kind in places]
    paths = []
    for kind in kinds:
        mark = f"url(#{prefix}{kind})"
        path = _through(on.place(np.array(places[kind])))
        paths.append(f'<path d="{path}" marker-start="{mark}" marker-mid="{mark}" marker-end="{mark}"/>')
    return f'<defs>{_markers(prefix, kinds, _size(len(dots)))}</defs><g class="marks">{"".join(paths)}</g>'


def squares(on: Ground, counted: Sequence[Square], scale: Scale) -> str:
    """Squares of SQUARE metres in the colour of their share of buildings that are ready."""
    wide, high = degrees(SQUARE, on.latitude)
    west = min(square.east for square in counted)
    top = max(square.north for square in counted)
    paths: dict[int, list[str]] = {}
    for north, row in groupby(counted, key=lambda square: square.north):
        coloured = [(square.east, scale.step(100 * square.ready / square.buildings).colour) for square in row]
        for colour, first, count in _runs(coloured):
            paths.setdefault(colour, []).append(f"M{first - west} {top - north}h{count}v1h-{count}z")
    x, y = on.placed(np.array([[west * wide, (top + 1) * high]]))[0]
    shapes = "".join(f'<path class="ramp-{colour}" d="{"".join(parts)}"/>' for colour, parts in sorted(paths.items()))
    return (
        f'<g class="squares" transform="translate({x:.1f} {y:.1f}) scale({wide * on.wide:.3f} {high * on.tall:.3f})">'
        f"{shapes}</g>"
    )


def _runs(coloured: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
    """Colour, first rank and count of the squares of a row that touch and have the same colour."""
    runs: list[tuple[int, int, int]] = []
    for rank, colour in coloured:
        if runs and runs[-1][0] == colour and runs[-1][1] + runs[-1][2] == rank:
            runs[-1] = (colour, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((colour, rank, 1))
    return runs


def drawn(on: Ground, scene: Scene, inside: str, label: str, beyond: float = 4) -> str:
    """The whole picture: `inside` is what stands in the commune or `beyond` units around it, `label` what is said to
    who does not see."""
    shape = scene.shapes[scene.code]
    near = ground.neighbours(on, scene.shapes, scene.code)
    flat = shapely.transform(shape, on.placed)
    outline = ground.outline(on, shape)
    return (
        f'<svg class="ground" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f'<path class="around" d="M-{ASIDE} 0h{WIDTH + 2 * ASIDE}v{HEIGHT}h-{WIDTH + 2 * ASIDE}z"/>'
        f'<path class="edges" d="{ground.borders(near.values())}"/><path class="here" d="{outline}"/>{inside}'
        f'<path class="rim" d="{outline}"/>{ground.names(near, scene.name, flat.buffer(beyond))}{ground.bar(on)}</svg>'
    )
