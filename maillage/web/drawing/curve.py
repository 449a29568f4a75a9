"""A figure through time, drawn from plain data: the place and the one above, what is forecast as a fan, a target, a
date that matters. One drawing for the page (colours of `curve.css`, by day and by night), for files and for documents.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from maillage.web.drawing.axes import (
    NARROW,
    NARROW_PAST,
    PERCENT,
    WIDE,
    WIDE_PAST,
    Fold,
    Plot,
    Size,
    Unit,
    folds,
    leapt,
    place,
)
from maillage.web.drawing.labels import LETTER, Anchor, Box, Label, Placed, Spot, placed

Point = tuple[date, float]
STEP = 6.0
"""Pixels between two points of a line that labels keep away from."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its runs, each cut from the next, oldest first; its name, longer or shorter, with its last figure.

    `first` is its first figure, in words, and `said` each of its points, read one by one; `marked`: as dots."""

    runs: tuple[tuple[Point, ...], ...]
    names: tuple[str, ...]
    first: str = ""
    said: tuple[str, ...] = ()
    marked: bool = True

    @property
    def last(self) -> Point:
        """Its last point."""
        return self.runs[-1][-1]


@dataclass(frozen=True, slots=True)
class Spread:
    """What is forecast of a day: from low to high, in percent; in words."""

    day: date
    low: float
    middle: float
    high: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When a share would be passed: from `first` to `last`, None when nobody can say; the likeliest between them."""

    share: float
    first: date
    middle: date | None
    last: date | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that matters, and the share that is expected then, when it is."""

    day: date
    names: tuple[str, ...]
    share: float | None = None
    share_name: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A share to be reached at a date."""

    day: date
    share: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where figures stop being comparable."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Curve:
    """All that is drawn. What is not known is None or empty."""

    here: Series
    above: Series | None = None
    fan: tuple[Spread, ...] = ()
    due: Due | None = None
    deadline: Deadline | None = None
    aim: Aim | None = None
    cuts: tuple[Cut, ...] = ()
    unit: Unit = PERCENT

    @property
    def ahead(self) -> bool:
        """Whether it says something of the time to come."""
        return bool(self.fan or self.due or self.deadline)

    @property
    def wide(self) -> Size:
        """The drawing of a page, and of files."""
        return WIDE if self.ahead else WIDE_PAST

    @property
    def narrow(self) -> Size:
        """The drawing of a phone."""
        return NARROW if self.ahead else NARROW_PAST

    def _days(self) -> Iterator[date]:
        """Every date of a figure."""
        for series in filter(None, (self.here, self.above)):
            yield from (day for run in series.runs for day, _ in run)

    def _other_days(self) -> Iterator[date]:
        """Every other date."""
        yield from (spread.day for spread in self.fan)
        if self.due:
            yield from filter(None, (self.due.first, self.due.middle, self.due.last))
        yield from (fact.day for fact in (self.deadline, self.aim) if fact)

    @property
    def folds(self) -> tuple[Fold, ...]:
        """The years without a figure that the axis leaps over."""
        return folds(self._days(), self._other_days())

    def runs(self, series: Series) -> list[tuple[Point, ...]]:
        """The runs of a series, cut where years are folded too."""
        leaps = self.folds
        cut: list[tuple[Point, ...]] = []
        for run in series.runs:
            ends = [rank for rank, (old, new) in enumerate(pairwise(run), 1) if leapt(leaps, old[0], new[0])]
            cut += [run[left:right] for left, right in pairwise([0, *ends, len(run)])]
        return cut

    def shares(self) -> Iterator[float]:
        """Every share that the axis must hold."""
        for series in filter(None, (self.here, self.above)):
            yield from (share for run in series.runs for _, share in run)
        if self.aim:
            yield self.aim.share

    def plot(self, size: Size) -> Plot:
        """Where things stand in a drawing."""
        return place([*self._days(), *self._other_days()], self.shares(), size, self.unit, self.folds)


def _path(spots: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in spots)


