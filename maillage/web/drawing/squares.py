"""A few things, each seen: a square each, coloured by what became of it; wide and narrow from one description. Beyond
MOST, a square is for ten of them, a hundred…
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain, zip_longest

from maillage.web.drawing.labels import LETTER, width

MOST = 420
"""Squares drawn at most."""
STEP, SIDE = 20, 14
"""Pixels from a square to the next, and of its side."""
ACROSS, NARROW_ACROSS = 36, 16
"""Squares of a line, where there is room and on a phone."""
LINE = 24
"""Pixels from a name of the legend to the next."""


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


def _paths(groups: tuple[Group, ...], across: int, said: Sequence[str] = ()) -> Iterator[str]:
    each, rank = unit(groups), 0
    for group, words in zip_longest(groups, said):
        count = max(1, round(group.count / each)) if group.count else 0
        squares = "".join(_square(rank + place, across, group.crossed) for place in range(count))
        if squares and words:
            yield f'<path class="{group.kind} told" d="{squares}"><title>{escape(words)}</title></path>'
        elif squares:
            yield f'<path class="{group.kind}" d="{squares}"/>'
        rank += count


def _size(groups: tuple[Group, ...], across: int) -> tuple[int, int]:
    each = unit(groups)
    count = sum(max(1, round(group.count / each)) if group.count else 0 for group in groups)
    return min(across, count) * STEP, -(-count // across) * STEP


def draw(groups: tuple[Group, ...], alternative: str, *, narrow: bool, said: Sequence[str] = ()) -> str:
    """The drawing of a page, which has `squares.css`. `alternative` says the message; `said`, each group when it is
    read (`reading.js`)."""
    across, kind = (NARROW_ACROSS, "squares-narrow") if narrow else (ACROSS, "squares-wide")
    wide, high = _size(groups, across)
    return _svg(kind, wide, high, alternative, _paths(groups, across, said))


def named(groups: tuple[Group, ...], names: Sequence[str], alternative: str, *, narrow: bool = False) -> str:
    """The drawing with what each colour is, for where no legend stands beside; `names` say each group."""
    line, kind = (NARROW_ACROSS, "squares-narrow") if narrow else (ACROSS, "squares-wide")
    wide, high = _size(groups, line)
    said = [(group, name) for group, name in zip(groups, names, strict=True) if group.count]
    lines = (
        f'<g transform="translate(0 {high + 12 + rank * LINE})"><path class="{group.kind}" '
        f'd="{_square(0, 1, group.crossed)}"/><text x="26" y="14" font-size="{LETTER:g}">{escape(name)}</text></g>'
        for rank, (group, name) in enumerate(said)
    )
    across = max(wide, *(round(width(name)) + 30 for _, name in said))
    return _svg(kind, across, high + 12 + LINE * len(said), alternative, chain(_paths(groups, line), lines))


def _svg(kind: str, wide: int, high: int, alternative: str, parts: Iterable[str]) -> str:
    return (
        f'<svg class="squares-drawing {kind}" viewBox="0 0 {wide} {high}" width="{wide}" role="img" '
        f'aria-label="{escape(alternative)}">{"".join(parts)}</svg>'
    )
