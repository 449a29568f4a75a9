"""A few things, each seen: a square each, coloured by what became of it; wide and narrow from one description. Beyond
MOST, a square is for ten of them, a hundred…
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

MOST = 420
"""Squares drawn at most."""
STEP, SIDE = 20, 14
"""Pixels from a square to the next, and of its side."""
ACROSS, NARROW_ACROSS = 36, 16
"""Squares of a line, where there is room and on a phone."""


@dataclass(frozen=True, slots=True)
class Group:
    """So many things of a kind, the class of their squares; `crossed` ones are drawn as a cross."""

    kind: str
    count: int
    crossed: bool = False


def unit(groups: tuple[Group, ...]) -> int:
    """How many things a square is for: 1, 10, 100…"""
    whole, each = sum(group.count for group in groups), 1
    while whole > MOST * each:
        each *= 10
    return each


def _square(rank: int, across: int, crossed: bool) -> str:
    x, y = rank % across * STEP + 2, rank // across * STEP + 2
    if crossed:
        return f"M{x + 1},{y + 1}l{SIDE - 2},{SIDE - 2}m0,-{SIDE - 2}l-{SIDE - 2},{SIDE - 2}"
    return f"M{x},{y}h{SIDE}v{SIDE}h-{SIDE}z"


def _paths(groups: tuple[Group, ...], across: int) -> Iterator[str]:
    each, rank = unit(groups), 0
    for group in groups:
        count = max(1, round(group.count / each)) if group.count else 0
        squares = "".join(_square(rank + place, across, group.crossed) for place in range(count))
        if squares:
            yield f'<path class="{group.kind}" d="{squares}"/>'
        rank += count


def draw(groups: tuple[Group, ...], alternative: str, *, narrow: bool) -> str:
    """The drawing of a page, which has `squares.css`. `alternative` says the message."""
    across, kind = (NARROW_ACROSS, "squares-narrow") if narrow else (ACROSS, "squares-wide")
    each = unit(groups)
    count = sum(max(1, round(group.count / each)) if group.count else 0 for group in groups)
    wide, high = min(across, count) * STEP, -(-count // across) * STEP
    return (
        f'<svg class="squares-drawing {kind}" viewBox="0 0 {wide} {high}" width="{wide}" role="img" '
        f'aria-label="{escape(alternative)}">{"".join(_paths(groups, across))}</svg>'
    )
