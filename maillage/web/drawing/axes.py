"""The axes of a share through time: where a date and a share stand, years under, shares on the left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.kernel import french

LEFT, RIGHT, TOP, BOTTOM = 46, 10, 36, 26
"""Pixels around the plot."""
EDGE = 8
"""Pixels kept inside the plot before the first date and after the last."""
YEAR = 46
"""Pixels that the name of a year needs."""
LEAST = 365
"""Days that an axis shows at least."""


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing, in pixels, and the shares named on its left, from 0 to 100; `brief`: names are the shortest."""

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
class Plot:
    """Where things stand: from the date `start` to `end`, from 0 to `most` percent."""

    size: Size
    start: date
    end: date
    most: float

    left, top = LEFT, TOP

    @property
    def right(self) -> float:
        """The right edge."""
        return self.size.width - RIGHT

    @property
    def bottom(self) -> float:
        """The line of zero."""
        return self.size.height - BOTTOM

    def at(self, day: date, share: float) -> tuple[float, float]:
        """Where a share stands on a day, to a tenth of a pixel."""
        across = (day - self.start).days / (self.end - self.start).days
        x = self.left + EDGE + across * (self.right - self.left - 2 * EDGE)
        return round(x, 1), round(self.bottom - (self.bottom - self.top) * share / self.most, 1)

    def years(self) -> list[date]:
        """The first days of years that are named: all those that have room."""
        every = [date(year, 1, 1) for year in range(self.start.year, self.end.year + 1)]
        every = [day for day in every if self.start <= day <= self.end]
        if len(every) < 2:
            return every
        step = self.at(every[1], 0)[0] - self.at(every[0], 0)[0]
        skipped = next(count for count in (1, 2, 5, 10, 50) if count * step >= YEAR or count == 50)
        return every[:: int(skipped)]

    def axes(self) -> str:
        """Lines of shares, their names, years."""
        drawn = []
        for share in self.size.ticks:
            y = self.at(self.start, share)[1]
            name = french.with_unit(share, "%") if share == self.size.ticks[-1] else str(share)
            drawn.append(f'<path class="grid" d="M{self.left},{y:g}H{self.right:g}"/>')
            drawn.append(f'<text class="tick" x="{self.left - 6}" y="{y + 5:g}" text-anchor="end">{name}</text>')
        foot = self.size.height - 5
        stops = ""
        for day in self.years():
            x = self.at(day, 0)[0]
            stops += f"M{x:g},{self.bottom:g}v5"
            drawn.append(f'<text class="tick" x="{x:g}" y="{foot}" text-anchor="middle">{day.year}</text>')
        return "".join([*drawn, f'<path class="tick-line" d="{stops}"/>' if stops else ""])


def place(days: Iterable[date], shares: Iterable[float], size: Size) -> Plot:
    """A plot that holds these dates and shares: from zero to 100, or more where a published share is more."""
    every = list(days)
    start, end = min(every), max(every)
    lacking = LEAST - (end - start).days
    if lacking > 0:
        start, end = start - timedelta(lacking - lacking // 4), end + timedelta(lacking // 4)
    return Plot(size, start, end, max(100.0, *shares))
