"""Dates on lines, a line a place: from a first date to a last one, a range, a date that matters, until today; wide and
narrow from one description. Dumbbells, ranges and dotted waits are made of the same three things: spans, marks, words.

Colours are those of `timelines.css`; letters keep their 14 pixels in both drawings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.web.drawing.labels import shortened, width
from maillage.web.drawing.svg import sheet, spoken, text

WIDE, NARROW = 720, 336
NAMES, ASIDE = 186, 118
"""Pixels of the names at the left of the wide drawing, and of what is said at its right."""
NARROW_ASIDE = 52
TOP, FOOT = 30, 30
STEP, NARROW_STEP = 28, 48
YEAR = 44
"""Pixels that the name of a year needs."""
EDGE = timedelta(days=60)
"""What is drawn before the first date and after the last."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to another; `kind` is the class of its line."""

    start: date
    end: date
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day: a dot, or a cross. `kind` is its class."""

    day: date
    kind: str
    cross: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line: what it is about; its spans and marks; a few words after its last dot; what is said at
    its end, and shorter. `note_kind` and `aside_kind` are classes; `said` is all of it, read line by line
    (`reading.js`)."""

    name: str
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    note: str = ""
    note_kind: str = ""
    aside: str = ""
    aside_short: str = ""
    aside_kind: str = ""
    said: str = ""

    def days(self) -> Iterator[date]:
        """Every day that the axis must hold."""
        for span in self.spans:
            yield from (span.start, span.end)
        yield from (mark.day for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Timelines:
    """All that is drawn: the rows, a day that all of them meet and what it is called."""

    rows: tuple[Row, ...]
    today: date
    today_name: str


class _Plot:
    """Where days stand, from `left` to `right` pixels."""

    def __init__(self, lines: Timelines, left: float, right: float) -> None:
        days = [lines.today, *(day for row in lines.rows for day in row.days())]
        self.start, self.end = min(days) - EDGE, max(days) + EDGE
        self.left, self.right = left, right

    def x(self, day: date) -> float:
        """Where a day stands, to a tenth of a pixel."""
        across = (day - self.start).days / (self.end - self.start).days
        return round(self.left + across * (self.right - self.left), 1)

    def years(self) -> list[date]:
        """The first days of the years that are named: all those that have room, and are not cut by an edge."""
        every = [date(year, 1, 1) for year in range(self.start.year + 1, self.end.year + 1)]
        every = [day for day in every if self.left + YEAR / 3 <= self.x(day) <= self.right - YEAR / 3]
        if len(every) < 2:
            return every
        step = self.x(every[1]) - self.x(every[0])
        skipped = next(count for count in (1, 2, 5, 10, 50) if count * step >= YEAR or count == 50)
        return every[-1::-skipped][::-1]


def _mark(plot: _Plot, y: float, mark: Mark) -> str:
    x = plot.x(mark.day)
    if mark.cross:
        return f'<path class="{mark.kind}" d="M{x - 5:g},{y - 5:g}l10,10m0,-10l-10,10"/>'
    return f'<circle class="{mark.kind}" cx="{x:g}" cy="{y:g}" r="5"/>'


def _drawn(plot: _Plot, y: float, row: Row) -> Iterator[str]:
    for span in row.spans:
        yield f'<path class="{span.kind}" d="M{plot.x(span.start):g},{y:g}H{plot.x(span.end):g}"/>'
    yield from (_mark(plot, y, mark) for mark in row.marks)


def _axis(plot: _Plot, lines: Timelines, top: float, bottom: float) -> Iterator[str]:
    for day in plot.years():
        x = plot.x(day)
        yield f'<path class="grid" d="M{x:g},{top:g}V{bottom:g}"/>' + text(
            x, bottom + 20, "tick", str(day.year), "middle"
        )
    x = plot.x(lines.today)
    half = width(lines.today_name, True) / 2
    at = min(max(x, plot.left + half), WIDE - half) if plot.right > NARROW else min(max(x, half), NARROW - half)
    yield f'<path class="today" d="M{x:g},{top - 6:g}V{bottom:g}"/>' + text(
        at, top - 12, "today-name", lines.today_name, "middle"
    )


def _wide(lines: Timelines) -> Iterator[str]:
    plot = _Plot(lines, NAMES + 12, WIDE - ASIDE)
    yield from _axis(plot, lines, TOP, TOP + STEP * len(lines.rows))
    for rank, row in enumerate(lines.rows):
        y = TOP + STEP * rank + STEP / 2
        yield text(NAMES, y + 5, "name", shortened(row.name, NAMES - 4), "end")
        yield from _drawn(plot, y, row)
        if row.note and row.marks:
            x = max(plot.x(mark.day) for mark in row.marks if not mark.cross)
            yield text(x + 10, y + 5, f"note {row.note_kind}", row.note)
        if row.aside:
            yield text(WIDE - ASIDE + 10, y + 5, f"aside {row.aside_kind}", row.aside)
        yield spoken(y - STEP / 2, WIDE, STEP, row.said)


def _narrow(lines: Timelines) -> Iterator[str]:
    said = any(row.aside_short for row in lines.rows)
    plot = _Plot(lines, 4, NARROW - (NARROW_ASIDE if said else 4))
    yield from _axis(plot, lines, TOP, TOP + NARROW_STEP * len(lines.rows))
    for rank, row in enumerate(lines.rows):
        y = TOP + NARROW_STEP * rank
        name = shortened(row.name, NARROW - 70)
        yield text(0, y + 18, "name", name)
        if row.note:
            yield text(width(name) + 10, y + 18, f"note {row.note_kind}", row.note)
        yield from _drawn(plot, y + 34, row)
        if row.aside_short:
            yield text(NARROW, y + 39, f"aside {row.aside_kind}", row.aside_short, "end")
        yield spoken(y, NARROW, NARROW_STEP, row.said)


def wide(lines: Timelines, alternative: str) -> str:
    """The drawing of a page, which has `timelines.css`. `alternative` says the message."""
    return sheet(
        "timelines-drawing timelines-wide", WIDE, TOP + STEP * len(lines.rows) + FOOT, alternative, _wide(lines)
    )


def narrow(lines: Timelines, alternative: str) -> str:
    """The drawing of a phone: names over their line, at its end what is said there, shorter."""
    return sheet(
        "timelines-drawing timelines-narrow",
        NARROW,
        TOP + NARROW_STEP * len(lines.rows) + FOOT,
        alternative,
        _narrow(lines),
    )
