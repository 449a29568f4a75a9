"""The axes of a figure through time: where a date and a figure stand, years under, figures on the left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from maillage.kernel import french
from maillage.web.drawing.labels import width

LEFT, RIGHT, TOP, BOTTOM = 46, 10, 36, 26
"""Pixels around the plot."""
EDGE = 8
"""Pixels kept inside the plot before the first date and after the last."""
YEAR = 46
"""Pixels that the name of a year needs."""
LEAST = 365
"""Days that an axis shows at least."""
FOLDED = 30
"""Pixels of years that are folded."""
RHYTHM = 2.5
"""How many times the usual gap between figures a gap is wider than, to be folded: a year that lacks in a yearly series
is a hole, not a leap."""


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing, in pixels, and the shares named on its left, from 0 to 100, as many steps as any other unit has;
    `brief`: names are the shortest."""

    width: int
    height: int
    ticks: tuple[int, ...]
    brief: bool = False


WIDE = Size(600, 336, (0, 25, 50, 75, 100))
WIDE_PAST = Size(600, 236, (0, 50, 100))
NARROW = Size(336, 224, (0, 50, 100), brief=True)
"""As wide as a phone of 390 pixels leaves: letters keep their 14 pixels."""
NARROW_PAST = Size(336, 190, (0, 50, 100), brief=True)
"""Lower drawings suit what says nothing of the time to come."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is drawn: the sign that follows the highest figure of the axis, « % », « km » or none; whether it is
    counted, and never cut; the least that the axis holds, None: what is drawn says it."""

    sign: str = "%"
    whole: bool = False
    least: float | None = 100.0


PERCENT = Unit()


@dataclass(frozen=True, slots=True)
class Fold:
    """Years without a figure, that the axis leaps over: from the last day before them to the first after."""

    start: date
    end: date

    @property
    def years(self) -> str:
        """« de 2019 à 2022 », « en 2020 »: the whole years without any."""
        first, last = self.start.year + 1, self.end.year - 1
        return f"en {first}" if first == last else f"de {first} à {last}"

    @property
    def words(self) -> str:
        """« aucune donnée de 2019 à 2022 »."""
        return f"aucune donnée {self.years}"


