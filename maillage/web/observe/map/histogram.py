"""The legend of the map: a histogram whose bars are links that keep a class."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, ulp

from django.urls import reverse

from maillage.kernel import french
from maillage.web.drawing.scale import Scale, Step
from maillage.web.observe.map_asked import Asked, Kept, View
from maillage.web.observe.map_layers import Atlas

WIDTH, TOP, TALL, FOOT = 280, 24, 84, 26
"""The drawing, in units: its width, the room of numbers above bars, the tallest bar, that of bounds."""
SIDE = 1
GAP = 2
HEIGHT = TOP + TALL + FOOT


@dataclass(frozen=True, slots=True)
class Bar:
    """A class: where its bar stands, its colour, its number, the link that keeps it or lets the others come back."""

    rank: int
    x: float
    wide: float
    y: float
    tall: float
    before_y: float | None
    before_count: str
    kind: str
    count: str
    words: str
    address: str
    here: bool
    left: bool

    @property
    def middle(self) -> float:
        """Where its number is written."""
        return round(self.x + self.wide / 2, 1)

    @property
    def number_y(self) -> float:
        """How high its number is written."""
        return round(self.y - 5, 1)

    @property
    def before_path(self) -> str:
        """The outline of the bar of the older date."""
        return f"M{self.x:g} {TOP + TALL}V{self.before_y:g}h{self.wide:g}V{TOP + TALL}"

    @property
    def before_number_y(self) -> float | None:
        """How high that of the older date is; None where it would be over the other, or in its bar."""
        apart = self.before_y is not None and self.before_y < self.y - 16
        return round(self.before_y - 5, 1) if apart and self.before_y is not None else None


@dataclass(frozen=True, slots=True)
class Label:
    """Words under the bars: a bound between two, or the name of a class."""

    x: float
    words: str
    low: bool = False


@dataclass(frozen=True, slots=True)
class Histogram:
    """The bars, the words under them; where the unknown and what has nothing to measure are counted; the older date,
    dotted, when there are two."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    unknown: int
    without: int
    why_one: str
    everything: str
    before: str
    height: int = HEIGHT
    width: int = WIDTH
    foot: int = TOP + TALL


def _kept_address(ask: Asked, rank: int) -> str:
    alone = ask.keeps == Kept(rank, rank)
    # Classes keep their bounds while some are kept, whatever the date one goes to.
    return ask.address(reverse("map"), garder=None if alone else str(rank), page=None)


def _words(step: Step, ask: Asked, count: int) -> str:
    return f"{step.words}{french.THIN}: {french.counted(count, ask.level.label, ask.level.plural)}"


def _bars(ask: Asked, scale: Scale, before: Scale | None) -> list[Bar]:
    counts = [step.count for step in scale.steps]
    older = [step.count for step in before.steps] if before else []
    most = max([*counts, *older, 1])
    wide = (WIDTH - 2 * SIDE) / len(counts)
    bars = []
    for rank, (step, kind) in enumerate(zip(scale.steps, scale.kinds, strict=True)):
        tall = max(round(TALL * step.count / most, 1), 2.0 if step.count else 0.6)
        inside = ask.keeps is None or ask.keeps.first <= rank <= ask.keeps.last
        bars.append(
            Bar(
                rank=rank,
                x=round(SIDE + wide * rank + GAP / 2, 1),
                wide=round(wide - GAP, 1),
                y=round(TOP + TALL - tall, 1),
                tall=tall,
                before_y=round(TOP + TALL * (1 - older[rank] / most), 1) if older else None,
                before_count=french.number(older[rank]) if older else "",
                kind=kind,
                count=french.number(step.count),
                words=_words(step, ask, step.count),
                address=_kept_address(ask, rank),
                here=ask.keeps is not None and inside,
                left=not inside,
            )
        )
    return bars


def _labels(ask: Asked, scale: Scale, bars: Sequence[Bar]) -> list[Label]:
    """Bounds between bars; « zéro » and the answers « oui » and « non » under theirs."""
    steps = scale.steps
    if ask.sheet.indicator.yes_no and [step.words for step in steps] == ["non", "oui"]:
        return [Label(bar.middle, step.words) for bar, step in zip(bars, steps, strict=True)]
    if len(steps) == 1:
        return [Label(bars[0].middle, steps[0].words)]
    stable = next((rank for rank, step in enumerate(steps) if step.words == "stable"), None)
    labels = [] if stable is None else [Label(bars[stable].middle, "stable")]
    sign = french.after("%") if ask.sheet.indicator.unit == "%" and ask.view is not View.GAP else ""
    for rank, step in enumerate(steps):
        if rank + 1 < len(steps) and steps[rank + 1].low == ulp(0.0):
            labels.append(Label(bars[rank].middle, "zéro", low=True))
        elif stable is not None and rank in (stable, stable + 1):
            continue
        elif step.low not in (-inf, ulp(0.0)) and rank:
            last = sign if rank == len(steps) - 1 else ""
            labels.append(Label(round(bars[rank].x - GAP / 2, 1), french.short(step.low) + last))
    return labels


def histogram(ask: Asked, maps: Atlas) -> Histogram | None:
    """The legend of the maps shown; None when there is nothing to count."""
    if not maps.scales or not maps.scales[0].steps:
        return None
    rank = maps.shown_rank(ask)
    scale = maps.scales[rank]
    before = maps.scales[1 - rank] if len(maps.scales) == 2 else None
    bars = _bars(ask, scale, before)
    return Histogram(
        bars=tuple(bars),
        labels=tuple(_labels(ask, scale, bars)),
        unknown=scale.unknown,
        without=scale.without,
        why_one=scale.why_one,
        everything=ask.address(reverse("map"), garder=None, page=None) if ask.keeps else "",
        before=maps.layers[1 - rank].title if before else "",
    )


def title(ask: Asked) -> str:
    """What the bars count: « Part des locaux… en %, et nombre de communes »."""
    indicator = ask.sheet.indicator
    unit = f"En {indicator.sign}" if indicator.sign else french.capital(french.typographic(indicator.unit))
    unit = "En points" if ask.view is View.GAP and indicator.unit == "%" else unit
    return f"{unit}, et nombre de {ask.level.plural}"