def _said(x: float, y: float, words: str, kind: str) -> str:
    """A point that says itself, under the mouse and by the keyboard (`reading.js`): a dot, or what is not seen."""
    shown = 'r="3.5"' if kind == "point" else 'r="8" fill-opacity="0"'
    return f'<circle class="{kind}" cx="{x:g}" cy="{y:g}" {shown}><title>{escape(words)}</title></circle>'


def _line(plot: Plot, curve: Curve, series: Series, kind: str) -> str:
    """The runs of a series, and its last point."""
    cut = curve.runs(series)
    runs = "".join(_path([plot.at(*point) for point in run]) + ("h0" if len(run) == 1 else "") for run in cut)
    x, y = plot.at(*series.last)
    dot = 5 if kind == "here" else 3
    spots = [plot.at(*point) for run in cut for point in run]
    points = "".join(
        _said(*spot, words, "point" if series.marked else "told")
        for spot, words in zip(spots, series.said, strict=False)
    )
    return f'<path class="{kind}" d="{runs}"/><circle class="{kind}-dot" cx="{x:g}" cy="{y:g}" r="{dot}"/>{points}'


def _middle(curve: Curve) -> list[Point]:
    """The dotted line: from the last figure, through what is expected, until the share is passed."""
    spots = [curve.here.last, *((spread.day, spread.middle) for spread in curve.fan)]
    due = curve.due
    if curve.fan and due and due.middle and due.middle > spots[-1][0]:
        spots.append((due.middle, due.share))
    return spots if curve.fan else []


def _fan(plot: Plot, curve: Curve) -> str:
    if not curve.fan:
        return ""
    high = [plot.at(*curve.here.last), *(plot.at(spread.day, spread.high) for spread in curve.fan)]
    low = [plot.at(spread.day, spread.low) for spread in reversed(curve.fan)]
    middle = _path([plot.at(*point) for point in _middle(curve)])
    return f'<path class="fan" d="{_path(high + low)}Z"/><path class="middle" d="{middle}"/>'


def _expected(plot: Plot, curve: Curve) -> str:
    """What is expected, read point by point after the figures."""
    said = [spread for spread in curve.fan if spread.said]
    return "".join(_said(*plot.at(spread.day, spread.middle), spread.said, "told") for spread in said)


def _due(plot: Plot, due: Due | None) -> str:
    """From the first to the last date, as a bar between two stops; the bar is open when nobody knows the last."""
    if due is None:
        return ""
    left, y = plot.at(due.first, due.share)
    right = plot.at(due.last, due.share)[0] if due.last else plot.right
    stops = f"M{left:g},{y - 7:g}v14" + (f"M{right:g},{y - 7:g}v14" if due.last else "")
    drawn = f'<path class="due" d="M{left:g},{y:g}H{right:g}"/><path class="stop" d="{stops}"/>'
    if due.middle:
        drawn += f'<circle class="due-dot" cx="{plot.at(due.middle, 0)[0]:g}" cy="{y:g}" r="4.5"/>'
    return drawn


def _deadline(plot: Plot, deadline: Deadline | None) -> tuple[str, str]:
    """The vertical line, and the point where what is expected meets it."""
    if deadline is None:
        return "", ""
    x = plot.at(deadline.day, 0)[0]
    line = f'<path class="deadline" d="M{x:g},{plot.top - 4:g}V{plot.bottom:g}"/>'
    if deadline.share is None:
        return line, ""
    y = plot.at(deadline.day, deadline.share)[1]
    return line, f'<circle class="deadline-dot" cx="{x:g}" cy="{y:g}" r="4.5"/>'


def _aim(plot: Plot, aim: Aim | None) -> str:
    if aim is None:
        return ""
    x, y = plot.at(aim.day, aim.share)
    return (
        f'<path class="aim" d="M{plot.left:g},{y:g}H{x:g}"/><path class="aim-dot" d="M{x - 5:g},{y:g}l5,-6l5,6l-5,6z"/>'
    )


