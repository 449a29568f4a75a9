"""Values put into classes: the same steps, colours and words for every map and its legend."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.kernel.indicator import Good, Indicator
from maillage.web import french

SHARES = (20.0, 40.0, 60.0, 80.0, 100.0)
LAST_COLOUR = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A class: from `low` to below the next one, its rank in the colour ramp, its words, how many are in it."""

    low: float
    colour: int
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The classes of a map, lowest first, and how many territories are unknown."""

    steps: tuple[Step, ...]
    unknown: int

    def step(self, value: float) -> Step:
        """The class a value falls in."""
        rank = bisect_right([step.low for step in self.steps], value) - 1
        return self.steps[max(rank, 0)]


def _quantiles(values: list[float], classes: int) -> list[float]:
    """Bounds that share these sorted values out, rounded to two figures so that a legend can be read."""
    picked = {float(f"{values[len(values) * rank // classes]:.2g}") for rank in range(1, classes)}
    return sorted(bound for bound in picked if values[0] < bound <= values[-1])


def _words(low: float, high: float | None, indicator: Indicator) -> str:
    def told(value: float) -> str:
        return french.number(value, 2)

    share = indicator.unit == "%"
    end = f"{french.THIN}%" if share else ""
    if low == 0 and high == 0:
        return f"0{end}"
    if high is None:
        return f"100{end}" if share and low == 100 else f"{told(low)}{end} et plus"
    if low == 0:
        return f"moins de {told(high)}{end}"
    return f"{told(low)} à {told(high)}{end}"


def scale(indicator: Indicator, values: Iterable[float | None], total: int) -> Scale:
    """The classes for these values, `total` being how many territories the map shows.

    Zero is a class of its own. Shares have fixed bounds, so that two periods compare.
    """
    known = sorted(value for value in values if value is not None)
    positive = [value for value in known if value > 0]
    if indicator.unit == "%":
        bounds = [0.0, *SHARES]
    else:
        bounds = [0.0, *(_quantiles(positive, 6) if positive else [])]
    smallest = min(positive[0], bounds[1]) / 2 if positive and len(bounds) > 1 else 0.5
    edges: list[tuple[float, float, float | None]] = [(0.0, 0.0, 0.0)]
    edges += [
        (low or smallest, low, high)
        for low, high in zip(bounds, [*bounds[1:], None], strict=True)
    ]
    last = len(edges) - 1
    steps = []
    for rank, (start, low, high) in enumerate(edges):
        end = edges[rank + 1][0] if rank < last else float("inf")
        count = sum(start <= value < end for value in known)
        colour = round(rank * LAST_COLOUR / last)
        colour = colour if indicator.good is Good.UP else LAST_COLOUR - colour
        steps.append(Step(start, colour, _words(low, high, indicator), count))
    return Scale(tuple(steps), total - len(known))
