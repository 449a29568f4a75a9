"""What a whole is made of, quarter after quarter: stacked columns where there is room, bars on a phone; one
description, both drawings. What is past its date is hatched over its state, in a frame that says how many.

Colours are those of `stacked.css`, by day and by night; letters keep their 14 pixels in both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from maillage.kernel import french
from maillage.web.drawing.labels import LETTER, width
from maillage.web.drawing.svg import text

WIDTH, HEIGHT, TOP, FOOT = 600, 410, 10, 44
ASIDE = 176
"""Pixels at the right of the columns, where the states of the last one are named."""
WIDEST = 92
"""Pixels of a column at most."""
NARROW = 336
BAR, STEP = 22, 54
"""Pixels of a bar, and from one to the next."""
LINE = 19.0
"""Pixels between two names."""


@dataclass(frozen=True, slots=True)
class State:
    """A state: its name, the class of its colour; `late` when what is in it is past its date."""

    name: str
    kind: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Quarter:
    """What there is at a quarter: how many in each state, in the order of states; its name."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Stack:
    """All that is drawn: the states from the foot up, those that are late next to each other; the quarters, oldest
    first; what late ones are called."""

    states: tuple[State, ...]
    quarters: tuple[Quarter, ...]
    late_name: str

    @property
    def most(self) -> int:
        """The largest total."""
        return max(1, *(quarter.total for quarter in self.quarters))

    def late(self, quarter: Quarter) -> int:
        """How many are late."""
        return sum(count for state, count in zip(self.states, quarter.counts, strict=True) if state.late)

    def said(self, quarter: Quarter) -> str:
        """A quarter in words, read one by one (`reading.js`): each of its states, then what is late."""
        held: dict[str, int] = {}
        for state, count in zip(self.states, quarter.counts, strict=True):
            held[state.name] = held.get(state.name, 0) + count
        parts = [f"{french.initial(name)} {french.number(count)}" for name, count in held.items() if count]
        late = self.late(quarter)
        parts += [f"dont {french.initial(self.late_name)} {french.number(late)}"] if late else []
        return french.typographic(f"{quarter.name} : {', '.join(parts)}")

    def before_late(self, quarter: Quarter) -> int:
        """How many are under those that are late."""
        first = next((rank for rank, state in enumerate(self.states) if state.late), len(self.states))
        return sum(quarter.counts[:first])


def _hatch(name: str) -> str:
    """The pattern of what is late, under a name that no other drawing of the page bears."""
    return (
        f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch" d="M0,0V7"/></pattern></defs>'
    )


def _box(kind: str, x: float, y: float, wide: float, high: float, fill: str = "") -> str:
    pattern = f' fill="url(#{fill})"' if fill else ""
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"{pattern}/>'


def _told(stack: Stack, quarter: Quarter, box: tuple[float, float, float, float]) -> str:
    """What a quarter covers: left, top, width, height; it says itself."""
    x, y, wide, high = box
    return (
        f'<rect class="told" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill-opacity="0">'
        f"<title>{escape(stack.said(quarter))}</title></rect>"
    )


def _framed(x: float, y: float, wide: float, high: float, hatch: str) -> str:
    return _box("hatched", x, y, wide, high, hatch) + _box("late-frame", x, y, wide, high)


def _said(x: float, y: float, words: str) -> str:
    """A number in a frame, on the colour of the page: read over hatches."""
    wide = width(words, True) + 8
    return _box("under-number", x - wide / 2, y - 15, wide, 20) + text(x, y, "late-number", words, "middle")


