"""What a sum becomes, step after step, a bar each: what is taken away hangs from where the one before stopped, what is
left stands on the axis; wide and narrow from one description.

Colours are those of `waterfall.css`; letters keep their 14 pixels in both drawings.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.web.drawing.labels import shortened
from maillage.web.drawing.svg import sheet, spoken, text

WIDE, NARROW = 720, 336
NAMES, ASIDE = 190, 110
"""Pixels of the names at the left of the wide drawing, and of the amounts at its right."""
TOP = 6
STEP, NARROW_STEP = 34, 50
BAR = 18
"""Pixels of a bar."""
THINNEST = 2.0


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, how much, how it is said, and the class of its colour; `stands` when the bar is on the axis,
    else it is taken away from what was left."""

    name: str
    amount: float
    words: str
    kind: str
    stands: bool = False


@dataclass(frozen=True, slots=True)
class _Bar:
    """A step and where its bar begins and ends, in amounts."""

    step: Step
    low: float
    high: float
    after: float


def _bars(steps: tuple[Step, ...]) -> list[_Bar]:
    """Where each step stands: `after` is what is left then."""
    bars, left = [], 0.0
    for step in steps:
        before, left = (0.0, step.amount) if step.stands else (left, left - step.amount)
        bars.append(_Bar(step, min(before, left), max(before, left), left))
    return bars


class _Plot:
    """Where amounts stand, from `left` to `right` pixels."""

    def __init__(self, bars: list[_Bar], left: float, right: float) -> None:
        self.low, high = min(0.0, *(bar.low for bar in bars)), max(bar.high for bar in bars)
        self.left, self.scale = left, (right - left) / ((high - self.low) or 1)

    def x(self, amount: float) -> float:
        """Where an amount stands, to a tenth of a pixel."""
        return round(self.left + (amount - self.low) * self.scale, 1)

    def bar(self, bar: _Bar, y: float) -> str:
        """A bar whose middle is at y."""
        left, right = self.x(bar.low), self.x(bar.high)
        wide = max(right - left, THINNEST if bar.step.amount else 0)
        return f'<rect class="{bar.step.kind}" x="{left:g}" y="{y - BAR / 2:g}" width="{wide:g}" height="{BAR}"/>'

    def joined(self, bar: _Bar, top: float, foot: float) -> str:
        """From what is left after a bar down to the next one."""
        return f'<path class="joined" d="M{self.x(bar.after):g},{top:g}V{foot:g}"/>'


def _said(step: Step) -> str:
    return f"{step.name} : {step.words}"


def _wide(bars: list[_Bar]) -> Iterator[str]:
    plot = _Plot(bars, NAMES + 12, WIDE - ASIDE)
    for rank, bar in enumerate(bars):
        y = TOP + STEP * rank + STEP / 2
        if rank + 1 < len(bars):
            yield plot.joined(bar, y + BAR / 2, y + STEP - BAR / 2)
        yield text(NAMES, y + 5, "name", shortened(bar.step.name, NAMES - 4), "end") + plot.bar(bar, y)
        yield text(WIDE, y + 5, "amount", bar.step.words, "end")
        yield spoken(y - STEP / 2, WIDE, STEP, _said(bar.step))


def _narrow(bars: list[_Bar]) -> Iterator[str]:
    plot = _Plot(bars, 0, NARROW)
    for rank, bar in enumerate(bars):
        y = TOP + NARROW_STEP * rank
        yield text(0, y + 16, "name", shortened(bar.step.name, NARROW - ASIDE)) + plot.bar(bar, y + 33)
        yield text(NARROW, y + 16, "amount", bar.step.words, "end")
        yield spoken(y, NARROW, NARROW_STEP, _said(bar.step))


def wide(steps: tuple[Step, ...], alternative: str) -> str:
    """The drawing of a page, which has `waterfall.css`. `alternative` says the message."""
    high = TOP + STEP * len(steps)
    return sheet("waterfall-drawing waterfall-wide", WIDE, high, alternative, _wide(_bars(steps)))


def narrow(steps: tuple[Step, ...], alternative: str) -> str:
    """The drawing of a phone: names over their bar, where a line from one to the next would cross them."""
    high = TOP + NARROW_STEP * len(steps)
    return sheet("waterfall-drawing waterfall-narrow", NARROW, high, alternative, _narrow(_bars(steps)))