def _cuts(plot: Plot, cuts: Sequence[Cut]) -> str:
    rules = "".join(f"M{plot.at(cut.day, 0)[0]:g},{plot.top:g}V{plot.bottom:g}" for cut in cuts)
    return f'<path class="cut" d="{rules}"/>' if rules else ""


def _around(plot: Plot, point: Point) -> tuple[Spot, ...]:
    """Where the name of a last point may stand: over it, under it, beside it, then further up and down."""
    x, y = plot.at(*point)
    near = [Spot(x + 5, y - 11, "end"), Spot(x + 5, y + 21, "end"), Spot(x + 10, y + 5, "start")]
    near += [Spot(x + 8, y + 20 + 12 * step, "start") for step in range(4)]
    for away in (0, 18, 36, 54):
        for back in (0, 30, 60, 100, 150):
            near.append(Spot(x - back, y - 11 - away, "middle" if back else "end"))
            near.append(Spot(x - back, y + 21 + away, "middle" if back else "end"))
        near.append(Spot(plot.left + 4, y - 11 - away, "start"))
        near.append(Spot(plot.left + 4, y + 21 + away, "start"))
    return tuple(near)


def _after(plot: Plot, point: Point) -> tuple[Spot, ...]:
    """Where the figure of a first point may stand: over it or under it, then further up and down."""
    x, y = plot.at(*point)
    return tuple(Spot(x - 4, y + away, "start") for away in (-11, 21, -29, 39, -47))


def _beside(x: float, feet: Sequence[float]) -> tuple[Spot, ...]:
    """On one side or the other of a vertical line, at these heights."""
    return tuple(spot for y in feet for spot in (Spot(x + 7, y, "start"), Spot(x - 7, y, "end")))


def _over(plot: Plot, left: float, right: float, y: float) -> tuple[Spot, ...]:
    """Over or under a horizontal line."""
    over, under = y - 10, y + 24
    ends: tuple[tuple[float, Anchor], ...] = (
        ((left + right) / 2, "middle"),
        (plot.right, "end"),
        (right, "end"),
        (left, "start"),
    )
    return tuple(Spot(x, foot, anchor) for foot in (over, under, under + 20, under + 40) for x, anchor in ends)


def _labels(plot: Plot, curve: Curve) -> Iterator[Label]:
    """What is named, what matters most first."""
    top, bottom = plot.top, plot.bottom

    def said(names: tuple[str, ...]) -> tuple[str, ...]:
        return names[-1:] if plot.size.brief else names

    yield Label(said(curve.here.names), "here-name", _around(plot, curve.here.last), strong=True)
    if deadline := curve.deadline:
        x = plot.at(deadline.day, 0)[0]
        yield Label(said(deadline.names), "deadline-name", _beside(x, (top - 16, top + 18, bottom - 8)), strong=True)
        if deadline.share is not None:
            y = plot.at(deadline.day, deadline.share)[1]
            feet = (y + 17, y - 8, y + 36, y - 26)
            yield Label((deadline.share_name,), "deadline-name", _beside(x + 2, feet), strong=True)
    if due := curve.due:
        left, y = plot.at(due.first, due.share)
        right = plot.at(due.last, 0)[0] if due.last else plot.right
        yield Label(said(due.names), "here-name", _over(plot, left, right, y), strong=True)
    if curve.above:
        yield Label(said(curve.above.names), "above-name", _around(plot, curve.above.last))
    if aim := curve.aim:
        x, y = plot.at(aim.day, aim.share)
        over = (Spot(x - 11, y - 9, "end"), Spot(x, y - 13, "middle"), Spot(plot.left, y - 9, "start"))
        under = (Spot(x - 9, y + 19, "end"), Spot(plot.left + 2, y + 19, "start"), Spot(x + 10, y + 5, "start"))
        yield Label(aim.names, "aim-name", over + under)
    if curve.here.first:
        yield Label((curve.here.first,), "first-name", _after(plot, curve.here.runs[0][0]))
    for fold in plot.folds:
        x = (plot.at(fold.start, 0)[0] + plot.at(fold.end, 0)[0]) / 2
        heights = [bottom - 8 - 20 * rank for rank in range(int((bottom - top) / 20))]
        yield Label((fold.words, f"rien {fold.years}"), "fold-name", _beside(x + 4, heights))
    for cut in {cut.name: cut for cut in reversed(curve.cuts)}.values():
        yield Label((cut.name,), "cut-name", _beside(plot.at(cut.day, 0)[0], (bottom - 8, bottom - 28, top + 18)))


