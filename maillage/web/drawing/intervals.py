"""Amounts that are not sure, a line each: from the low one to the high one, a point for the central one; wide and
narrow from one description. The axis begins at zero.

Colours are those of `intervals.css`; letters keep their 14 pixels in both drawings.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from maillage.web.drawing.axes import steps
from maillage.web.drawing.labels import shortened
from maillage.web.drawing.svg import sheet, spoken, text

WIDE, NARROW = 720, 336
NAMES, ASIDE = 236, 130
"""Pixels of the names at the left of the wide drawing, and of what is said at its right."""
TOP, FOOT = 6, 30
STEP, NARROW_STEP = 34, 52
BAR = 12
"""Pixels of a bar."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its name, its three amounts in increasing order, what is said at its end, and all of it in words."""

    name: str
    low: float
    central: float
    high: float
    aside: str
    said: str


@dataclass(frozen=True, slots=True)
class Intervals:
    """All that is drawn: the rows, and how an amount of the axis is said."""

    rows: tuple[Row, ...]
    named: Callable[[float], str]


class _Plot:
    """Where amounts stand, from `left` to `right` pixels."""

    def __init__(self, drawn: Intervals, left: float, right: float, count: int) -> None:
        self.ticks = steps(max(row.high for row in drawn.rows), count)
        self.left, self.right = left, right

    def x(self, amount: float) -> float:
        """Where an amount stands, to a tenth of a pixel."""
        return round(self.left + (self.right - self.left) * amount / self.ticks[-1], 1)


def _axis(drawn: Intervals, plot: _Plot, bottom: float) -> Iterator[str]:
    for tick in plot.ticks:
        x = plot.x(tick)
        anchor = "end" if tick == plot.ticks[-1] else "middle" if tick else "start"
        yield f'<path class="grid" d="M{x:g},{TOP}V{bottom:g}"/>' + text(
            x, bottom + 20, "tick", drawn.named(tick), anchor
        )


def _bar(plot: _Plot, row: Row, y: float) -> str:
    """The bar of a line, and its point."""
    left, right = plot.x(row.low), plot.x(row.high)
    return (
        f'<rect class="range" x="{left:g}" y="{y - BAR / 2:g}" width="{max(right - left, 2):g}" height="{BAR}"/>'
        f'<circle class="central" cx="{plot.x(row.central):g}" cy="{y:g}" r="5"/>'
    )


def _wide(drawn: Intervals) -> Iterator[str]:
    plot = _Plot(drawn, NAMES + 12, WIDE - ASIDE, 4)
    yield from _axis(drawn, plot, TOP + STEP * len(drawn.rows))
    for rank, row in enumerate(drawn.rows):
        y = TOP + STEP * rank + STEP / 2
        yield text(NAMES, y + 5, "name", shortened(row.name, NAMES - 4), "end") + _bar(plot, row, y)
        yield text(WIDE - ASIDE + 12, y + 5, "aside", row.aside)
        yield spoken(y - STEP / 2, WIDE, STEP, row.said)


def _narrow(drawn: Intervals) -> Iterator[str]:
    plot = _Plot(drawn, 2, NARROW - 2, 2)
    yield from _axis(drawn, plot, TOP + NARROW_STEP * len(drawn.rows))
    for rank, row in enumerate(drawn.rows):
        y = TOP + NARROW_STEP * rank
        yield text(0, y + 17, "name", shortened(row.name, NARROW - 110)) + _bar(plot, row, y + 35)
        yield text(NARROW, y + 17, "aside", row.aside, "end") + spoken(y, NARROW, NARROW_STEP, row.said)


def wide(drawn: Intervals, alternative: str) -> str:
    """The drawing of a page, which has `intervals.css`. `alternative` says the message."""
    return sheet(
        "intervals-drawing intervals-wide", WIDE, TOP + STEP * len(drawn.rows) + FOOT, alternative, _wide(drawn)
    )


def narrow(drawn: Intervals, alternative: str) -> str:
    """The drawing of a phone: names over their line."""
    return sheet(
        "intervals-drawing intervals-narrow",
        NARROW,
        TOP + NARROW_STEP * len(drawn.rows) + FOOT,
        alternative,
        _narrow(drawn),
    )