def spread(feet: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights as near as can be to those wanted, from the highest to the lowest, a line apart, between two bounds."""
    placed: list[float] = []
    for foot in feet:
        placed.append(max(foot, placed[-1] + LINE if placed else top))
    limit = bottom
    for rank in range(len(placed) - 1, -1, -1):
        placed[rank] = min(placed[rank], limit)
        limit = placed[rank] - LINE
    return placed


class _Columns:
    """The drawing of a page that has room."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        room = (WIDTH - ASIDE) / len(stack.quarters)
        self.room, self.wide = room, min(WIDEST, 0.76 * room)
        self.lefts = [rank * min(room, WIDEST / 0.76) for rank in range(len(stack.quarters))]
        self.bottom = HEIGHT - FOOT

    def y(self, count: float) -> float:
        """The height of a count from the foot."""
        return self.bottom - (self.bottom - TOP) * count / self.stack.most

    def drawn(self) -> Iterator[str]:
        """Each part, in the order they cover each other."""
        yield _hatch("hatch-columns")
        for left, quarter in zip(self.lefts, self.stack.quarters, strict=True):
            yield from self._column(left, quarter)
        yield f'<path class="foot" d="M0,{self.bottom}H{self.lefts[-1] + self.wide:g}"/>'
        yield from self._names()

    def _column(self, left: float, quarter: Quarter) -> Iterator[str]:
        held = 0
        for state, count in zip(self.stack.states, quarter.counts, strict=True):
            if count:
                yield _box(state.kind, left, self.y(held + count), self.wide, self.y(held) - self.y(held + count))
            held += count
        middle, late, under = left + self.wide / 2, self.stack.late(quarter), self.stack.before_late(quarter)
        first = french.number(quarter.counts[0])
        if width(first, True) < self.wide and self.y(0) - self.y(quarter.counts[0]) > 26:
            yield text(middle, self.y(quarter.counts[0]) + 20, "first-number", first, "middle")
        if late:
            top, high = self.y(under + late), self.y(under) - self.y(under + late)
            yield _framed(left, top, self.wide, high, "hatch-columns")
            said = french.number(late)
            if width(said, True) + 8 < self.wide and high > 26:
                yield _said(middle, top + high / 2 + 5, said)
        kind = "quarter-now" if quarter is self.stack.quarters[-1] else "quarter"
        # The month over the year, where both have no room on a line.
        lines = [quarter.name] if width(quarter.name, True) + 6 < self.room else quarter.name.split()
        for rank, line in enumerate(lines):
            yield text(middle, self.bottom + 19 + 18 * rank, kind, line, "middle")
        top = self.y(quarter.total)
        yield _told(self.stack, quarter, (left, top, self.wide, self.bottom - top))

    def _names(self) -> Iterator[str]:
        """The states of the last column, beside it."""
        last, x = self.stack.quarters[-1], self.lefts[-1] + self.wide
        wanted = sorted(self._wanted(last), key=lambda name: name[0])
        feet = spread([y + 5 for y, _, _ in wanted], TOP + 12, self.bottom - 2)
        for (y, kind, words), foot in zip(wanted, feet, strict=True):
            yield f'<path class="leader" d="M{x + 2:g},{y:.1f}L{x + 14:g},{foot - 5:.1f}"/>'
            yield text(x + 18, foot, kind, words)

    def _wanted(self, last: Quarter) -> Iterator[tuple[float, str, str]]:
        held = 0
        for rank, (state, count) in enumerate(zip(self.stack.states, last.counts, strict=True)):
            if count and not state.late:
                words = french.typographic(f"{state.name} : {french.number(count)}")
                yield self.y(held + count / 2), "first-name" if rank == 0 else "state-name", words
            held += count
        if late := self.stack.late(last):
            words = french.typographic(f"{self.stack.late_name} : {french.number(late)}")
            yield self.y(self.stack.before_late(last) + late / 2), "late-name", words


def _bars(stack: Stack) -> Iterator[str]:
    """The drawing of a phone: a bar a quarter, what is late said over it."""
    yield _hatch("hatch-bars")
    for rank, quarter in enumerate(stack.quarters):
        top, held = rank * STEP, 0
        kind = "quarter-now" if quarter is stack.quarters[-1] else "quarter"
        yield text(0, top + 15, kind, quarter.name)
        late, under = stack.late(quarter), stack.before_late(quarter)
        if late:
            words = f"{french.number(late)} {french.initial(stack.late_name)}"
            yield text(NARROW, top + 15, "late-name", words, "end")
        scale = NARROW / stack.most
        for state, count in zip(stack.states, quarter.counts, strict=True):
            if count:
                yield _box(state.kind, held * scale, top + 22, count * scale, BAR)
            held += count
        if late:
            yield _framed(under * scale, top + 22, late * scale, BAR, "hatch-bars")
        first = french.number(quarter.counts[0])
        if quarter.counts[0] * scale > width(first, True) + 14:
            yield text(7, top + 38, "first-number", first)
        yield _told(stack, quarter, (0, top + 22, NARROW, BAR))
    yield from _legend(stack)


def _shown(stack: Stack) -> list[State]:
    """The states that a legend must name: those there are, the late ones apart."""
    held = [sum(quarter.counts[rank] for quarter in stack.quarters) for rank in range(len(stack.states))]
    return [state for state, count in zip(stack.states, held, strict=True) if count and not state.late]


def _legend_lines(stack: Stack) -> list[list[State]]:
    lines: list[list[State]] = [[]]
    room = 0.0
    for state in _shown(stack):
        wide = width(state.name) + 38
        if lines[-1] and room + wide > NARROW:
            lines.append([])
            room = 0.0
        lines[-1].append(state)
        room += wide
    return lines


def _legend(stack: Stack) -> Iterator[str]:
    top = len(stack.quarters) * STEP + 4
    for row, states in enumerate(_legend_lines(stack)):
        x = 0.0
        for state in states:
            yield _box(state.kind, x, top + row * 24 + 2, 14, 14) + text(x + 20, top + row * 24 + 14, "key", state.name)
            x += width(state.name) + 38


def wide(stack: Stack, alternative: str) -> str:
    """The drawing of a page, which has `stacked.css`. `alternative` says the message."""
    columns = _Columns(stack)
    reach = min(WIDTH, columns.lefts[-1] + columns.wide + ASIDE + 18)
    return _svg("states-wide", reach, HEIGHT, alternative, columns.drawn())


def narrow(stack: Stack, alternative: str) -> str:
    """The drawing of a phone."""
    high = len(stack.quarters) * STEP + 6 + 24 * len(_legend_lines(stack))
    return _svg("states-narrow", NARROW, high, alternative, _bars(stack))


def _svg(kind: str, across: float, high: float, alternative: str, parts: Iterator[str]) -> str:
    return (
        f'<svg class="states-drawing {kind}" viewBox="0 0 {across:g} {high:g}" font-size="{LETTER:g}" role="img" '
        f'aria-label="{escape(alternative)}" width="{across:g}">{"".join(parts)}</svg>'
    )