def _spread_out(spots: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The points of a broken line, close enough for a label to meet one where it meets the line."""
    yield from spots[:1]
    for (left, above), (right, under) in pairwise(spots):
        count = max(1, int((abs(right - left) + abs(under - above)) / STEP))
        for rank in range(1, count + 1):
            yield left + (right - left) * rank / count, above + (under - above) * rank / count


def _ring(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """Around a dot."""
    across = ((-radius, -radius), (radius, -radius), (radius, radius), (-radius, radius), (-radius, -radius))
    return [(x + right, y + down) for right, down in across]


def _drawn(plot: Plot, curve: Curve) -> list[tuple[float, float]]:
    """Every point that labels keep away from."""
    series = [one for one in (curve.here, curve.above) if one]
    lines = [[plot.at(*point) for point in run] for one in series for run in curve.runs(one)]
    lines += [_ring(*plot.at(*one.last), 5) for one in series]
    lines.append([plot.at(*point) for point in _middle(curve)])
    lines.append([plot.at(spread.day, spread.high) for spread in curve.fan])
    lines.append([plot.at(spread.day, spread.low) for spread in curve.fan])
    if deadline := curve.deadline:
        x = plot.at(deadline.day, 0)[0]
        # Twice: words that this line strikes through are hard to read.
        lines += 2 * [[(x, plot.top - 4), (x, plot.bottom)]]
    if aim := curve.aim:
        x, y = plot.at(aim.day, aim.share)
        lines += [[(plot.left, y), (x, y)], _ring(x, y, 7)]
    if due := curve.due:
        left, y = plot.at(due.first, due.share)
        lines.append([(left, y), (plot.at(due.last, 0)[0] if due.last else plot.right, y)])
    return [spot for line in lines for spot in _spread_out(line)]


def names(curve: Curve, size: Size) -> list[Placed]:
    """The labels of a drawing, where they stand."""
    plot = curve.plot(size)
    frame = Box(plot.left - 2, 0, size.width, plot.bottom - 2)
    return placed(list(_labels(plot, curve)), _drawn(plot, curve), frame)


def _name(label: Placed) -> str:
    spot = label.spot
    held = "" if spot.anchor == "start" else f' text-anchor="{spot.anchor}"'
    return f'<text class="{label.kind}" x="{spot.x:g}" y="{spot.y:g}"{held}>{escape(label.text)}</text>'


def body(curve: Curve, size: Size) -> str:
    """What is drawn, without the `<svg>` around: the letters are of `LETTER` pixels."""
    plot = curve.plot(size)
    line, meeting = _deadline(plot, curve.deadline)
    above = _line(plot, curve, curve.above, "above") if curve.above else ""
    drawn = (
        plot.axes(),
        _cuts(plot, curve.cuts),
        _fan(plot, curve),
        _aim(plot, curve.aim),
        _due(plot, curve.due),
        line,
        above,
        _line(plot, curve, curve.here, "here"),
        _expected(plot, curve),
        meeting,
        *(_name(label) for label in names(curve, size)),
    )
    return "".join(drawn)


def draw(curve: Curve, size: Size, alternative: str, kind: str) -> str:
    """The drawing of a page, which has `curve.css`. `kind` is a class; `alternative` says the message."""
    return (
        f'<svg class="curve-drawing {kind}" viewBox="0 0 {size.width} {size.height}" font-size="{LETTER:g}" '
        f'role="img" aria-label="{escape(alternative)}">{body(curve, size)}</svg>'
    )