def folds(known: Iterable[date], kept: Iterable[date] = ()) -> tuple[Fold, ...]:
    """Where figures, known on these days, leap over a whole year or more, and over RHYTHM times their usual gap;
    nowhere that something else is drawn: a day that is `kept`."""
    every, others = sorted(set(known)), list(kept)
    gaps = list(pairwise(every))
    if not gaps:
        return ()
    usual = sorted((after - before).days for before, after in gaps)[(len(gaps) - 1) // 2]
    return tuple(
        Fold(before, after)
        for before, after in gaps
        if after.year - before.year > 1
        and (after - before).days > RHYTHM * usual
        and not any(before < day < after for day in others)
    )


def leapt(leaps: Iterable[Fold], before: date, after: date) -> bool:
    """Whether a fold stands between two days."""
    return any(before <= fold.start and fold.end <= after for fold in leaps)


@dataclass(frozen=True, slots=True)
class Plot:
    """Where things stand: from the date `start` to `end`, less what `folds` leap over, from 0 to `most` of the unit,
    which `ticks` are named of."""

    size: Size
    start: date
    end: date
    most: float
    ticks: tuple[float, ...]
    unit: Unit = PERCENT
    folds: tuple[Fold, ...] = ()

    top = TOP

    @property
    def left(self) -> float:
        """The left edge: longer names of figures push it."""
        return max(LEFT, 6 + max(width(self._named(tick)) for tick in self.ticks))

    def _named(self, tick: float) -> str:
        named = french.short(tick)
        return f"{named}{french.after(self.unit.sign)}" if tick == self.ticks[-1] else named

    @property
    def right(self) -> float:
        """The right edge."""
        return self.size.width - RIGHT

    @property
    def bottom(self) -> float:
        """The line of zero."""
        return self.size.height - BOTTOM

    @property
    def _of_a_day(self) -> float:
        """The pixels of a day that is not folded."""
        days = (self.end - self.start).days - sum((fold.end - fold.start).days for fold in self.folds)
        return (self.right - self.left - 2 * EDGE - FOLDED * len(self.folds)) / max(days, 1)

    def at(self, day: date, share: float) -> tuple[float, float]:
        """Where a figure stands on a day, to a tenth of a pixel."""
        passed, leapt = (day - self.start).days, 0.0
        for fold in self.folds:
            whole = (fold.end - fold.start).days
            inside = min(max((day - fold.start).days, 0), whole)
            passed, leapt = passed - inside, leapt + FOLDED * inside / whole
        x = self.left + EDGE + self._of_a_day * passed + leapt
        return round(x, 1), round(self.bottom - (self.bottom - self.top) * share / self.most, 1)

    def years(self) -> list[date]:
        """The days where a year is named: its first, for all those that have room; the edge of a fold, where no year
        begins on that side of it."""
        every = [date(year, 1, 1) for year in range(self.start.year, self.end.year + 1)]
        every = [day for day in every if self.start <= day <= self.end]
        every = [day for day in every if not any(fold.start < day < fold.end for fold in self.folds)]
        step = 365.25 * self._of_a_day
        skipped = next(count for count in (1, 2, 5, 10, 50) if count * step >= YEAR or count == 50)
        named = sorted({*every[:: int(skipped)], *self._edges(every)})
        apart: list[date] = []
        for day in named:
            if not apart or self.at(day, 0)[0] - self.at(apart[-1], 0)[0] >= YEAR - 1:
                apart.append(day)
        return apart

    def _edges(self, firsts: list[date]) -> Iterable[date]:
        """The edges of folds that no first day of a year stands beside."""
        bounds = [self.start, *(day for fold in self.folds for day in (fold.start, fold.end)), self.end]
        for rank in range(0, len(bounds), 2):
            left, right = bounds[rank : rank + 2]
            if self.folds and not any(left <= day <= right for day in firsts):
                yield left if rank else right

    def _folded(self, fold: Fold) -> str:
        """Two broken lines over the plot, which the lines of figures do not cross."""
        left, right = self.at(fold.start, 0)[0], self.at(fold.end, 0)[0]
        middle, high = (left + right) / 2, self.bottom - self.top
        step = high / 12
        broken = f"l3,{step / 2:g}" + f"l-6,{step:g}l6,{step:g}" * 5 + f"l-6,{step:g}l3,{step / 2:g}"
        lines = "".join(f"M{middle + aside:g},{self.top:g}{broken}" for aside in (-4, 4))
        return (
            f'<rect class="fold-gap" x="{middle - 4:g}" y="{self.top - 1:g}" width="8" height="{high + 2:g}"/>'
            f'<path class="fold" d="{lines}"/>'
        )

    def axes(self) -> str:
        """Lines of figures, their names, years."""
        drawn = []
        left = self.left
        for tick in self.ticks:
            y = self.at(self.start, tick)[1]
            drawn.append(f'<path class="grid" d="M{left:g},{y:g}H{self.right:g}"/>')
            text = self._named(tick)
            drawn.append(f'<text class="tick" x="{left - 6:g}" y="{y + 5:g}" text-anchor="end">{text}</text>')
        drawn += [self._folded(fold) for fold in self.folds]
        foot = self.size.height - 5
        stops = ""
        for day in self.years():
            x = self.at(day, 0)[0]
            stops += f"M{x:g},{self.bottom:g}v5"
            drawn.append(f'<text class="tick" x="{x:g}" y="{foot}" text-anchor="middle">{day.year}</text>')
        return "".join([*drawn, f'<path class="tick-line" d="{stops}"/>' if stops else ""])


def _step(least: float, whole: bool) -> float:
    """The next of 1, 2, 5, 10… (0.1, 0.2, 0.5… where it is not counted) at or above this number."""
    step = 1.0 if whole else 0.001
    while step < least:
        for factor in (2, 2.5, 2):
            if step >= least:
                break
            step *= factor
    return float(f"{step:.6g}")


def _ticks(most: float, size: Size, unit: Unit) -> tuple[float, ...]:
    """The figures named on the left."""
    if unit.least is not None:
        return size.ticks
    return steps(most, len(size.ticks) - 1, unit.whole)


def steps(most: float, count: int, whole: bool = False) -> tuple[float, ...]:
    """Round figures from zero to this one or more, so many after zero."""
    step = _step(most / count, whole) if most else 1.0
    return tuple(float(f"{rank * step:.6g}") for rank in range(count + 1))


def place(
    days: Iterable[date], shares: Iterable[float], size: Size, unit: Unit = PERCENT, leaps: tuple[Fold, ...] = ()
) -> Plot:
    """A plot that holds these dates and figures: from zero, shares to 100 or more where a published one is more; years
    that the figures leap over are folded."""
    every, most = list(days), max(shares, default=0.0)
    ticks = _ticks(most, size, unit)
    start, end = min(every), max(every)
    lacking = LEAST - (end - start).days
    if lacking > 0:
        start, end = start - timedelta(lacking - lacking // 4), end + timedelta(lacking // 4)
    return Plot(size, start, end, max(ticks[-1], most), ticks, unit, leaps)
