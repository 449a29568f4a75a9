"""Strategies and their declared links as a drawing: a column for each level, a line for each link between two of them.

The table beside it says the same in words: the lines are for the eye alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from maillage.kernel.words import alphabetical
from maillage.steering.strategies.models import Level, Link, Strategy

WIDE, HIGH, BETWEEN, APART, TOP = 168, 46, 96, 16, 34
LETTERS = 19


@dataclass(frozen=True, slots=True)
class Box:
    """A strategy: where it stands, its name on one or two lines, its page."""

    x: int
    y: int
    lines: tuple[str, ...]
    page: str
    framework: bool

    @property
    def words(self) -> list[tuple[int, int, str]]:
        """Each line with where it is written."""
        first = self.y + HIGH // 2 + (6 if len(self.lines) == 1 else -3)
        return [(self.x + 10, first + 18 * rank, line) for rank, line in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Line:
    """A link: its path and the sense it has."""

    path: str
    sense: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing, in its own units. `heads` are the names of the columns with where they are written."""

    width: int
    height: int
    heads: tuple[tuple[int, str], ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def _cut(text: str) -> tuple[str, ...]:
    """At most two lines; what does not hold ends in « … »."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: LETTERS - 1]}…"]
    return tuple(line if len(line) <= LETTERS + 1 else f"{line[: LETTERS - 1]}…" for line in lines)


def draw(strategies: Sequence[Strategy], links: Sequence[Link]) -> Diagram | None:
    """The drawing; None when nothing is linked."""
    pairs = {(link.source_id, link.target_id, link.sense) for link in links}
    linked = {pk for source, target, _ in pairs for pk in (source, target)}
    levels = [
        level for level in Level if any(strategy.level == level and strategy.pk in linked for strategy in strategies)
    ]
    if not levels:
        return None
    boxes: dict[int, Box] = {}
    for column, level in enumerate(levels):
        held = [strategy for strategy in strategies if strategy.level == level and strategy.pk in linked]
        for row, strategy in enumerate(
            sorted(held, key=lambda strategy: (strategy.framework, alphabetical(str(strategy))))
        ):
            x, y = column * (WIDE + BETWEEN), TOP + row * (HIGH + APART)
            boxes[strategy.pk] = Box(x, y, _cut(str(strategy)), strategy.page, strategy.framework)
    lines: list[Line] = []
    drawn: Counter[frozenset[int]] = Counter()
    for source, target, sense in sorted(pairs):
        # Two links between the same boxes are drawn one above the other.
        pair = frozenset((source, target))
        lines.append(Line(_path(boxes[source], boxes[target], drawn[pair] * 11), sense))
        drawn[pair] += 1
    return Diagram(
        len(levels) * (WIDE + BETWEEN) - BETWEEN + 70,
        max(box.y for box in boxes.values()) + HIGH + 4,
        tuple((column * (WIDE + BETWEEN), str(level.label)) for column, level in enumerate(levels)),
        tuple(boxes.values()),
        tuple(lines),
    )


def _path(source: Box, target: Box, lower: int) -> str:
    """A curve from the side of one box to the side of the other, which faces it, so much lower than its middle."""
    y1, y2 = source.y + HIGH // 2 + lower, target.y + HIGH // 2 + lower
    if source.x == target.x:
        x, out = source.x + WIDE, source.x + WIDE + 24 + abs(y2 - y1) // 14
        return f"M{x} {y1}C{out + 10} {y1} {out + 10} {y2} {x + 6} {y2}"
    if source.x < target.x:
        x1, x2, way = source.x + WIDE, target.x - 6, 40
    else:
        x1, x2, way = source.x, target.x + WIDE + 6, -40
    return f"M{x1} {y1}C{x1 + way} {y1} {x2 - way} {y2} {x2} {y2}"
