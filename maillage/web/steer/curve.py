"""The curve of an indicator: known values joined, the straight line to its target, the target itself. The table beside
it says the same in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from maillage.steering.targets import numbers
from maillage.steering.targets.standing import Standing

WIDE, HIGH, LEFT, RIGHT, TOP, FOOT = 640, 240, 14, 14, 34, 34
MOST = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A name on the drawing: where, what, how its letters are anchored."""

    x: float
    y: float
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The drawing, in its own units: path of the values, their points, path of the line, place of the target."""

    width: int
    height: int
    path: str
    points: tuple[tuple[float, float], ...]
    line: str
    target: tuple[float, float] | None
    marks: tuple[Mark, ...]


def _anchor(x: float) -> str:
    return "start" if x < 90 else "end" if x > WIDE - 90 else "middle"


def _path(points: Sequence[tuple[float, float]], segments: Sequence[int]) -> str:
    """The line through the points, cut where a declared break is."""
    path, before = "", None
    for (x, y), segment in zip(points, segments, strict=True):
        path += f"{'L' if segment == before else 'M'}{x:g} {y:g}"
        before = segment
    return path


def draw(standing: Standing) -> Curve | None:
    """The drawing; None with fewer than two things to draw."""
    series = standing.series[-MOST:]
    spots: list[tuple[date, float]] = [(known.period.end, float(known.value)) for known in series]
    goal = [(standing.target.on, float(standing.target.value))] if standing.target and standing.target.on else []
    start = (
        [(standing.initial_on, float(standing.initial))] if standing.initial is not None and standing.initial_on else []
    )
    every = [*spots, *goal, *start]
    if len(every) < 2 or len({day for day, _ in every}) < 2:
        return None
    first, last = min(day for day, _ in every), max(day for day, _ in every)
    low = min(0.0, *(value for _, value in every))
    span = (max(value for _, value in every) - low) or 1.0

    def at(spot: tuple[date, float]) -> tuple[float, float]:
        x = LEFT + (WIDE - LEFT - RIGHT) * (spot[0] - first).days / (last - first).days
        return round(x, 1), round(TOP + (HIGH - TOP - FOOT) * (1 - (spot[1] - low) / span), 1)

    points = tuple(map(at, spots))
    ends = [at(spot) for spot in (*start, *goal)] if start and goal else []
    marks = [Mark(LEFT, HIGH - 8, str(first.year), "start"), Mark(WIDE - RIGHT, HIGH - 8, str(last.year), "end")]
    sheet = standing.sheet
    unit = sheet.unit if sheet.unit in ("%", "km") else ""
    if points and standing.last:
        x, y = points[-1]
        marks.append(Mark(x, y - 12, numbers.shown(standing.last.value, unit, sheet.decimals), _anchor(x)))
    if goal and standing.target:
        x, y = at(goal[0])
        near = bool(points) and abs(points[-1][0] - x) < 120 and abs(points[-1][1] - y) < 26
        words = f"cible {numbers.shown(standing.target.value, unit, sheet.decimals)}"
        marks.append(Mark(x, y + 24 if near else y - 12, words, _anchor(x)))
    return Curve(
        WIDE,
        HIGH,
        _path(points, [known.segment for known in series]),
        points,
        "M" + "L".join(f"{x:g} {y:g}" for x, y in ends) if ends else "",
        at(goal[0]) if goal else None,
        tuple(marks),
    )


def body(curve: Curve) -> str:
    """The drawing on the paper of a document (`drawing/paper.py`)."""
    paths = [("aim-line", curve.line), ("aim-path", curve.path)]
    drawn = [f'<path class="{kind}" d="{path}"/>' for kind, path in paths if path]
    drawn += [f'<circle class="aim-point" cx="{x:g}" cy="{y:g}" r="4"/>' for x, y in curve.points]
    if curve.target:
        drawn.append(f'<circle class="aim-goal" cx="{curve.target[0]:g}" cy="{curve.target[1]:g}" r="7"/>')
    drawn += [
        f'<text x="{mark.x:g}" y="{mark.y:g}" text-anchor="{mark.anchor}">{escape(mark.words)}</text>'
        for mark in curve.marks
    ]
    return "".join(drawn)
