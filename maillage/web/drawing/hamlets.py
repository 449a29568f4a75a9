"""Names of a commune's village and hamlets, each beside what stands in it, off every mark, inside the commune."""

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np
import shapely

from maillage.kernel import french
from maillage.kernel.words import alphabetical
from maillage.observatory.hamlets import Hamlet
from maillage.observatory.point.within import Dot
from maillage.web.drawing.ground import EDGE, HEIGHT, LARGE, LETTER, SMALL, WIDTH, Box, Ground, Lettering

NEAR = 20.0
"""Units: what stands as near to the point of a hamlet is in it."""
FEWEST = 3
"""Buildings under which a named place is a field, which nobody looks for here."""
MOST = {LARGE: 7, SMALL: 3}
"""Names written, by size of the letters."""
AWAY = (9.0, 18.0, 28.0, 40.0, 54.0)
"""How far a name may stand from the point it names, in units, the nearest first."""
SIDES = ((0, -1), (0, 1), (1, 0), (-1, 0))


def hamlets(on: Ground, named: Sequence[Hamlet], dots: Sequence[Dot], shape: shapely.Geometry, village: str) -> str:
    """The names of the largest hamlets where they fit, in both sizes of the picture; `shape` is the commune, in
    degrees. Where most stand is the village, named as the commune unless a hamlet is named there."""
    inside = [place for place in named if shapely.contains_xy(shape, place.longitude, place.latitude)]
    if not dots:
        return ""
    marks = on.placed(np.array([(dot.longitude, dot.latitude) for dot in dots]))
    places = [(place.longitude, place.latitude) for place in inside]
    points = on.placed(np.array(places)) if places else np.empty((0, 2))
    counts = [int((np.hypot(*(marks - point).T) <= NEAR).sum()) for point in points]
    ranked = sorted(range(len(inside)), key=lambda rank: (-counts[rank], alphabetical(inside[rank].name)))
    largest = [(french.typographic(inside[rank].name), points[rank]) for rank in ranked if counts[rank] >= FEWEST]
    middle = _densest(marks)
    if not len(points) or np.hypot(*(points - middle).T).min() > NEAR:
        largest.insert(0, (french.typographic(village), middle))
    flat = shapely.transform(shape, on.placed)
    shapely.prepare(flat)
    return "".join(_lettered(largest, marks, flat, letters) for letters in (LARGE, SMALL))


def _densest(marks: np.ndarray) -> np.ndarray:
    """The middle of the square where most buildings stand."""
    _, ranks, counts = np.unique(marks // (2 * NEAR), axis=0, return_inverse=True, return_counts=True)
    middle: np.ndarray = marks[ranks.ravel() == counts.argmax()].mean(axis=0)
    return middle


def _lettered(
    largest: Sequence[tuple[str, np.ndarray]], marks: np.ndarray, inside: shapely.Geometry, letters: Lettering
) -> str:
    # The scale bar stands at the bottom left.
    taken: list[Box] = [(letters.west, HEIGHT - 3.0 * letters.size, WIDTH / 3, float(HEIGHT))]
    texts: dict[str, str] = {}
    for words, point in largest:
        if len(texts) == MOST[letters]:
            break
        fitting = (box for box in _boxes(words, point, letters) if _free(box, marks, taken))
        box = next((box for box in fitting if shapely.contains_properly(inside, shapely.box(*box))), None)
        if words in texts or box is None:
            continue
        taken.append(box)
        x, y = round((box[0] + box[2]) / 2), round(box[3] - 0.35 * letters.size)
        texts[words] = f'<text x="{x}" y="{y}">{escape(words)}</text>'
    return (
        f'<g class="hamlets {letters.name}" font-size="{letters.size}">{"".join(texts.values())}</g>' if texts else ""
    )


def _boxes(words: str, point: np.ndarray, letters: Lettering) -> Iterator[Box]:
    """Where a name may stand, the nearest to its point first."""
    wide, high = len(words) * LETTER * letters.size / 2, 0.6 * letters.size
    for away in AWAY:
        for east, south in SIDES:
            x, y = point[0] + east * (wide + away), point[1] + south * (high + away)
            yield x - wide, y - high, x + wide, y + high


def _free(box: Box, marks: np.ndarray, taken: Sequence[Box]) -> bool:
    west, north, east, south = box
    covered = (marks[:, 0] > west - EDGE) & (marks[:, 0] < east + EDGE)
    covered &= (marks[:, 1] > north - EDGE) & (marks[:, 1] < south + EDGE)
    if covered.any():
        return False
    return all(west > right or east < left or north > bottom or south < top for left, top, right, bottom in taken)
